"""When a message goes out, and what becomes of it after each try."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karamad.cycle.outbox.rules import (
    WAITS,
    Answer,
    Flaw,
    Quiet,
    State,
    after,
    filled,
    flaws,
    masked,
    not_before,
)

IRAN = ZoneInfo("Asia/Tehran")
NIGHT = Quiet(time(21), time(8))


def clock(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 5, day, hour, minute, second, tzinfo=IRAN)


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        (clock(1, 20, 59, 59), clock(1, 20, 59, 59)),
        (clock(1, 21), clock(2, 8)),
        (clock(1, 23, 59), clock(2, 8)),
        (clock(2, 0), clock(2, 8)),
        (clock(2, 7, 59, 59), clock(2, 8)),
        (clock(2, 8), clock(2, 8)),
    ],
)
def test_quiet_hours_pass_midnight(at: datetime, goes: datetime) -> None:
    assert not_before(at, NIGHT) == goes


def test_quiet_hours_within_a_day() -> None:
    noon = Quiet(time(13), time(15))
    assert not_before(clock(1, 14), noon) == clock(1, 15)
    assert not_before(clock(1, 16), noon) == clock(1, 16)


def test_the_same_hour_twice_is_no_quiet() -> None:
    assert not_before(clock(1, 8), Quiet(time(8), time(8))) == clock(1, 8)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)),  # noqa: DTZ001
    st.times(),
    st.times(),
)
def test_nothing_goes_out_in_quiet_hours_nor_before_it_was_said(
    at: datetime, begins: time, ends: time
) -> None:
    quiet = Quiet(
        begins.replace(second=0, microsecond=0), ends.replace(second=0, microsecond=0)
    )
    said = at.replace(tzinfo=IRAN)
    goes = not_before(said, quiet)
    assert goes >= said
    assert goes.time() not in quiet


# ---- tries ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "repeatable", "state"),
    [
        (Answer.TAKEN, False, State.SENT),
        (Answer.REFUSED, True, State.FAILED),
        (Answer.NOT_NOW, False, State.QUEUED),
        (Answer.NO_ANSWER, True, State.QUEUED),
        (Answer.NO_ANSWER, False, State.UNSURE),
    ],
)
def test_the_first_try(answer: Answer, repeatable: bool, state: State) -> None:
    then = after(answer, tries=1, repeatable=repeatable)
    assert then.state is state
    assert then.wait == (WAITS[0] if state is State.QUEUED else None)


@pytest.mark.parametrize(
    ("tries", "state"),
    [(len(WAITS), State.QUEUED), (len(WAITS) + 1, State.FAILED)],
)
def test_it_is_given_up_after_the_last_wait(tries: int, state: State) -> None:
    assert after(Answer.NOT_NOW, tries=tries, repeatable=False).state is state


@given(st.integers(1, 50))
def test_what_may_have_gone_out_is_never_tried_again(tries: int) -> None:
    assert after(Answer.NO_ANSWER, tries=tries, repeatable=False).wait is None


def test_waits_grow() -> None:
    assert list(WAITS) == sorted(WAITS)
    assert timedelta(0) < WAITS[0]


# ---- words ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{name} گرامی", ()),
        ("", ((Flaw.EMPTY, ""),)),
        (" \n", ((Flaw.EMPTY, ""),)),
        ("{who} گرامی", ((Flaw.UNKNOWN_PLACE, "who"),)),
        ("{name گرامی", ((Flaw.LONE_BRACE, ""),)),
        ("{name.__class__}", ((Flaw.LONE_BRACE, ""),)),
        ("{0}", ((Flaw.LONE_BRACE, ""),)),
    ],
)
def test_flaws_of_a_text(text: str, found: tuple[tuple[Flaw, str], ...]) -> None:
    assert flaws(text, frozenset({"name"})) == found


def test_what_is_said_is_not_read_again() -> None:
    """A value with braces in it stays as it is."""
    assert filled("{name}", {"name": "{course}", "course": "x"}) == "{course}"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("09151234567", "0915…67"),
        ("maryam@example.ir", "m…@example.ir"),
        ("@example.ir", "…@example.ir"),
        ("", ""),
    ],
)
def test_an_address_is_masked(address: str, shown: str) -> None:
    assert masked(address) == shown
