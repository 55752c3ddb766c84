"""Half-open spans of days, with open sides."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karamad.kernel.period import ALWAYS, Period

FIRST = date(2025, 3, 21)
LAST = date(2025, 4, 20)
MONTH = Period(FIRST, date(2025, 4, 21))
ONE_DAY = timedelta(days=1)

days = st.dates(date(2025, 1, 1), date(2025, 1, 9))
sides = st.none() | days


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (FIRST - ONE_DAY, False),
        (FIRST, True),
        (LAST, True),
        (LAST + ONE_DAY, False),
    ],
)
def test_a_period_takes_in_its_first_day_and_leaves_out_its_end(day, inside):
    assert (day in MONTH) is inside


def test_an_open_side_has_no_bound():
    assert date.min in ALWAYS
    assert date.max in ALWAYS
    assert FIRST - ONE_DAY in Period(None, FIRST)
    assert FIRST not in Period(None, FIRST)
    assert FIRST in Period(FIRST)
    assert FIRST - ONE_DAY not in Period(FIRST)


def test_length_counts_days_and_an_open_one_has_none():
    assert MONTH.days == 31
    assert Period(FIRST).days is None
    assert Period(None, FIRST).days is None


def test_an_empty_period_holds_no_day():
    empty = Period(FIRST, FIRST)

    assert empty.is_empty
    assert empty.days == 0
    assert FIRST not in empty
    assert not empty.overlaps(ALWAYS)
    assert not ALWAYS.overlaps(empty)
    assert not ALWAYS.is_empty


def test_a_period_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match="ends 2025-03-20 before it starts 2025-03-21"):
        Period(FIRST, FIRST - ONE_DAY)


@given(sides, sides, sides, sides)
def test_periods_overlap_when_they_share_a_day(start, end, other_start, other_end):
    if start and end and end < start:
        start, end = end, start
    if other_start and other_end and other_end < other_start:
        other_start, other_end = other_end, other_start
    one, other = Period(start, end), Period(other_start, other_end)
    every = [date(2024, 12, 30) + timedelta(days=passed) for passed in range(14)]

    share_a_day = any(day in one and day in other for day in every)

    assert one.overlaps(other) is share_a_day
    assert other.overlaps(one) is share_a_day
