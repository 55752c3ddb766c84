"""What a line of a plan costs by the tariff, and how that came about.

Whole rials. A price is worked out from a base for one person and hour, which the
tariff of the year sets, and from factors for who is trained, where and how; the working
is kept beside the cost, so that it explains itself and can be worked out again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum
from typing import Final

WHOLE: Final = Decimal(1)
DIGITS: Final = 40  # of a product before it is rounded once


class Customer(StrEnum):
    """Who is trained, as tariffs tell them apart."""

    AGENCY = "agency"
    LOCAL_BODY = "local_body"


class Venue(StrEnum):
    """Where: in the provincial centre or in a county."""

    CENTRE = "centre"
    COUNTY = "county"


class Missing(StrEnum):
    """Why a price cannot be worked out."""

    NO_TARIFF = "no-tariff"
    BASE_UNSET = "base-unset"
    BY_DECISION = "by-decision"


class FactorGround(StrEnum):
    """Why a factor of a tariff is not recorded so; the codes are stable."""

    NOT_POSITIVE = "factor-not-positive"
    AGAIN = "factor-again"
    GONE = "factor-gone"


def factor_refusals(*, value: Decimal | None, again: bool) -> tuple[FactorGround, ...]:
    """Return every reason not to record a factor so.

    value: None leaves the price to a decision. again: one for the same case is there.
    Source: docs/domain.md, 1.8 (a factor for the county, the customer, the mode).
    """
    found = []
    if value is not None and value <= 0:
        found.append(FactorGround.NOT_POSITIVE)
    if again:
        found.append(FactorGround.AGAIN)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Case:
    """Who is trained, where, and in which mode of a course."""

    customer: str
    venue: str
    mode: str


@dataclass(frozen=True, slots=True)
class Factor:
    """What the base is multiplied by in some cases; empty conditions fit any case.

    value: None where the document leaves the price to a decision. at_most: the document
    sets a ceiling, and the price is worked out at it.
    """

    value: Decimal | None
    customer: str = ""
    venue: str = ""
    mode: str = ""
    at_most: bool = False

    def fits(self, case: Case) -> bool:
        return all(
            not asked or asked == given
            for asked, given in (
                (self.customer, case.customer),
                (self.venue, case.venue),
                (self.mode, case.mode),
            )
        )


@dataclass(frozen=True, slots=True)
class Rate:
    """A tariff. base: rials for a person and hour; None: not set yet."""

    year: int
    document: str
    base: int | None
    factors: tuple[Factor, ...] = ()


@dataclass(frozen=True, slots=True)
class Working:
    """A cost in whole rials and all it came from; None where something is missing."""

    cost: int | None
    rate: Rate | None
    factors: tuple[Factor, ...]
    heads: int
    hours: Decimal
    missing: tuple[Missing, ...] = ()

    @property
    def is_ceiling(self) -> bool:
        return any(factor.at_most for factor in self.factors)


def work_out(rate: Rate | None, case: Case, heads: int, hours: Decimal) -> Working:
    """Return what training so many heads for so many hours each costs by a tariff.

    base × every factor that fits × heads × hours, rounded once, half up.
    Source: docs/domain.md, 1.8 (the tariffs of 1398 and of 1400).
    """
    if rate is None:
        return Working(None, None, (), heads, hours, (Missing.NO_TARIFF,))
    factors = tuple(factor for factor in rate.factors if factor.fits(case))
    missing = []
    if any(factor.value is None for factor in factors):
        missing.append(Missing.BY_DECISION)
    if rate.base is None:
        missing.append(Missing.BASE_UNSET)
    if missing or rate.base is None:
        return Working(None, rate, factors, heads, hours, tuple(missing))
    with localcontext(prec=DIGITS):
        product = Decimal(rate.base) * heads * hours
        for factor in factors:
            product *= factor.value or 0
        cost = int(product.quantize(WHOLE, ROUND_HALF_UP))
    return Working(cost, rate, factors, heads, hours)


@dataclass(frozen=True, slots=True)
class Fit:
    """A plan's cost beside its budget. unpriced: lines whose cost is not known."""

    cost: int
    budget: int
    unpriced: int

    @property
    def left(self) -> int:
        return self.budget - self.cost

    @property
    def fits(self) -> bool | None:
        """Say whether the budget covers the plan; None while prices are missing."""
        if self.cost > self.budget:
            return False
        return None if self.unpriced else True


def fit(costs: Iterable[int | None], budgets: Iterable[int]) -> Fit:
    """Return how the lines' costs stand beside the budget lines.

    Source: docs/domain.md, 1.4 (agencies provide the budget of training).
    """
    known = list(costs)
    return Fit(
        cost=sum(cost for cost in known if cost is not None),
        budget=sum(budgets),
        unpriced=sum(cost is None for cost in known),
    )
