"""Anniversaries of many days at once are those of the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from karamad.cycle.eligibility.measures.anniversaries import anniversaries
from karamad.kernel.jalali import add_years, year_starts


@given(
    st.lists(st.dates(date(1750, 1, 1), date(2400, 1, 1)), max_size=20),
    st.sets(st.integers(0, 80), max_size=3),
)
def test_they_are_those_of_the_calendar(days: list[date], years: set[int]) -> None:
    found = anniversaries(pa.array(days, pa.date32()), years)

    assert [tuple(row.values()) for row in found.to_pylist()] == [
        (count, day, add_years(day, count)) for count in sorted(years) for day in days
    ]


def test_the_last_day_of_a_leap_year_falls_on_the_day_before_in_a_common_one() -> None:
    day = year_starts(1404) - timedelta(days=1)  # 30 Esfand 1403

    found = anniversaries(pa.array([day], pa.date32()), {1, 4})

    assert found["falls_on"].to_pylist() == [
        year_starts(1405) - timedelta(days=1),
        year_starts(1408) - timedelta(days=1),
    ]
