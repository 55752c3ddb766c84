"""A line's cost and its working: asked of the rule, kept as it came about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from karamad.cycle.planning.models import Line, Tariff
from karamad.cycle.planning.rules import Case, Factor, Rate, Working, work_out


def rate_of(year: int) -> Rate | None:
    """Return the tariff a plan of the year is priced by: the newest until then."""
    tariff = Tariff.objects.in_force_in(year).first()
    if tariff is None:
        return None
    return Rate(
        tariff.year,
        tariff.document,
        tariff.base,
        tuple(
            Factor(row.value, row.customer, row.venue, row.mode, at_most=row.at_most)
            for row in tariff.factors.order_by("position")
        ),
    )


def price(line: Line, rate: Rate | None) -> None:
    """Set the cost and the working of a line that is not written yet."""
    case = Case(line.customer, line.venue, line.mode)
    working = work_out(rate, case, line.heads, line.hours)
    if line.agreed is not None:
        line.cost = line.agreed
        line.working = {"by": "agreed", "document": line.agreed_document}
        return
    line.cost = working.cost
    line.working = kept(working)


def kept(working: Working) -> dict[str, Any]:
    """Return a working as it is stored: plain JSON, exact decimals as text."""
    rate = working.rate
    return {
        "by": "tariff",
        "year": rate.year if rate else None,
        "document": rate.document if rate else "",
        "base": rate.base if rate else None,
        "factors": [
            {
                "value": None if factor.value is None else str(factor.value),
                "customer": factor.customer,
                "venue": factor.venue,
                "mode": factor.mode,
                "at_most": factor.at_most,
            }
            for factor in working.factors
        ],
        "heads": working.heads,
        "hours": str(working.hours),
        "missing": [each.value for each in working.missing],
    }


def is_same(line: Line, working: Mapping[str, Any], cost: int | None) -> bool:
    """Test whether a line was priced just so."""
    return line.cost == cost and line.working == dict(working)
