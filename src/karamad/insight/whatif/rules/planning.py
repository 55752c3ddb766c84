"""What training costs, and by when it can be done."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from math import ceil

from karamad.kernel.jalali import add_years
from karamad.registers.competencies.rules import (
    CourseTerms,
    HoursTerms,
    JalaliYear,
    Profile,
    Turn,
)

_DAYS_A_YEAR = 365
_YEARS_FORETOLD = 100


def asks_past_year(law: Profile, on: date) -> bool:
    """Test whether a criterion in force asks for training in a year that is over.

    Source: docs/whatif.md, "Bringing back".
    """
    return any(
        each.window == JalaliYear(Turn.PREVIOUS) and on in each.in_force
        for each in law.criteria
        if isinstance(each.terms, CourseTerms | HoursTerms)
    )


def cost(hours: Decimal, price: int) -> int:
    """Return the price of so many hours, at so much an hour; a rial begun is a rial.

    Source: docs/whatif.md, "Cost".
    """
    return ceil(hours * price)


def ready_on(work: Decimal, yearly: int, *, on: date) -> date | None:
    """Return the day by which the work is done, begun on the day, so much a year.

    work, yearly: hours of training, or people trained. None: not within a century.
    Source: docs/whatif.md, "By when".
    """
    if not work:
        return on
    if not yearly or work > yearly * _YEARS_FORETOLD:
        return None
    years, rest = divmod(work, yearly)
    return add_years(on, int(years)) + timedelta(ceil(_DAYS_A_YEAR * rest / yearly))
