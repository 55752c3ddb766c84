"""On which days a series of sessions meets, and which days it leaves out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
FAR = 366  # days looked through, at most


@dataclass(frozen=True, slots=True)
class Left:
    """A day on which the series would meet, but for the holiday named."""

    day: date
    holiday: str


@dataclass(frozen=True, slots=True)
class Series:
    """The days of a series, in order, and the holidays it left out."""

    days: tuple[date, ...]
    left_out: tuple[Left, ...]


def series(
    first: date,
    times: int,
    *,
    weekdays: Collection[int],
    holidays: Mapping[date, str],
) -> Series:
    """Return as many days as wished for, from the first on, without days of rest.

    times: sessions. weekdays: of `date.weekday` on which it meets. holidays: official
    ones, by day. Fewer days when a year is not enough.
    Source: docs/mission.md, M1 (several sessions a run; official holidays).
    """
    days: list[date] = []
    left_out: list[Left] = []
    for number in range(FAR):
        if len(days) >= times:
            break
        day = first + number * DAY
        if day.weekday() not in weekdays:
            continue
        if day in holidays:
            left_out.append(Left(day, holidays[day]))
        else:
            days.append(day)
    return Series(tuple(days), tuple(left_out))
