from datetime import timedelta
from decimal import Decimal

import pytest

from karamad.cycle.eligibility.demo import catalogue
from karamad.cycle.eligibility.demo.land import Home, city_seats
from karamad.cycle.eligibility.demo.nation import EARLIEST, FEWEST, Nation
from karamad.cycle.eligibility.demo.planted import Planted
from karamad.cycle.eligibility.demo.profiles import profiles
from karamad.cycle.eligibility.demo.rows import Dossier
from karamad.cycle.eligibility.rules import (
    Assignment,
    Catalogue,
    Completion,
    Course,
    Credential,
    Exemption,
    Facts,
    Result,
    ResultKind,
    judge,
)
from karamad.kernel.identifiers import NationalId, read_national_id
from karamad.kernel.jalali import parse_day
from karamad.kernel.text import clean
from karamad.registers.competencies.rules import CourseClass, Degree, Employment
from karamad.registers.courses.seeds import catalogue as real_titles
from karamad.registers.people.seeds import provinces

ON = parse_day("1405-08-30")
NATION = Nation(400, 1, ON)
DOSSIERS = list(NATION.dossiers())
PROFILES = {profile.code: profile for profile in profiles()}
# New Year's day, its eve, the leap day, and a day of an ordinary week.
DAYS = ("1405-08-30", "1405-01-01", "1404-12-29", "1408-12-30", "1406-06-15")


def test_it_has_as_many_people_as_asked_and_no_two_share_an_id():
    ids = {dossier.person.national_id for dossier in DOSSIERS}

    assert len(DOSSIERS) == len(ids) == 400
    assert all(isinstance(read_national_id(digits), NationalId) for digits in ids)


def test_the_same_seed_makes_the_same_nation():
    again = Nation(400, 1, ON)

    assert list(again.dossiers()) == DOSSIERS
    assert again.land == NATION.land


def test_another_seed_makes_another_nation():
    other = list(Nation(400, 2, ON).dossiers())

    ids = {dossier.person.national_id for dossier in DOSSIERS}
    assert not ids & {dossier.person.national_id for dossier in other}


@pytest.mark.parametrize("people", [0, FEWEST - 1])
def test_a_nation_too_small_is_refused(people: int):
    with pytest.raises(ValueError, match=str(people)):
        Nation(people, 1, ON)


def test_a_nation_before_the_youngest_circular_is_refused():
    with pytest.raises(ValueError, match="2025"):
        Nation(FEWEST, 1, EARLIEST - timedelta(days=1))


def test_the_smallest_nation_stands():
    assert len(list(Nation(FEWEST, 1, ON).dossiers())) == FEWEST


def test_units_lie_in_the_real_provinces_and_parents_come_first():
    known = {province.code for province in provinces()}
    seen = set(known)
    for unit in NATION.land.units:
        assert unit.province in known
        assert unit.parent in seen or unit.parent == ""
        assert unit.code not in seen
        seen.add(unit.code)


def test_everybody_serves_where_there_is_a_unit_and_in_a_post_there_is():
    units = {unit.code for unit in NATION.land.units}
    posts = {post.code for post in catalogue.POSTS}

    for dossier in DOSSIERS:
        for held in dossier.assignments:
            assert held.unit in units
            assert held.post in posts
            assert held.until_day is None or held.from_day < held.until_day


def test_nothing_on_record_lies_ahead_and_no_key_stands_twice():
    for dossier in DOSSIERS:
        days = [row.completed_on for row in dossier.completions]
        days += [row.taken_on for row in dossier.results]
        days += [row.issued_on for row in dossier.credentials]
        assert max(days, default=ON) <= ON
        completed = [(row.course, row.completed_on) for row in dossier.completions]
        assert len(set(completed)) == len(completed)
        results = [(row.instrument, row.taken_on) for row in dossier.results]
        assert len(set(results)) == len(results)
        held = [row[:3] for row in dossier.assignments]
        assert len(set(held)) == len(held)


def test_courses_taken_are_in_a_catalogue():
    known = {course.code for course in (*catalogue.COURSES, *real_titles())}

    taken = {row.course for dossier in DOSSIERS for row in dossier.completions}
    assert taken <= known


def test_names_are_written_as_we_store_text():
    names = [dossier.person.last_name for dossier in DOSSIERS]
    names += [unit.name for unit in NATION.land.units]

    assert [clean(name) for name in names] == names


