"""What may be written about a run's cost, and what the figures come to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

WHOLE: Final = Decimal(1)


class Ground(StrEnum):
    """Why a cost is not recorded so; the codes are stable."""

    NO_NUMBER = "no-number"
    NO_AMOUNT = "no-amount"
    DAY_AHEAD = "day-ahead"
    TWICE = "twice"
    CANCELLED = "cancelled"
    NOT_CANCELLED = "not-cancelled"
    REASON_MISSING = "reason-missing"
    OTHER_COURSE = "other-course"
    OTHER_PLACE = "other-place"
    OTHER_YEAR = "other-year"
    NOT_APPROVED = "not-approved"


@dataclass(frozen=True, slots=True)
class Draft:
    """An invoice as it is to be. again: its number stands on the run already."""

    number: str
    amount: int
    issued_on: date
    again: bool = False
    cancelled: bool = False


def invoice_refusals(draft: Draft, on: date) -> tuple[Ground, ...]:
    """Return every reason not to record an invoice so.

    cancelled: it was called off, and is put back before it is corrected.
    Source: docs/mission.md, row M7 (cost per run and head).
    """
    checks = (
        (draft.cancelled, Ground.CANCELLED),
        (not draft.number.strip(), Ground.NO_NUMBER),
        (draft.amount < 1, Ground.NO_AMOUNT),
        (draft.issued_on > on, Ground.DAY_AHEAD),
        (draft.again, Ground.TWICE),
    )
    return tuple(ground for fails, ground in checks if fails)


def cancelling_refusals(reason: str, *, cancelled: bool) -> tuple[Ground, ...]:
    """Return every reason not to call an invoice off.

    Source: docs/mission.md, row M7; what was paid for is never erased.
    """
    found = []
    if cancelled:
        found.append(Ground.CANCELLED)
    if not reason.strip():
        found.append(Ground.REASON_MISSING)
    return tuple(found)


def putting_back_refusals(*, cancelled: bool, again: bool) -> tuple[Ground, ...]:
    """Return every reason not to let an invoice stand that was called off.

    Source: docs/mission.md, row M7; what was done by mistake is taken back.
    """
    found = []
    if not cancelled:
        found.append(Ground.NOT_CANCELLED)
    if again:
        found.append(Ground.TWICE)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Pairing:
    """A run beside a line of a plan. within: the run's unit is the plan's or below it.

    run_year: of its first session; None while it has none.
    """

    same_course: bool
    within: bool
    plan_year: int
    run_year: int | None
    approved: bool


def carrying_refusals(pairing: Pairing) -> tuple[Ground, ...]:
    """Return every reason why a run does not carry out a line of a plan.

    Source: docs/domain.md, 1.2 (annex 2 of 200/92/18819: the plan is approved, then
    carried out).
    """
    checks = (
        (not pairing.approved, Ground.NOT_APPROVED),
        (not pairing.same_course, Ground.OTHER_COURSE),
        (not pairing.within, Ground.OTHER_PLACE),
        (pairing.run_year not in {None, pairing.plan_year}, Ground.OTHER_YEAR),
    )
    return tuple(ground for fails, ground in checks if fails)


@dataclass(frozen=True, slots=True)
class Planned:
    """What lines promise. hours: of all heads together. cost: whole rials."""

    lines: int = 0
    heads: int = 0
    hours: Decimal = Decimal(0)
    cost: int = 0

    def __add__(self, other: Planned) -> Planned:
        return Planned(
            self.lines + other.lines,
            self.heads + other.heads,
            self.hours + other.hours,
            self.cost + other.cost,
        )


@dataclass(frozen=True, slots=True)
class Billed:
    """Runs that have an invoice: people, their hours, hours of those who completed."""

    runs: int = 0
    heads: int = 0
    hours: Decimal = Decimal(0)
    effective: Decimal = Decimal(0)

    def __add__(self, other: Billed) -> Billed:
        return Billed(
            self.runs + other.runs,
            self.heads + other.heads,
            self.hours + other.hours,
            self.effective + other.effective,
        )


@dataclass(frozen=True, slots=True)
class Held:
    """What runs came to that are over. hours: of all who had a place.

    passed, effective: those who completed, and their hours. spent: rials of invoices;
    billed: the runs they are of. Only these tell a price.
    """

    runs: int = 0
    heads: int = 0
    hours: Decimal = Decimal(0)
    passed: int = 0
    effective: Decimal = Decimal(0)
    spent: int = 0
    billed: Billed = field(default_factory=Billed)

    def __add__(self, other: Held) -> Held:
        return Held(
            self.runs + other.runs,
            self.heads + other.heads,
            self.hours + other.hours,
            self.passed + other.passed,
            self.effective + other.effective,
            self.spent + other.spent,
            self.billed + other.billed,
        )

    @property
    def unbilled(self) -> int:
        """How many runs have no invoice."""
        return self.runs - self.billed.runs

    @property
    def head(self) -> int | None:
        """Rials for one head."""
        return price(self.spent, Decimal(self.billed.heads))

    @property
    def hour(self) -> int | None:
        """Rials for one head and hour."""
        return price(self.spent, self.billed.hours)

    @property
    def effective_hour(self) -> int | None:
        """Rials for one effective hour."""
        return price(self.spent, self.billed.effective)


@dataclass(frozen=True, slots=True)
class Figures:
    """Plan beside actual. due: of the lines whose month has begun by the day.

    advance: rials of invoices for runs that are not over yet.
    """

    planned: Planned = field(default_factory=Planned)
    due: Planned = field(default_factory=Planned)
    held: Held = field(default_factory=Held)
    advance: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.planned + other.planned,
            self.due + other.due,
            self.held + other.held,
            self.advance + other.advance,
        )

    @property
    def share(self) -> float | None:
        """The share of the planned heads who were trained; may pass 1."""
        return self.held.heads / self.planned.heads if self.planned.heads else None

    @property
    def planned_hour(self) -> int | None:
        """Rials for one head and hour, as planned."""
        return price(self.planned.cost, self.planned.hours)


def price(cost: int, of: Decimal) -> int | None:
    """Return rials for one of so many, rounded half up.

    None where nothing was paid or nobody was there: no invoice is no cost of nought.
    Source: Karamad's own definition, docs/glossary.md («effective hour»): an hour of
    somebody who completed the course; no document was found that sets one.
    """
    if not cost or not of:
        return None
    return int((Decimal(cost) / of).quantize(WHOLE, ROUND_HALF_UP))
