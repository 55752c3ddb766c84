"""Of what lapses somebody is to be told beforehand."""

from __future__ import annotations

from datetime import date, timedelta

from karamad.kernel.jalali import jalali_year, year_starts


def is_to_be_told(until: date, *, on: date, days: int) -> bool:
    """Test whether somebody is told on `on` that his verdict holds only until `until`.

    Within so many days; not of what begins anew for everybody with the year, such as
    the hours of a year, since nothing of his own lapses then.
    Source: docs/mission.md, M1 (notice before something lapses).
    """
    soon = on < until <= on + timedelta(days=days)
    return soon and until != year_starts(jalali_year(until))
