from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from karamad.cycle.eligibility import rules
from karamad.cycle.eligibility.actions.catalogue import shelf
from karamad.cycle.eligibility.actions.columns import plain
from karamad.cycle.eligibility.actions.gathering import (
    NotOnRecord,
    facts_of,
    gather,
    records_of,
)
from karamad.registers.competencies.rules import CourseClass, Degree, Employment
from karamad.registers.courses.models import FormerCourse
from karamad.registers.credentials.models import ResultKind
from karamad.registers.people import actions as people
from karamad.registers.people.models import FormerPerson, Person
from karamad.trust.audit.actions import correct
from tests import nation
from tests.eligibility import evidence
from tests.nation import NOW, entry

pytestmark = pytest.mark.django_db

LATER = datetime(2026, 6, 1, 6, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
BIRTH = date(1985, 3, 21)
MAY = date(2025, 5, 1)
JUNE = date(2025, 6, 1)


@pytest.fixture
def officer() -> Person:
    return nation.person(
        birth_date=BIRTH, degree="bachelor", employment="official", service_start=MAY
    )


def supersede(row: Any, at: datetime) -> None:
    row.superseded_at = at
    row.save(update_fields=["superseded_at"])


def test_everything_on_record_becomes_a_fact(officer: Person):
    post, unit = nation.post("GOV"), nation.unit("U")
    edition = evidence.profile("{profile: p, title: {fa: پ}, criteria: []}")
    nation.assignment(officer, post, unit, from_day=MAY, until_day=JUNE, kind="acting")
    evidence.completion(
        officer, nation.course("PR5009"), MAY, hours=Decimal(16), revoked_on=JUNE
    )
    evidence.result(officer, "EX", MAY, 60.5)
    evidence.result(officer, "RANK", JUNE, 2, kind=ResultKind.RANK)
    evidence.credential(officer, "LICENCE", MAY, expires_on=JUNE)
    evidence.exemption(officer, edition, "aged", from_day=MAY)

    assert facts_of(officer) == rules.Facts(
        birth_date=BIRTH,
        service_start=MAY,
        degree=Degree.BACHELOR,
        employment=Employment.OFFICIAL,
        assignments=(rules.Assignment("GOV", "U", MAY, JUNE, "acting"),),
        completions=(
            rules.Completion("PR5009", MAY, Decimal(16), passed=True, revoked_on=JUNE),
        ),
        results=(
            rules.Result("EX", rules.ResultKind.EXAM, MAY, Decimal("60.5")),
            rules.Result("RANK", rules.ResultKind.RANK, JUNE, Decimal(2)),
        ),
        credentials=(rules.Credential("LICENCE", MAY, JUNE),),
        exemptions=(rules.Exemption("p", "aged", "100/1", MAY),),
    )


def test_what_is_not_stated_is_none():
    nobody = nation.person()

    assert facts_of(nobody) == rules.Facts()


def test_superseded_facts_are_seen_only_at_their_time(officer: Person):
    course = nation.course()
    failed = evidence.completion(officer, course, MAY, passed=False)
    supersede(failed, LATER)
    evidence.completion(officer, course, MAY, passed=True, at=LATER)

    def passed(known_at: datetime | None) -> list[bool]:
        return [c.passed for c in facts_of(officer, known_at=known_at).completions]

    assert passed(None) == [True]
    assert passed(LATER) == [True]
    assert passed(LATER - INSTANT) == [False]
    assert passed(NOW) == [False]


def test_a_late_correction_of_the_person_is_not_known_before(officer: Person):
    correct(
        officer,
        former=FormerPerson,
        key="person",
        changes={"degree": "master"},
        entry=entry(LATER),
        at=LATER,
    )

    assert facts_of(officer).degree is Degree.MASTER
    assert facts_of(officer, known_at=LATER).degree is Degree.MASTER
    assert facts_of(officer, known_at=LATER - INSTANT).degree is Degree.BACHELOR


def test_a_person_not_yet_on_record_is_said_so(officer: Person):
    with pytest.raises(NotOnRecord):
        facts_of(officer, known_at=NOW - INSTANT)


def test_merged_records_are_read_as_one(officer: Person):
    double = nation.person(degree="doctorate", first_name="مریم‌السادات")
    doubled_before = nation.person()
    course = nation.course("C1")
    evidence.completion(double, course, MAY)
    evidence.completion(doubled_before, course, JUNE)
    people.merge_persons(person=doubled_before, into=double, by=None, at=LATER)
    people.merge_persons(person=double, into=officer, by=None, at=LATER + INSTANT)

    facts = facts_of(officer)

    assert sorted(c.day for c in facts.completions) == [MAY, JUNE]
    assert facts.degree is Degree.BACHELOR
    assert facts_of(officer, known_at=LATER).completions == ()
    assert len(facts_of(double, known_at=LATER).completions) == 2


def test_what_the_own_record_leaves_out_a_merged_one_states():
    known = nation.person(birth_date=BIRTH)
    asked = nation.person()
    people.merge_persons(person=known, into=asked, by=None, at=LATER)

    assert facts_of(asked).birth_date == BIRTH


def test_records_taken_apart_are_two_again(officer: Person):
    double = nation.person()
    evidence.completion(double, nation.course(), MAY)
    people.merge_persons(person=double, into=officer, by=None, at=NOW)
    people.take_apart(person=double, by=None, at=LATER)

    assert facts_of(officer).completions == ()
    assert len(facts_of(officer, known_at=LATER - INSTANT).completions) == 1


def test_queries_do_not_grow_with_people(
    officer: Person, django_assert_num_queries: Any
):
    others = [nation.person() for _ in range(30)]
    course = nation.course()
    for person in [officer, *others]:
        evidence.completion(person, course, MAY)

    with django_assert_num_queries(10):
        facts_of(officer)
    with django_assert_num_queries(10):
        gather(records_of([officer.pk, *(each.pk for each in others)]))
    with django_assert_num_queries(17):
        gather(records_of([each.pk for each in others], NOW), known_at=NOW)


# ---- the catalogue ----------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_catalogue_is_kept_until_a_course_changes(
    django_assert_num_queries: Any,
):
    course = nation.course("A", hours=8, course_class="job")
    shelf()

    with django_assert_num_queries(2):
        kept = shelf()
    correct(
        course,
        former=FormerCourse,
        key="course",
        changes={"hours": Decimal(12)},
        entry=entry(LATER),
        at=LATER,
    )

    assert kept.catalogue.courses["A"].hours == 8
    assert shelf().catalogue.courses["A"].hours == 12
    assert shelf(LATER - INSTANT).catalogue.courses["A"].hours == 8
    assert shelf().catalogue.courses["A"].course_class is CourseClass.JOB


def test_an_equivalence_taken_back_is_gone_from_the_catalogue():
    new, old = nation.course("NEW"), nation.course("OLD")
    pair = evidence.equivalence(new, old)
    assert shelf().catalogue.courses["NEW"].equivalent_to == {"OLD"}

    supersede(pair, LATER)

    assert shelf().catalogue.courses["NEW"].equivalent_to == frozenset()
    assert shelf(NOW).catalogue.courses["NEW"].equivalent_to == {"OLD"}


def test_a_course_not_yet_on_record_was_not_in_the_catalogue():
    nation.course("NEW", at=LATER)

    assert "NEW" not in shelf(NOW).catalogue.courses
    assert "NEW" in shelf(LATER).catalogue.courses


@pytest.mark.parametrize("written", ["60", "60.00", "6E+1", "60.0"])
def test_numbers_have_one_form(written: str):
    assert str(plain(Decimal(written))) == "60"


def test_a_fraction_keeps_its_digits():
    assert str(plain(Decimal("12.50"))) == "12.5"
