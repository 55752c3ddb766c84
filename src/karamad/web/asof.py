"""The day a page is asked for: `?as_of=1404/11/20`, today when nothing is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest

from karamad.kernel.jalali import FIRST_YEAR, LAST_YEAR, BadDay, jalali_year, parse_day
from karamad.web.display import jalali
from karamad.web.fields import day_fault
from karamad.web.keys import whole_number

PARAMETER = "as_of"


@dataclass(frozen=True, slots=True)
class AsOf:
    """A page's day. `error` says why what was typed is no day; then `day` is today."""

    day: date
    today: date
    error: str = ""
    typed: str = ""

    @property
    def is_today(self) -> bool:
        return self.day == self.today

    @property
    def query(self) -> str:
        """What keeps the day in a link to another page; empty for today."""
        return "" if self.is_today else "?" + urlencode({PARAMETER: jalali(self.day)})


def asked_year(request: HttpRequest, *, today: date) -> int:
    """Read the Jalali year from the address; noise is the year of today."""
    year = whole_number(request.GET.get("year", ""))
    return year if year and FIRST_YEAR <= year <= LAST_YEAR else jalali_year(today)


def asked_day(request: HttpRequest, *, today: date) -> AsOf:
    """Read the day from the address; a bad one is answered with today and a reason."""
    typed = request.GET.get(PARAMETER, "").strip()
    if not typed:
        return AsOf(today, today)
    try:
        return AsOf(parse_day(typed), today)
    except BadDay as bad:
        return AsOf(today, today, day_fault(bad), typed)
