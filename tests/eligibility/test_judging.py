from datetime import UTC, date, datetime, timedelta

import pytest

from karamad.cycle.eligibility.actions.judging import (
    Answer,
    Question,
    judge_all,
    judge_person,
    people_asked,
)
from karamad.cycle.eligibility.actions.laws import NoSuchProfile, law, laws, laws_for
from karamad.cycle.eligibility.actions.seats import Seat, seat_of
from karamad.cycle.eligibility.rules import Verdict
from karamad.registers.competencies.rules import AgeTerms
from karamad.registers.people import actions as people
from karamad.registers.people.models import FormerPost, Person, UnitPlace
from karamad.trust.audit.actions import correct
from tests import nation
from tests.eligibility import evidence
from tests.nation import NOW, TODAY, entry

pytestmark = pytest.mark.django_db

LATER = datetime(2026, 6, 1, 6, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
YESTERDAY = TODAY - timedelta(days=1)

TRAINED = """
profile: trained
title: {fa: آموزش‌دیده}
applies_to: {level: base}
criteria:
  - {id: course, kind: course, courses: [A], source: {document: "1"}}
"""
AGED = """
profile: aged
title: {fa: سن}
applies_to: {posts: [CLERK]}
criteria:
  - {id: age, kind: age, maximum: 45, source: {document: "2"}}
"""
OFFICIAL = """
profile: official
title: {fa: رسمی}
applies_to: {employment: [official]}
criteria: []
"""


def said(answers: list[Answer]) -> list[tuple[str, str, str, str]]:
    return [
        (a.seat.post, a.seat.unit, a.law.code, a.judgement.verdict.value)
        for a in answers
    ]


@pytest.fixture
def manager() -> Person:
    """Holds a base-level managerial post and is considered for the clerk's."""
    evidence.profile(TRAINED)
    evidence.profile(AGED)
    evidence.profile(OFFICIAL)
    unit = nation.unit("U")
    person = nation.person(birth_date=date(1990, 1, 1))
    lead = nation.post("LEAD", level="base", managerial=True)
    nation.assignment(person, lead, unit)
    evidence.candidacy(person, nation.post("CLERK"), unit)
    evidence.completion(person, nation.course("A"), YESTERDAY)
    return person


def test_a_person_is_judged_for_what_he_holds_and_is_considered_for(manager: Person):
    answers = judge_person(manager, on=TODAY)

    assert said(answers) == [
        ("LEAD", "U", "trained", "eligible"),
        ("CLERK", "U", "aged", "eligible"),
    ]
    assert [a.seat.considered for a in answers] == [False, True]


def test_judged_on_the_day_before_the_course(manager: Person):
    (answer, _) = judge_person(manager, on=YESTERDAY - timedelta(days=1))

    assert answer.judgement.verdict is Verdict.NOT_ELIGIBLE


def test_a_seat_held_and_considered_is_judged_once(manager: Person):
    held = manager.assignments.get()
    evidence.candidacy(manager, held.post, held.unit)

    assert len(judge_person(manager, on=TODAY)) == 2


def test_a_narrowed_profile_asks_the_person_too(manager: Person):
    manager.employment = "official"
    manager.save()

    assert [a.law.code for a in judge_person(manager, on=TODAY)] == [
        "official",
        "trained",
        "aged",
        "official",
    ]


def test_a_named_profile_is_asked_whether_it_applies_or_not(manager: Person):
    answers = judge_person(
        manager, on=TODAY, seats=[seat_of(nation.post("OTHER"))], by=[law("aged")]
    )

    assert said(answers) == [("OTHER", "", "aged", "eligible")]


def test_a_past_moment_knows_neither_later_editions_nor_later_posts(manager: Person):
    lead = manager.assignments.get().post
    correct(
        lead,
        former=FormerPost,
        key="post",
        changes={"level": "none"},
        entry=entry(LATER),
        at=LATER,
    )
    evidence.profile(AGED.replace("45", "30"), at=LATER)

    assert said(judge_person(manager, on=TODAY, known_at=LATER - INSTANT)) == [
        ("LEAD", "U", "trained", "eligible"),
        ("CLERK", "U", "aged", "eligible"),
    ]
    assert said(judge_person(manager, on=TODAY)) == [
        ("CLERK", "U", "aged", "not_eligible"),
    ]


# ---- profiles that judge ----------------------------------------------------


def test_the_newest_edition_judges_unless_one_is_named():
    evidence.profile(AGED)
    assert law("aged").number == 1

    evidence.profile(AGED.replace("45", "50"))

    assert law("aged").number == 2
    first, second = (law("aged", n).profile.criteria[0].terms for n in (1, 2))
    assert (first, second) == (AgeTerms(None, 45), AgeTerms(None, 50))


@pytest.mark.parametrize(("code", "number"), [("none", None), ("aged", 7)])
def test_a_profile_that_is_not_there_is_said_so(code: str, number: int | None):
    evidence.profile(AGED)

    with pytest.raises(NoSuchProfile):
        law(code, number)


def test_profiles_for_a_post():
    evidence.profile(TRAINED)
    evidence.profile(AGED)
    clerk = seat_of(nation.post("CLERK"), nation.unit())

    assert [each.code for each in laws_for(clerk.place(None))] == ["aged"]
    assert list(laws()) == ["aged", "trained"]


# ---- many -------------------------------------------------------------------


def judged(question: Question) -> list[tuple[int, str, str]]:
    asked = people_asked(question)
    return [
        (answer.person_id, answer.seat.post, answer.law.code)
        for batch in judge_all(question, asked)
        for answer in batch.answers
    ]


def test_only_those_serving_and_unmerged_are_asked(manager: Person):
    unit = nation.unit()
    post = nation.post()
    yesterday, tomorrow = YESTERDAY, TODAY + timedelta(days=1)
    retired, dead, retiring, dying, merged = (
        nation.person(**facts)
        for facts in (
            {"retired_on": TODAY},
            {"died_on": yesterday},
            {"retired_on": tomorrow},
            {"died_on": tomorrow},
            {},
        )
    )
    for person in (retired, dead, retiring, dying, merged):
        nation.assignment(person, post, unit)
    people.merge_persons(person=merged, into=manager, by=None, at=LATER)

    asked = people_asked(Question(TODAY))

    assert asked == [manager.pk, retiring.pk, dying.pk]


def test_posts_of_a_merged_record_are_judged_too(manager: Person):
    double = nation.person()
    clerk = nation.post("CLERK2", level="base", managerial=True)
    nation.assignment(double, clerk, nation.unit("V"))
    people.merge_persons(person=double, into=manager, by=None, at=LATER)

    assert judged(Question(TODAY)) == [
        (manager.pk, "CLERK2", "trained"),
        (manager.pk, "LEAD", "trained"),
    ]


def test_posts_not_held_on_the_day_are_not_judged(manager: Person):
    held = manager.assignments.get()
    held.until_day = TODAY
    held.save()

    assert judged(Question(TODAY)) == []
    assert len(judged(Question(YESTERDAY))) == 1


def test_a_profile_judges_those_whom_it_applies_to_and_everyone_when_asked(
    manager: Person,
):
    idle = nation.person()
    aged = law("aged")

    assert judged(Question(TODAY, by=aged)) == []
    assert judged(Question(TODAY, by=aged, everyone=True)) == [
        (manager.pk, "LEAD", "aged"),
        (idle.pk, "", "aged"),
    ]


def test_a_unit_means_it_and_below_in_the_tree_of_the_day():
    evidence.profile("{profile: all, title: {fa: همه}, criteria: []}")
    north, south = nation.unit("NORTH"), nation.unit("SOUTH")
    moved = nation.unit("MOVED", under=north)
    UnitPlace.objects.create(
        unit=moved, parent=south, from_day=TODAY, recorded_at=NOW, entry=entry()
    )
    post = nation.post()
    here = nation.person()
    elsewhere = nation.person()
    home = nation.person(home_unit=moved)
    nation.assignment(here, post, moved)
    nation.assignment(elsewhere, post, north)
    everyone = law("all")

    def found(unit: object, on: date) -> list[int]:
        return [row[0] for row in judged(Question(on, unit=unit))]  # type: ignore[arg-type]

    assert found(south, TODAY) == [here.pk]
    assert found(north, TODAY) == [elsewhere.pk]
    assert found(north, YESTERDAY) == [here.pk, elsewhere.pk]
    assert judged(Question(TODAY, by=everyone, unit=south, everyone=True)) == [
        (here.pk, post.code, "all"),
        (home.pk, "", "all"),
    ]


def test_a_post_held_outside_the_unit_asked_is_left_out(manager: Person):
    other = nation.unit("OTHER")
    nation.assignment(manager, nation.post("X", level="base", managerial=True), other)

    assert judged(Question(TODAY, unit=other)) == [(manager.pk, "X", "trained")]


def test_the_stream_and_the_single_judge_agree(manager: Person):
    (batch,) = judge_all(Question(TODAY), [manager.pk])

    assert batch.answers == [
        a for a in judge_person(manager, on=TODAY) if not a.seat.considered
    ]


def test_a_seat_says_what_profiles_ask_of_it():
    unit = nation.unit("CITY", kind="municipality", grade=7)
    post = nation.post("MAYOR", level="senior", managerial=True)

    seat = seat_of(post, unit)

    assert seat == Seat("MAYOR", "CITY", seat.level, True, seat.unit_kind, 7)
    assert (str(seat.level), str(seat.unit_kind)) == ("senior", "municipality")
