"""Jalali (Solar Hijri) days at the edges; Gregorian `date` everywhere inside.

The first day of every year is taken once from persiantools; all else is arithmetic
on that table, because a loader reads a million days and the judge counts years in
its innermost loop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final

from persiantools.jdatetime import JalaliDate

FIRST_YEAR: Final = 1200
LAST_YEAR: Final = 1699
_MARGIN: Final = 250  # years counted back and forth from a day that can be read
_BASE: Final = FIRST_YEAR - _MARGIN
_STARTS: Final = tuple(
    JalaliDate(year, 1, 1).to_gregorian().toordinal()  # type: ignore[no-untyped-call]
    for year in range(_BASE, LAST_YEAR + _MARGIN + 2)
)
_NEW_YEARS: Final = tuple(date.fromordinal(start) for start in _STARTS)
_BEFORE_MONTH: Final = (0, 0, 31, 62, 93, 124, 155, 186, 216, 246, 276, 306, 336)
_GREGORIAN_AHEAD: Final = 621
_LONGEST_TEXT: Final = 40
_DAYS_KEPT: Final = 1 << 15  # answers remembered: ninety years of days

_DIGITS: Final = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
_MARKS: Final = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\u0640]")
_DAY: Final = re.compile(r"(\d{1,4})([-/])(\d{1,2})\2(\d{1,4})", re.ASCII)


class DayFault(StrEnum):
    """Why a text is not a day. The value is shown in error files: never rename one."""

    EMPTY = "day_empty"
    UNREADABLE = "day_unreadable"
    DAY_FIRST = "day_first"
    TWO_DIGIT_YEAR = "day_two_digit_year"
    NO_SUCH_MONTH = "day_no_such_month"
    NO_SUCH_DAY = "day_no_such_day"
    OUT_OF_RANGE = "day_out_of_range"


class BadDay(ValueError):
    """A text that is not one certain day. code: why. text: what stood there."""

    def __init__(self, code: DayFault, text: str) -> None:
        super().__init__(f"{code}: {text!r}")
        self.code = code
        self.text = text


# ---- reading and writing ---------------------------------------------------


def parse_day(text: str) -> date:
    """Return the day written year first: `1404-02-11`, `1404/2/11`, `۱۴۰۴/۰۲/۱۱`.

    A year below 1700 is Jalali, any other Gregorian.
    Errors: BadDay, with the reason. `1/2/1404` and `04/2/1` are refused, not guessed.
    """
    if len(text) > _LONGEST_TEXT:
        raise BadDay(DayFault.UNREADABLE, text)
    return _parsed(text)


@lru_cache(maxsize=_DAYS_KEPT)
def _parsed(text: str) -> date:
    plain = _MARKS.sub("", text).strip().translate(_DIGITS)
    if not plain:
        raise BadDay(DayFault.EMPTY, text)
    match = _DAY.fullmatch(plain)
    if match is None:
        raise BadDay(DayFault.UNREADABLE, text)
    first, _, second, third = match.groups()
    if len(third) > 2:
        fault = DayFault.UNREADABLE if len(first) > 2 else DayFault.DAY_FIRST
        raise BadDay(fault, text)
    if len(first) <= 2:
        raise BadDay(DayFault.TWO_DIGIT_YEAR, text)
    return _existing(int(first), int(second), int(third), text)


def _existing(year: int, month: int, day: int, text: str) -> date:
    is_jalali = year <= LAST_YEAR
    if year < FIRST_YEAR:
        raise BadDay(DayFault.OUT_OF_RANGE, text)
    if not 1 <= month <= 12:
        raise BadDay(DayFault.NO_SUCH_MONTH, text)
    if is_jalali:
        if not 1 <= day <= days_in_month(year, month):
            raise BadDay(DayFault.NO_SUCH_DAY, text)
        return jalali_day(year, month, day)
    try:
        read = date(year, month, day)
    except ValueError:
        raise BadDay(DayFault.NO_SUCH_DAY, text) from None
    if not _EARLIEST <= read <= _LATEST:
        raise BadDay(DayFault.OUT_OF_RANGE, text)
    return read


@lru_cache(maxsize=_DAYS_KEPT)
def jalali_iso(day: date) -> str:
    """Return `day` as `1404-02-11`, in Latin digits."""
    year, month, day_of_month = jalali_parts(day)
    return f"{year:04}-{month:02}-{day_of_month:02}"


# ---- the calendar ----------------------------------------------------------


def is_leap(year: int) -> bool:
    """Test whether Esfand of the Jalali `year` has 30 days."""
    return _STARTS[year - _BASE + 1] - _STARTS[year - _BASE] == 366


def days_in_month(year: int, month: int) -> int:
    """Return 31, 30 or 29; `month` is 1 to 12."""
    if month <= 6:
        return 31
    return 30 if month < 12 or is_leap(year) else 29


def jalali_day(year: int, month: int, day: int) -> date:
    """Return the Gregorian date of a Jalali day that is known to exist."""
    return date.fromordinal(_STARTS[year - _BASE] + _BEFORE_MONTH[month] + day - 1)


@lru_cache(maxsize=_DAYS_KEPT)
def jalali_year(day: date) -> int:
    """Return the Jalali year `day` lies in."""
    year = day.year - _GREGORIAN_AHEAD
    return year if day.toordinal() >= _STARTS[year - _BASE] else year - 1


@lru_cache(maxsize=_DAYS_KEPT)
def jalali_parts(day: date) -> tuple[int, int, int]:
    """Return the Jalali year, month and day of the month."""
    ordinal = day.toordinal()
    year = day.year - _GREGORIAN_AHEAD
    if ordinal < _STARTS[year - _BASE]:
        year -= 1
    passed = ordinal - _STARTS[year - _BASE]
    if passed < 186:
        return year, passed // 31 + 1, passed % 31 + 1
    return year, (passed - 186) // 30 + 7, (passed - 186) % 30 + 1


def year_starts(year: int) -> date:
    """Return 1 Farvardin of the Jalali `year`."""
    return _NEW_YEARS[year - _BASE]


# ---- counting years and months ---------------------------------------------


@lru_cache(maxsize=_DAYS_KEPT)
def add_years(day: date, years: int) -> date:
    """Return the same Jalali day `years` on; 30 Esfand falls on 29 in a common year."""
    year, month, day_of_month = jalali_parts(day)
    year += years
    if month == 12 and day_of_month == 30 and not is_leap(year):
        day_of_month = 29
    return jalali_day(year, month, day_of_month)


@lru_cache(maxsize=_DAYS_KEPT)
def add_months(day: date, months: int) -> date:
    """Return the same day of the Jalali month `months` on, or that month's last day."""
    year, month, day_of_month = jalali_parts(day)
    years, month_index = divmod(month - 1 + months, 12)
    year, month = year + years, month_index + 1
    return jalali_day(year, month, min(day_of_month, days_in_month(year, month)))


def completed_years(since: date, on: date) -> int:
    """Return the anniversaries of `since` up to and including `on`.

    Negative when `since` comes after `on`.
    """
    years = jalali_year(on) - jalali_year(since)
    return years if add_years(since, years) <= on else years - 1


def days_of_year(year: int) -> Iterator[date]:
    """Yield every day of the Jalali `year` in order."""
    for ordinal in range(_STARTS[year - _BASE], _STARTS[year - _BASE + 1]):
        yield date.fromordinal(ordinal)


_EARLIEST: Final = year_starts(FIRST_YEAR)
_LATEST: Final = year_starts(LAST_YEAR + 1)
