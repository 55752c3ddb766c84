"""A calendar of its own for the slow judge, through persiantools."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from persiantools.jdatetime import JalaliDate

ONE_DAY = timedelta(days=1)


@cache
def jalali(day: date) -> tuple[int, int, int]:
    there = JalaliDate(day)
    return there.year, there.month, there.day


@cache
def gregorian(year: int, month: int, day: int) -> date:
    """Return the day, or the last one of its month when the month is shorter."""
    while True:
        try:
            return JalaliDate(year, month, day).to_gregorian()
        except ValueError:
            day -= 1


def years_later(day: date, years: int) -> date:
    year, month, day_of_month = jalali(day)
    return gregorian(year + years, month, day_of_month)


def months_earlier(day: date, months: int) -> date:
    year, month, day_of_month = jalali(day)
    for _ in range(months):
        month -= 1
        if month == 0:
            year, month = year - 1, 12
    return gregorian(year, month, day_of_month)


def whole_years(since: date, on: date) -> int:
    years = 0
    while years_later(since, years + 1) <= on:
        years += 1
    return years


def days_after(on: date, last: date) -> Iterator[date]:
    day = on + ONE_DAY
    while day <= last:
        yield day
        day += ONE_DAY
