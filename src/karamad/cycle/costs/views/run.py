"""What one run cost: its line of a plan, its invoices, a head and an hour of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from karamad.cycle.costs import letters
from karamad.cycle.costs.actions.adding import of_run
from karamad.cycle.costs.actions.carrying import line_in_force
from karamad.cycle.costs.models import Costing, Invoice
from karamad.cycle.costs.rules import Held, price
from karamad.cycle.costs.views import loading
from karamad.cycle.delivery.letters.refusals import title_of
from karamad.cycle.planning.models import Line
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires


@dataclass(frozen=True, slots=True)
class Measure:
    """One price beside what the plan says of it; None where it cannot be said."""

    name: str
    planned: int | None
    actual: int | None
    note: str = ""


@require_GET
@never_cache
@requires(loading.READ)
def run(request: SignedRequest, pk: int) -> HttpResponse:
    """Show what a run within reach cost, and which line of a plan it carries out."""
    row = loading.run_in_reach(request.user, pk)
    today = timezone.localdate()
    costing = loading.costing_of(row)
    held = of_run(costing, today) if costing else Held()
    line = _line(costing)
    context = {
        "title": letters.run_headline(held),
        "crumbs": loading.run_crumbs(row),
        "run": row,
        "name": title_of(row),
        "costing": costing,
        "line": line,
        "held": held,
        "measures": _measures(held, line),
        "invoices": _invoices(costing),
        "may_edit": loading.reaches(request, row, Permission.COSTS_INVOICE_EDIT),
        "may_tie": loading.reaches(request, row, Permission.DELIVERY_RUN_EDIT),
    }
    return render(request, "costs/run.html", context)


def _line(costing: Costing | None) -> Line | None:
    if costing is None or costing.plan is None or costing.line is None:
        return None
    return line_in_force(costing.plan, costing.line)


def _invoices(costing: Costing | None) -> list[Invoice]:
    if costing is None:
        return []
    rows = costing.invoices.select_related("provider").prefetch_related("former")
    return list(rows.latest_first())


def _measures(held: Held, line: Line | None) -> list[Measure]:
    cost = (line.cost or 0) if line else 0
    heads = Decimal(line.heads) if line else Decimal(0)
    hours = line.heads * line.hours if line else Decimal(0)
    return [
        Measure(
            _("هر نفر، ریال"),
            price(cost, heads),
            held.head,
            _("نفر: هر که جا داشت"),
        ),
        Measure(
            _("هر نفرساعت، ریال"),
            price(cost, hours),
            held.hour,
            _("ساعت همهٔ کسانی که جا داشتند"),
        ),
        Measure(
            _("هر ساعت مؤثر، ریال"),
            None,
            held.effective_hour,
            _("ساعت کسانی که دوره را گذراندند"),
        ),
    ]