def test_there_are_retired_people_gaps_and_several_assignments():
    dossiers = list(Nation(3_000, 1, ON).dossiers())
    people = [dossier.person for dossier in dossiers]
    acting = [d for d in dossiers if any(a.kind == "acting" for a in d.assignments)]

    assert any(person.retired_on for person in people)
    assert any(person.died_on for person in people)
    assert any(person.birth_date is None for person in people)
    assert any(person.degree == "" for person in people)
    assert any(len(dossier.assignments) > 1 for dossier in acting)
    assert any(len(person.national_id) == 12 for person in people)
    assert any(person.national_id.startswith("0") for person in people)


@pytest.mark.parametrize(
    ("population", "seats"),
    [
        (50_000, 5),
        (50_001, 7),
        (200_001, 9),
        (500_001, 11),
        (1_000_001, 13),
        (2_000_001, 15),
    ],
)
def test_a_city_council_has_the_seats_of_its_population(population: int, seats: int):
    assert city_seats(population) == seats


# ---- the planted ----------------------------------------------------------------


def planted_on(day: str) -> list[Planted]:
    return Nation(FEWEST, 1, parse_day(day)).planted()


def catalogue_of_facts() -> Catalogue:
    sample = [
        Course(
            course.code,
            CourseClass(course.course_class),
            None if course.hours is None else Decimal(course.hours),
            course.creditable_from,
            None,
            course.degree_programme,
            frozenset(filter(None, [course.equivalent_to])),
        )
        for course in catalogue.COURSES
    ]
    return Catalogue.of([*sample, Course("KRM-33")])


def facts_of(dossier: Dossier) -> Facts:
    person = dossier.person
    return Facts(
        person.birth_date,
        person.service_start,
        Degree(person.degree) if person.degree else None,
        Employment(person.employment),
        tuple(Assignment(*row) for row in dossier.assignments),
        tuple(
            Completion(
                row.course,
                row.completed_on,
                None if row.hours is None else Decimal(row.hours),
                row.passed,
                row.revoked_on,
            )
            for row in dossier.completions
        ),
        tuple(
            Result(
                row.instrument,
                ResultKind(row.kind),
                row.taken_on,
                None if row.value is None else Decimal(row.value),
            )
            for row in dossier.results
        ),
        tuple(Credential(*row[:3]) for row in dossier.credentials),
        tuple(Exemption(*row) for row in dossier.exemptions),
    )


@pytest.mark.parametrize("day", DAYS)
def test_the_judge_gives_every_planted_person_his_known_answer(day: str):
    known = catalogue_of_facts()
    wrong = []
    for each in planted_on(day):
        facts = facts_of(each.dossier)
        post = each.dossier.assignments[-1].post
        for answer in each.answers:
            judged = judge(
                PROFILES[answer.profile], facts, known, post=post, on=answer.on
            )
            findings = {f.criterion.id: f.outcome.value for f in judged.findings}
            told = {name: findings.get(name) for name in answer.findings}
            if (judged.verdict, told) != (answer.verdict, dict(answer.findings)):
                wrong.append((each.key, answer, judged.verdict, findings))

    assert not wrong


def test_the_planted_cover_every_verdict_and_finding_and_stand_at_home():
    planted = planted_on("1405-08-30")
    answers = [answer for each in planted for answer in each.answers]
    home = Home.of(NATION.land)

    assert len({each.key for each in planted}) == len(planted) >= 30
    assert {answer.verdict for answer in answers} == {
        "eligible",
        "not_eligible",
        "undetermined",
    }
    assert {f for answer in answers for f in answer.findings.values()} == {
        "met",
        "unmet",
        "unknown",
        "waived",
    }
    assert home.municipality.province == "29"
    assert all(clean(each.story) == each.story for each in planted)


def test_an_answer_of_tomorrow_is_left_out_on_the_eve_of_a_new_year():
    eve = planted_on("1404-12-29")
    ordinary = planted_on("1405-08-30")

    def days(planted: list[Planted]) -> list[timedelta]:
        each = next(each for each in planted if each.key == "twenty-tomorrow")
        return [answer.on - each.answers[0].on for answer in each.answers]

    assert days(ordinary) == [timedelta(0), timedelta(1)]
    assert days(eve) == [timedelta(0)]
