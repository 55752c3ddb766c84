"""People are told before something of theirs lapses, once."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from karamad.cycle.eligibility.actions.warning import warn
from karamad.cycle.eligibility.rules.warning import is_to_be_told
from karamad.cycle.outbox.models import Message
from karamad.kernel.jalali import add_years
from karamad.lake.extracting import extract
from karamad.registers.people.models import Person
from tests import nation
from tests.eligibility import evidence
from tests.lake.conftest import home, registers  # noqa: F401 - fixtures

ON = date(2026, 5, 1)
NEW_YEAR = date(2027, 3, 21)  # 1406-01-01
PROFILE = """
profile: clerk
title: {fa: کارشناس آموزش, en: Training clerk}
applies_to: {posts: [CLERK]}
criteria:
  - {id: course, kind: course, courses: [A], window: {years: 3},
     source: {document: "1"}}
"""


@pytest.mark.parametrize(
    ("until", "told"),
    [
        (ON, False),
        (ON + timedelta(days=1), True),
        (ON + timedelta(days=30), True),
        (ON + timedelta(days=31), False),
    ],
)
def test_soon_is_within_so_many_days(until: date, told: bool) -> None:
    assert is_to_be_told(until, on=ON, days=30) is told


def test_what_begins_anew_with_the_year_lapses_for_nobody() -> None:
    before = NEW_YEAR - timedelta(days=5)
    assert not is_to_be_told(NEW_YEAR, on=before, days=30)
    assert is_to_be_told(NEW_YEAR + timedelta(days=1), on=before, days=30)


@pytest.fixture
def clerks(registers: Path) -> list[Person]:  # noqa: F811
    """One whose course lapses in ten days, one in a hundred, one who has none."""
    evidence.profile(PROFILE)
    post, unit, course = nation.post("CLERK"), nation.unit(), nation.course("A")
    people = [nation.person(mobile=f"0915000000{n}") for n in range(3)]
    for someone in people:
        nation.assignment(someone, post, unit)
    for someone, days in zip(people, (10, 100), strict=False):
        evidence.completion(someone, course, add_years(ON + timedelta(days=days), -3))
    extract(clock=timezone.now)
    return people


@pytest.mark.django_db(transaction=True)
def test_each_end_is_told_once(clerks: list[Person]) -> None:
    assert warn(days=30, on=ON, at=nation.NOW) == 1
    assert warn(days=30, on=ON, at=nation.NOW) == 0
    row = Message.objects.get()
    assert row.person_id == clerks[0].pk
    assert "«کارشناس آموزش»" in row.text
    assert "۲۱ اردیبهشت ۱۴۰۵" in row.text
    assert warn(days=200, on=ON, at=nation.NOW) == 1


@pytest.mark.django_db(transaction=True)
def test_without_an_extract_the_command_says_what_to_do(registers: Path) -> None:  # noqa: F811
    with pytest.raises(CommandError, match="karamad extract") as caught:
        call_command("warn")
    assert caught.value.returncode == 2
