from datetime import date
from decimal import Decimal

import pytest

from karamad.kernel.jalali import parse_day
from karamad.kernel.text import clean, document_key
from karamad.registers.courses.models import CourseClass, ProviderKind, Scope
from karamad.registers.courses.seeds import catalogue, providers
from karamad.registers.people.seeds import provinces
from karamad.registers.regulations.models import DocumentKind, Effect, Status
from karamad.registers.regulations.seeds import documents, facts

DOCUMENTS = {document.number: document for document in documents()}
FACTS = {fact.code: fact for fact in facts()}
COURSES = {course.code: course for course in catalogue()}

LISTED = """
1380/12/28 105/22554 · 1381/10/28 44642/ت27701هـ · 1381/11/02 1903/203222 ·
1382/05/26 9123/ت27449هـ · 1383/04/13 ت26923هـ · 1389/01/14 44327/4225 ·
1389/05/28 200/27911 · 1389/10/27 200/55588 · 1390/01/30 200/1834 ·
1390/03/23 206/6643 · 1390/05/22 200/11942 · 1390/10/20 200/26680 ·
1390/12/04 200/90/31146 · 1390/12/15 200/90/32664 · 1391/02/12 23519/ت47631هـ ·
1391/03/02 200/91/5982 · 1391/11/04 220/91/41935 · 1392/11/14 200/92/18819 ·
1393/01/20 206/93/560 · 1393/09/05 206/93/11851 · 1393/11/20 145099 ·
1394/02/16 19138 · 1394/05/14 82999 · 1395/04/01 579095 · 1396/04/27 135824 ·
1396/11/04 1657363 · 1397/06/14 302596 · 1397/10/04 130730/ت54153هـ ·
1398/03/12 29018 · 1398/03/30 36637/ت55490هـ · 1398/04/31 226725 ·
1399/07/29 964-966 · 1402/06/08 66710 · 1402/09/08 98565 · 1404/01/23 3469 ·
1404/05/15 42570 · 1404/07/08 107968
"""


@pytest.mark.parametrize("line", LISTED.split("·"))
def test_every_listed_document_is_there_with_its_day(line: str):
    day, number = line.split()

    assert DOCUMENTS[number].issued_on == parse_day(day)


def test_the_amendment_of_the_councils_law_is_there():
    assert DOCUMENTS["اصلاح قانون شوراها"].issued_on == parse_day("1403-12-19")


@pytest.mark.parametrize(
    ("number", "effect", "other", "from_day"),
    [
        ("200/1834", "replaces", "105/22554", None),
        ("200/92/18819", "amends", "200/1834", None),
        ("98565", "replaces", "200/26680", date(2024, 3, 20)),
        ("964-966", "annuls", "226725", date(2020, 10, 20)),
    ],
)
def test_what_replaces_and_annuls_what(
    number: str, effect: str, other: str, from_day: date | None
):
    links = {(x.effect, x.other, x.from_day) for x in DOCUMENTS[number].links}

    assert (effect, other, from_day) in links


def test_documents_are_told_apart_by_their_keys_and_use_known_words():
    keys = [document_key(number) for number in DOCUMENTS]

    assert len(set(keys)) == len(keys)
    assert all(keys)
    for document in DOCUMENTS.values():
        assert document.kind in DocumentKind.values
        assert document.status in Status.values
        assert document.subject
        assert document.subject_en
        for link in document.links:
            assert link.effect in Effect.values
            assert link.other in DOCUMENTS


def test_facts_name_their_document_and_are_open_when_unconfirmed():
    for fact in FACTS.values():
        assert fact.document == "" or fact.document in DOCUMENTS
        assert fact.status in Status.values
        assert (fact.value == "") >= (fact.status == "unconfirmed"), fact.code
        assert (fact.value != "") >= (fact.status == "confirmed"), fact.code
        if fact.from_day and fact.until_day:
            assert fact.from_day < fact.until_day


@pytest.mark.parametrize(
    ("code", "value", "unit"),
    [
        ("hours-managers", "60", "hours"),
        ("hours-others", "40", "hours"),
        ("rank-base-hours", "300", "hours"),
        ("rank-distinguished-score", "85", "points"),
        ("age-middle", "47", "years"),
        ("type2-specialised-yearly", "125", "hours"),
        ("seats-tehran", "21", "seats"),
        ("rank-associate-base-years", "", "years"),
        ("type2-hours-after-1390", "", "hours"),
        ("pass-mark", "", "points"),
    ],
)
def test_some_facts_as_they_were_read(code: str, value: str, unit: str):
    assert (FACTS[code].value, FACTS[code].unit) == (value, unit)


def test_the_age_ceilings_end_on_the_day_of_their_annulment():
    for code in ("age-operational", "age-base", "age-middle", "age-senior"):
        assert FACTS[code].from_day == date(2019, 7, 22)
        assert FACTS[code].until_day == date(2020, 10, 20)


def test_the_provinces_are_31_from_00_to_30():
    assert [p.code for p in provinces()] == [f"{n:02}" for n in range(31)]
    assert len({p.name for p in provinces()}) == 31


def test_the_catalogue_has_48_titles_and_one_official_code():
    ours = [course.code for course in COURSES.values() if course.coined_here]

    assert ours == [f"KRM-{n:02}" for n in range(1, 48)]
    assert set(COURSES) - set(ours) == {"PR5009"}
    assert len({course.title for course in COURSES.values()}) == 48


def test_hours_stand_only_where_a_source_gives_hours():
    hours = {code: course.hours for code, course in COURSES.items() if course.hours}

    assert hours == {
        "PR5009": Decimal(16),
        "KRM-01": Decimal(130),
        "KRM-06": Decimal(2),
    }
    assert COURSES["KRM-02"].length_note == "۳ روز"


def test_courses_and_providers_use_known_words():
    known = {provider.code for provider in providers()}

    assert all(provider.kind in ProviderKind.values for provider in providers())
    for course in COURSES.values():
        assert course.course_class in {"", *CourseClass.values}
        assert course.scope in {"", *Scope.values}
        assert course.provider in {"", *known}
        assert course.status in Status.values


def test_every_text_is_written_as_we_store_text():
    texts = [d.subject for d in DOCUMENTS.values()]
    texts += [fact.title for fact in FACTS.values()]
    texts += [course.title for course in COURSES.values()]
    texts += [course.audience for course in COURSES.values()]
    texts += [province.name for province in provinces()]

    assert [clean(text) for text in texts] == texts
