"""Sample invoices of the demo's runs, tied to the lines of the sample plan."""

from __future__ import annotations

from datetime import datetime, timedelta

from karamad.cycle.costs.actions import carrying, invoicing
from karamad.cycle.costs.actions.refusing import Refused
from karamad.cycle.costs.models import InvoiceKind
from karamad.cycle.delivery.models import Run
from karamad.cycle.eligibility.demo.nation import Nation
from karamad.cycle.planning.models import Line
from karamad.kernel.jalali import jalali_year
from karamad.trust.audit.models import Entry

BILLED = (  # kind, rials
    (InvoiceKind.PROVIDER, 120_000_000),
    (InvoiceKind.BOARD, 35_000_000),
)


def tell(nation: Nation, entry: Entry, at: datetime) -> None:
    """Tie each sample run to the line of its course; invoice those that are over."""
    year = jalali_year(nation.on)
    lines = Line.objects.in_force().of_year(year).select_related("version__plan")
    by_course = {line.course_id: line for line in lines.order_by("-pk")}
    for run in Run.objects.filter(sample=True, cancelled_on=None).order_by("pk"):
        line = by_course.get(run.course_id)
        if line is None:
            continue
        try:
            carrying.carry_out(
                run=run, plan=line.version.plan, line=line.number, by=None, at=at
            )
        except Refused:  # the sample's days may lie in the year before or after
            continue
        if run.last_day is not None and run.last_day < nation.on:
            _invoice(run, at)


def _invoice(run: Run, at: datetime) -> None:
    assert run.last_day is not None  # noqa: S101 - asked by who calls
    for number, (kind, amount) in enumerate(BILLED, 1):
        wording = invoicing.Wording(
            number=f"{run.code}-{number}",
            issued_on=run.last_day + timedelta(days=1),
            amount=amount,
            kind=kind,
            provider=run.provider if kind == InvoiceKind.PROVIDER else None,
            document="نمونه",
        )
        invoicing.record_invoice(run=run, wording=wording, by=None, at=at, sample=True)
