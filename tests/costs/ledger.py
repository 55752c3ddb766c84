"""An approved plan of a province, and runs of its course with people and invoices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from karamad.cycle.costs.actions import carrying, invoicing
from karamad.cycle.costs.models import Costing, Invoice
from karamad.cycle.delivery.models import Outcome, Run
from karamad.cycle.planning.actions import approving, drafting
from karamad.cycle.planning.models import Plan, Version
from karamad.registers.people.models import Unit
from tests import nation
from tests.delivery import campus
from tests.delivery.campus import Campus
from tests.nation import NOW, entry

MARCH = date(2026, 4, 25)  # 1405-02-05, some days before NOW
BEFORE = datetime.combine(date(2026, 4, 1), NOW.timetz())

_numbers = count(1)


@dataclass
class Books:
    at: Campus
    county: Unit
    plan: Plan

    @property
    def version(self) -> Version:
        return self.plan.versions.in_force().get()


def wish(at: Campus, **facts: Any) -> drafting.LineWish:
    """Twenty people for eight hours each, at 1,000 rials an hour."""
    said = {
        "course": at.course,
        "audience": "کارکنان",
        "heads": 20,
        "hours": Decimal(8),
        "runs": 2,
        "month": 2,
        "customer": "agency",
        "venue": "centre",
        "agreed": 160_000,
        "agreed_document": "1",
        **facts,
    }
    return drafting.LineWish(**said)


def approved(at: Campus, unit: Unit, *lines: dict[str, Any], year: int = 1405) -> Plan:
    """A plan approved on the first of April; without lines named, of one line."""
    version, _new = drafting.start_plan(unit=unit, year=year, by=None, at=BEFORE)
    for facts in lines or ({},):
        drafting.add_line(version=version, wish=wish(at, **facts), by=None, at=BEFORE)
    drafting.add_budget(
        version=version, source="اعتبار", amount=10**9, document="", by=None, at=BEFORE
    )
    approving.submit(version=version, by=None, at=BEFORE)
    approving.approve(version=version, by=None, at=BEFORE)
    return version.plan


def books() -> Books:
    at = campus.campus()
    county = nation.unit("2901", under=at.province, kind="county", name="قاین")
    return Books(at, county, approved(at, at.province))


def held(
    books: Books,
    *,
    placed: int = 10,
    passed: int = 0,
    line: int | None = 1,
    **facts: Any,
) -> Run:
    """A run that is over, eight hours long; tied to the plan's line if one is named."""
    facts = {"day": MARCH, "hours": Decimal(8), "capacity": 100, **facts}
    run = campus.run(books.at, **facts)
    seat(run, placed, passed)
    if line is not None:
        carrying.carry_out(run=run, plan=books.plan, line=line, by=None, at=NOW)
    return run


def seat(run: Run, placed: int, passed: int) -> None:
    for number in range(placed):
        row = campus.enrolment(run, nation.person())
        result = "passed" if number < passed else "failed"
        Outcome.objects.create(
            enrolment=row, result=result, recorded_at=NOW, entry=entry()
        )


def wording(**facts: Any) -> invoicing.Wording:
    said = {
        "number": f"N{next(_numbers)}",
        "issued_on": MARCH + timedelta(days=1),
        "amount": 80_000,
        "kind": "provider",
        **facts,
    }
    return invoicing.Wording(**said)


def invoiced(run: Run, **facts: Any) -> Invoice:
    return invoicing.record_invoice(run=run, wording=wording(**facts), by=None, at=NOW)


def costing(run: Run) -> Costing:
    return Costing.objects.get(run=run)
