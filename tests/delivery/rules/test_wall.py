"""The code on the wall: how long it lives, who came in time, who must wait."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karamad.cycle.delivery.rules.attending import Meeting
from karamad.cycle.delivery.rules.wall import (
    STEP,
    Shut,
    code,
    is_live,
    left,
    minutes_late,
    must_wait,
    shut,
    step_of,
)

EIGHT = datetime(2026, 5, 16, 4, 30, tzinfo=UTC)  # a step begins here
MOMENT = timedelta(microseconds=1)
SECRET, OTHER = b"secret of a session", b"secret of another"


def at_step(at: datetime) -> str:
    return code(SECRET, step_of(at)).link


def test_a_step_lasts_until_the_next_begins() -> None:
    assert step_of(EIGHT - MOMENT) == step_of(EIGHT) - 1
    assert step_of(EIGHT + STEP - MOMENT) == step_of(EIGHT)
    assert left(EIGHT) == STEP
    assert left(EIGHT + STEP - timedelta(seconds=1)) == timedelta(seconds=1)


@pytest.mark.parametrize(
    ("read", "live"),
    [
        (EIGHT - MOMENT, False),
        (EIGHT, True),
        (EIGHT + STEP, True),
        (EIGHT + 2 * STEP - MOMENT, True),
        (EIGHT + 2 * STEP, False),
        (EIGHT + timedelta(days=1), False),
    ],
)
def test_a_code_lives_for_its_own_step_and_the_next(read: datetime, live: bool) -> None:
    shown = code(SECRET, step_of(EIGHT))
    assert is_live(shown.link, SECRET, read) == live
    assert is_live(shown.link.upper(), SECRET, read) == live
    assert is_live(shown.typed, SECRET, read) == live


def test_a_code_of_another_session_is_no_code() -> None:
    shown = code(OTHER, step_of(EIGHT))
    assert not is_live(shown.link, SECRET, EIGHT)
    assert not is_live(shown.typed, SECRET, EIGHT)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_no_code_unless_it_is(said: str) -> None:
    known = {each for s in (0, 1) for each in code(SECRET, step_of(EIGHT) - s)}
    assert is_live(said, SECRET, EIGHT) == (said.lower() in known)


@given(st.integers(0, 10**9))
def test_a_typed_code_has_six_digits(step: int) -> None:
    assert len(code(SECRET, step).typed) == 6
    assert code(SECRET, step).typed.isdecimal()


@pytest.mark.parametrize(
    ("at", "off", "expected"),
    [
        (EIGHT - timedelta(hours=1) - MOMENT, False, Shut.NOT_YET),
        (EIGHT - timedelta(hours=1), False, None),
        (EIGHT + timedelta(hours=2) - MOMENT, False, None),
        (EIGHT + timedelta(hours=2), False, Shut.ENDED),
        (EIGHT, True, Shut.OFF),
    ],
)
def test_the_wall_lives_as_long_as_its_session(
    at: datetime, off: bool, expected: Shut | None
) -> None:
    meeting = Meeting(EIGHT, EIGHT + timedelta(hours=2))
    assert shut(meeting, at, off=off) == expected


@pytest.mark.parametrize(
    ("minutes", "seconds", "expected"),
    [(-30, 0, 0), (0, 0, 0), (10, 59, 0), (11, 0, 11), (45, 30, 45)],
)
def test_who_reads_it_late_came_late(minutes: int, seconds: int, expected: int) -> None:
    read_at = EIGHT + timedelta(minutes=minutes, seconds=seconds)
    assert minutes_late(read_at, EIGHT, 10) == expected


def test_after_ten_wrong_codes_one_waits() -> None:
    assert not must_wait(9)
    assert must_wait(10)
