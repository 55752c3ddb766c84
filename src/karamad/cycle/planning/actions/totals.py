"""What plans come to under a place: heads, hours and cost, by unit and by class.

The figures are asked of the lines themselves; each adds up to the whole, whichever way
it is cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, ExpressionWrapper, F, Q, Sum

from karamad.cycle.planning.models import LineQuerySet
from karamad.registers.people.models import Unit


@dataclass(frozen=True, slots=True)
class Sums:
    """hours: of all heads together. cost: whole rials, of the lines that have one."""

    lines: int = 0
    heads: int = 0
    hours: Decimal = Decimal(0)
    cost: int = 0
    unpriced: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.lines + other.lines,
            self.heads + other.heads,
            self.hours + other.hours,
            self.cost + other.cost,
            self.unpriced + other.unpriced,
        )

    @property
    def cost_of_an_hour(self) -> int | None:
        """Rials for one head and hour; None while a price is missing."""
        if self.unpriced or not self.hours:
            return None
        return int((self.cost / self.hours).to_integral_value())


@dataclass(frozen=True, slots=True)
class Totals:
    """by_unit: by the key of the unit lines are shown under; by_class: as codes."""

    whole: Sums
    by_unit: Mapping[int, Sums] = field(default_factory=dict)
    by_class: Mapping[str, Sums] = field(default_factory=dict)


def totals(lines: LineQuerySet, place: Unit | None) -> Totals:
    """Add up lines under the units directly below a place; its own under itself.

    place: None shows each under the first unit of its way.
    """
    by_unit: dict[int, Sums] = {}
    by_class: dict[str, Sums] = {}
    whole = Sums()
    depth = place.path.count(".") if place else 0
    for row in _grouped(lines):
        sums = Sums(
            row["count"], row["people"], row["time"], row["money"] or 0, row["open"]
        )
        head = _head(row["version__plan__unit__path"], depth)
        kind = row["course__course_class"]
        by_unit[head] = by_unit.get(head, Sums()) + sums
        by_class[kind] = by_class.get(kind, Sums()) + sums
        whole += sums
    return Totals(whole, by_unit, by_class)


def _grouped(lines: LineQuerySet) -> Iterable[dict[str, Any]]:
    """Return the sums of each unit and class: few rows, however many lines."""
    time = ExpressionWrapper(
        F("heads") * F("hours"), DecimalField(max_digits=20, decimal_places=2)
    )
    cut = lines.order_by().values("version__plan__unit__path", "course__course_class")
    found: Iterable[Any] = cut.annotate(
        count=Count("pk"),
        people=Sum("heads"),
        time=Sum(time),
        money=Sum("cost"),
        open=Count("pk", filter=Q(cost=None)),
    )
    return found


def _head(path: str, depth: int) -> int:
    steps = [int(step) for step in path.split(".") if step]
    return steps[min(depth, len(steps) - 1)]
