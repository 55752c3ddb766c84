"""Who is of the age asked, or has served the years: the days between which they began.

The rules are asked about the few days around the anniversary; between the bounds found
everybody meets the criterion and beyond them nobody does.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from karamad.cycle.eligibility.measures.looks import EVER, NEVER, blank_case
from karamad.cycle.eligibility.rules import Facts, Outcome
from karamad.cycle.eligibility.rules.standing import age, service
from karamad.kernel.jalali import add_years
from karamad.registers.competencies.rules import AgeTerms, ServiceTerms

_AROUND: Final = tuple(timedelta(days=beside) for beside in range(-3, 4))

Bounds = tuple[date, date]
"""The first day and the last, both inclusive; nobody: the last before the first."""


def bounds_of_age(terms: AgeTerms, on: date) -> Bounds:
    """Return between which days one is born who is of the age on the day."""

    def is_met(birth: date) -> bool:
        case = blank_case(on, Facts(birth_date=birth))
        return age(terms, None, case, on).outcome is Outcome.MET

    last = _near(add_years(on, -(terms.minimum or 0)), is_met)[-1:]
    if terms.maximum is None:
        return (EVER, last[0]) if last else (NEVER, EVER)
    first = _near(add_years(on, -terms.maximum - 1), is_met)[:1]
    return (first[0], last[0]) if first and last else (NEVER, EVER)


def bounds_of_service(terms: ServiceTerms, on: date) -> Bounds:
    """Return between which days one came into service who has served the years."""

    def is_met(start: date) -> bool:
        case = blank_case(on, Facts(service_start=start))
        return service(terms, None, case, on).outcome is Outcome.MET

    return EVER, _near(add_years(on, -(terms.years or 0)), is_met)[-1]


def _near(anniversary: date, is_met: Callable[[date], bool]) -> list[date]:
    return [anniversary + beside for beside in _AROUND if is_met(anniversary + beside)]
