"""When sessions may be moved or handed over, and what asking follows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from karamad.cycle.delivery.rules.announcing import Fault, Objection
from karamad.cycle.delivery.rules.moving import (
    Asking,
    Kept,
    asking_after,
    handing_over,
    postponing,
)

TODAY = date(2026, 5, 1)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
COMING = TODAY + WEEK


@pytest.mark.parametrize(
    ("first", "faults"),
    [
        (TODAY, [Fault.DAY_IS_PAST]),
        (TODAY + DAY, []),
        (COMING, [Fault.NOTHING_CHANGES]),
        (COMING + DAY, []),
    ],
)
def test_to_which_day_what_is_to_come_may_move(first: date, faults: list[Fault]):
    told = postponing(coming=COMING, first=first, today=TODAY)

    assert [each.fault for each in told] == faults


def test_a_day_may_be_past_and_the_same():
    told = postponing(coming=TODAY, first=TODAY, today=TODAY)

    assert told == (Objection(Fault.DAY_IS_PAST), Objection(Fault.NOTHING_CHANGES))


@pytest.mark.parametrize(
    ("sessions", "same", "allowed"),
    [(1, False, True), (0, False, False), (1, True, False)],
)
def test_somebody_else_takes_over_what_there_is(
    sessions: int, same: bool, allowed: bool
):
    assert (handing_over(sessions=sessions, same=same) == ()) is allowed


def test_days_of_asking_that_are_to_come_move_along():
    asking = Asking(TODAY + DAY, TODAY + 3 * DAY)

    assert asking_after(asking, WEEK, TODAY) == Asking(
        TODAY + 8 * DAY, TODAY + 10 * DAY
    )


def test_what_has_begun_stays_begun():
    asking = Asking(TODAY, TODAY + DAY)

    assert asking_after(asking, WEEK, TODAY) == Asking(TODAY, TODAY + 8 * DAY)


def test_asking_that_is_over_is_not_opened_again():
    asking = Asking(None, TODAY)

    assert asking_after(asking, WEEK, TODAY) == Asking(None, TODAY, Kept.IS_OVER)


@pytest.mark.parametrize(
    ("by", "after"),
    [
        (-DAY, Asking(None, TODAY + DAY)),
        (-2 * DAY, Asking(None, TODAY + 2 * DAY, Kept.WOULD_BE_OVER)),
    ],
)
def test_asking_is_not_over_at_once_because_a_run_comes_earlier(
    by: timedelta, after: Asking
):
    assert asking_after(Asking(None, TODAY + 2 * DAY), by, TODAY) == after


def test_without_days_of_asking_there_are_none_after():
    assert asking_after(Asking(), WEEK, TODAY) == Asking()


def test_a_run_that_comes_earlier_does_not_end_asking_before_it_begins():
    """What begins later still moves along, and keeps its length."""
    asking = Asking(TODAY + 2 * DAY, TODAY + 3 * DAY)

    assert asking_after(asking, -DAY, TODAY) == Asking(TODAY + DAY, TODAY + 2 * DAY)
