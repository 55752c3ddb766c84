"""One plan beside what was done of it, line by line, as of a day."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from karamad.cycle.costs import letters
from karamad.cycle.costs.actions.adding import lines_on, months_of, of_lines
from karamad.cycle.costs.rules import Figures
from karamad.cycle.costs.views import loading, shown
from karamad.cycle.planning.models import Plan
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web.asof import AsOf, asked_day
from karamad.web.display import plain_digits, said

EXPORT = Permission.EXCHANGE_EXPORT_MAKE


@require_GET
@never_cache
@requires(loading.VIEW)
def plan(request: SignedRequest, pk: int) -> HttpResponse:
    """Show a plan within reach beside what its runs came to."""
    row = loading.plan_in_reach(request.user, pk)
    today = timezone.localdate()
    as_of = asked_day(request, today=today)
    rows = lines(row, as_of)
    whole = sum((each.figures for each in rows if each.figures), Figures())
    plans = Plan.objects.filter(pk=row.pk)
    context = {
        "title": letters.actual_headline(whole),
        "crumbs": loading.plan_crumbs(row),
        "plan": row,
        "as_of": as_of,
        "typed_day": as_of.typed or as_of.day,
        "rows": rows,
        "whole": whole,
        "counts": shown.counts(whole),
        "months": shown.months(months_of(plans, as_of.day)),
        "export": reverse("costs:plan-rows", args=[row.pk, "csv"]) + as_of.query
        if EXPORT in request.user.permissions_on(today)
        else "",
        "of": _("ردیف"),
    }
    return render(request, "costs/actual.html", context)


def lines(row: Plan, as_of: AsOf) -> list[shown.Row]:
    """Return the lines of a plan beside their actual, in the order of the year."""
    plans = Plan.objects.filter(pk=row.pk)
    found = of_lines(plans, as_of.day)
    said_of = {
        line.number: line
        for line in lines_on(plans, as_of.day).select_related("course").in_order()
    }
    rows = [
        shown.Row(
            name=f"{plain_digits(number)}. {said(line.course, 'title')}",
            figures=found.get(number, Figures()),
            url=reverse("costs:line-runs", args=[row.pk, number]),
            code=str(number),
        )
        for number, line in said_of.items()
    ]
    # What was held for a line that an amendment took out is not lost.
    gone = [
        shown.Row(
            name=_("ردیف %(n)s") % {"n": plain_digits(number)},
            figures=figures,
            code=str(number),
            note=_("دیگر در برنامه نیست"),
        )
        for number, figures in sorted(found.items())
        if number not in said_of
    ]
    return rows + gone
