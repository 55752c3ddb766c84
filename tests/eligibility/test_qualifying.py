"""Who qualifies, asked of the judge of everyone: the rows that the rules would give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from django.utils import timezone

from karamad.cycle.eligibility.actions import inquiring
from karamad.cycle.eligibility.actions.inquiring import Vacancy
from karamad.cycle.eligibility.actions.laws import law
from karamad.cycle.eligibility.models import Inquiry, Progress
from karamad.lake.extracting import extract
from karamad.registers.competencies.actions import save_edition
from karamad.registers.competencies.rules import MOST_CRITERIA
from karamad.registers.courses.models import Course
from karamad.registers.people import actions as people
from karamad.registers.people.models import Person, Post, Unit
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Role
from tests import nation
from tests.eligibility import evidence
from tests.lake.conftest import home, registers  # noqa: F401 - fixtures

ON = date(2026, 5, 1)
PROFILE = """
profile: lead
title: {fa: سرپرست}
criteria:
  - {id: course, kind: course, courses: [A], window: {years: 3},
     source: {document: "1"}}
  - {id: exam, kind: exam, exam: E, minimum: 60, source: {document: "2"}}
  - {id: age, kind: age, maximum: 45, source: {document: "3"}}
  - {id: here, kind: course, courses: [B], window: {since: appointment},
     source: {document: "4"}}
verdict: {all: [age, exam, {any: [course, here]}]}
"""


@pytest.fixture
def crew(registers: Path) -> list[Person]:  # noqa: F811
    """Forty people, some in the post asked about, two records merged."""
    dice = Random(11)  # noqa: S311 - nothing secret
    evidence.profile(PROFILE)
    posts = [nation.post("LEAD"), nation.post("CLERK")]
    unit, courses = nation.unit("U"), [nation.course(code) for code in "AB"]
    crew = [
        nation.person(
            birth_date=dice.choice((None, date(1970, 1, 1), date(1990, 3, 21)))
        )
        for _ in range(40)
    ]
    for person in crew[:36]:
        nation.assignment(person, dice.choice(posts), unit)
        for course in dice.sample(courses, dice.randrange(3)):
            day = ON - timedelta(days=dice.randrange(1500))
            evidence.completion(person, course, day)
        if dice.random() < 0.8:
            evidence.result(person, "E", ON, dice.choice((None, 50, 70)))
    return crew


@pytest.fixture
def ask(crew: list[Person], monkeypatch: pytest.MonkeyPatch) -> Callable[[], Inquiry]:
    """Ask who qualifies for the post, by a worker."""
    monkeypatch.setattr(inquiring, "AT_ONCE", 1)
    monkeypatch.setattr(inquiring.batched, "__defaults__", (7,))
    deputy: User = nation.user(Role.NATIONAL_DEPUTY)

    def ask() -> Inquiry:
        vacancy = Vacancy(
            Post.objects.get(code="LEAD"), law("lead"), ON, Unit.objects.get(code="U")
        )
        asked = inquiring.inquire(vacancy=vacancy, by=deputy, at=timezone.now())
        return inquiring.run(asked.pk, clock=timezone.now)

    return ask


@pytest.fixture
def by_rules(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The people whom the rules judged one by one."""
    judged: list[int] = []
    rows = inquiring._rows

    def counted(inquiry: Inquiry, law: object, batch: list[int]) -> list:
        judged.extend(batch)
        return rows(inquiry, law, batch)

    monkeypatch.setattr(inquiring, "_rows", counted)
    return judged


def answers(inquiry: Inquiry) -> list[tuple]:
    fields = ("person_id", "group", "nearness", "until", "lacks", "missing")
    return sorted(inquiry.rows.values_list(*fields))


def lacks(inquiry: Inquiry) -> list[tuple[int, str]]:
    return [(row[0], row[4]) for row in answers(inquiry)]


def test_the_judge_of_everyone_answers_as_the_rules_do(
    ask: Callable[[], Inquiry], by_rules: list[int]
):
    one_by_one = ask()
    assert len(by_rules) == one_by_one.people == 40
    by_rules.clear()

    extract(clock=timezone.now)
    at_once = ask()

    assert not by_rules
    assert (at_once.progress, at_once.judged) == (Progress.DONE, 40)
    assert answers(at_once) == answers(one_by_one)
    assert len({row[1] for row in answers(at_once)}) == 4


def test_a_merged_record_counts_for_its_person(
    ask: Callable[[], Inquiry], crew: list[Person], by_rules: list[int]
):
    people.merge_persons(person=crew[1], into=crew[0], by=None, at=timezone.now())
    one_by_one = ask()
    by_rules.clear()

    extract(clock=timezone.now)

    assert answers(ask()) == answers(one_by_one)
    assert not by_rules


def test_what_was_recorded_since_the_copy_counts(
    ask: Callable[[], Inquiry], crew: list[Person], by_rules: list[int]
):
    one_by_one = ask()
    by_rules.clear()
    extract(clock=timezone.now)
    evidence.completion(crew[39], Course.objects.get(code="A"), ON)

    at_once = ask()

    assert not by_rules
    before, after = dict(lacks(one_by_one)), dict(lacks(at_once))
    changed = {person for person in after if after[person] != before[person]}
    assert changed == {crew[39].pk}


def test_a_profile_kept_with_too_many_criteria_is_left_to_the_rules(
    ask: Callable[[], Inquiry], by_rules: list[int]
):
    kept = law("lead").profile
    one = kept.criteria[0]
    many = tuple(replace(one, id=f"c{place}") for place in range(MOST_CRITERIA + 1))
    full = replace(kept, criteria=(*kept.criteria, *many))
    save_edition(full, by=None, at=timezone.now())
    extract(clock=timezone.now)

    assert ask().progress == Progress.DONE
    assert len(by_rules) == 40
