"""Which days of a campaign people are trained on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from karamad.kernel.jalali import jalali_parts

DAY: Final = timedelta(days=1)
FRIDAY: Final = 4  # of `date.weekday`
# Fixed in the Jalali calendar, as month and day. Those of the lunar calendar move and
# are not known in advance; a day of them counts as open.
HOLIDAYS: Final = frozenset(
    {
        (1, 1),
        (1, 2),
        (1, 3),
        (1, 4),
        (1, 12),
        (1, 13),
        (3, 14),
        (3, 15),
        (11, 22),
        (12, 29),
    }
)


def is_open(day: date) -> bool:
    """Say whether people are trained on a day: no Friday, no fixed holiday.

    Source: the official calendar of Iran; its lunar holidays are left out.
    """
    _year, month, number = jalali_parts(day)
    return day.weekday() != FRIDAY and (month, number) not in HOLIDAYS


def days_of(from_day: date, until: date) -> list[date]:
    """Return the days from one to another, both among them; empty when crossed.

    Source: docs/mission.md, row M2.
    """
    return [from_day + DAY * n for n in range((until - from_day).days + 1)]
