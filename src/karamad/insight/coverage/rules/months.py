"""The last days of past Jalali months."""

from __future__ import annotations

from datetime import date, timedelta

from karamad.kernel.jalali import add_months, jalali_day, jalali_parts


def month_ends(on: date, count: int) -> list[date]:
    """Return the last days of the `count` Jalali months before that of the day.

    The earliest first.
    Source: docs/mission.md, row M2.
    """
    year, month, _day = jalali_parts(on)
    first = jalali_day(year, month, 1)
    starts = [add_months(first, -back) for back in range(count)]
    return [start - timedelta(days=1) for start in reversed(starts)]
