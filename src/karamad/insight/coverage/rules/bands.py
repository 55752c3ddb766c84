"""Bands of age, in completed Jalali years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from karamad.kernel.jalali import add_years, completed_years

_DAY: Final = timedelta(days=1)
_FIRST: Final = date(1, 1, 1)


class Band(StrEnum):
    """A band of age; the value stands in addresses and files."""

    UNDER_30 = "-29"
    FROM_30 = "30-39"
    FROM_40 = "40-49"
    FROM_50 = "50-59"
    FROM_60 = "60-"


# The youngest and the oldest of a band, in completed years, both inclusive.
BANDS: Final[dict[Band, tuple[int, int | None]]] = {
    Band.UNDER_30: (0, 29),
    Band.FROM_30: (30, 39),
    Band.FROM_40: (40, 49),
    Band.FROM_50: (50, 59),
    Band.FROM_60: (60, None),
}


def born_between(on: date) -> Iterator[tuple[Band, date, date]]:
    """Yield every band with the first and the last day its people were born.

    Source: docs/judgement.md, kind `age`: completed Jalali years.
    """
    for band, (youngest, oldest) in BANDS.items():
        last = on if youngest == 0 else _last_born(youngest, on)
        first = _FIRST if oldest is None else _last_born(oldest + 1, on) + _DAY
        yield band, first, last


def _last_born(years: int, on: date) -> date:
    """Return the last day whose people have completed so many years on the day."""
    near = add_years(on, -years)
    days = [near + beside * _DAY for beside in range(-3, 4)]
    return max(day for day in days if completed_years(day, on) >= years)
