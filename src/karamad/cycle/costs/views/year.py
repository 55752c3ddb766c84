"""A year's plans beside what was done of them, from the nation down to the county."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from karamad.cycle.costs import letters
from karamad.cycle.costs.actions.adding import months_of, of_units, outside
from karamad.cycle.costs.rules import Figures, Held
from karamad.cycle.costs.views import shown
from karamad.cycle.planning.models import Plan, PlanQuerySet
from karamad.kernel.jalali import jalali_year
from karamad.registers.people.models import Unit
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web.asof import PARAMETER, AsOf, asked_day, asked_year
from karamad.web.components import Choice, Crumb
from karamad.web.display import jalali, number, plain_digits, said

VIEW = Permission.PLANNING_PLAN_VIEW
EXPORT = Permission.EXCHANGE_EXPORT_MAKE
UNITS = 100  # with most heads planned; the others are added up in one row


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks: a year, a place, a day. place: None is all in reach."""

    year: int
    place: Unit | None
    as_of: AsOf

    def address(self, **changes: object) -> str:
        asked = {
            "year": self.year,
            "unit": self.place.code if self.place else "",
            PARAMETER: "" if self.as_of.is_today else jalali(self.as_of.day),
            **changes,
        }
        return "?" + urlencode({key: str(each) for key, each in asked.items() if each})


@require_GET
@never_cache
@requires(VIEW)
def year(request: SignedRequest) -> HttpResponse:
    """Set the plans of a year under a place beside what was done of them."""
    today = timezone.localdate()
    asked = read(request, today)
    rows, untied = figures_of(request.user, asked, today, most=UNITS)
    whole = sum((each.figures for each in rows if each.figures), Figures())
    this = jalali_year(today)
    context = {
        "title": letters.actual_headline(whole),
        "asked": asked,
        "as_of": asked.as_of,
        "typed_day": asked.as_of.typed or asked.as_of.day,
        "crumbs": _crumbs(request.user, asked, today),
        "rows": rows,
        "whole": whole,
        "untied": untied,
        "counts": shown.counts(whole),
        "months": shown.months(
            months_of(_plans(request.user, asked, today), asked.as_of.day)
        ),
        "years": [
            Choice(plain_digits(each), asked.address(year=each), each == asked.year)
            for each in range(this - 2, this + 2)
        ],
        "export": reverse("costs:year-rows", args=["csv"]) + asked.address()
        if EXPORT in request.user.permissions_on(today)
        else "",
        "of": _("واحد"),
    }
    return render(request, "costs/actual.html", context)


def read(request: SignedRequest, today: date) -> Asked:
    """Read the address; noise in it is this year, and the reader's own reach."""
    units = Unit.objects.visible_to(request.user, on=today, permission=VIEW)
    place = units.filter(code=request.GET.get("unit", "")).first()
    return Asked(
        asked_year(request, today=today),
        place or _top(request.user, today),
        asked_day(request, today=today),
    )


def figures_of(
    user: User, asked: Asked, today: date, *, most: int | None = None
) -> tuple[list[shown.Row], Held | None]:
    """Return a row for each unit below the place, and what was held without a plan.

    most: so many rows; a last one adds up the other units. None: each has its own.
    """
    depth = asked.place.path.count(".") if asked.place else 0
    found = of_units(_plans(user, asked, today), asked.as_of.day, depth)
    keys = sorted(found, key=lambda key: (-found[key].planned.heads, key))
    units = Unit.objects.in_bulk(keys[:most])
    rows = [_row(units[key], found[key], asked) for key in keys[:most]]
    rows.sort(key=lambda row: (-(row.figures or Figures()).planned.heads, row.name))
    if others := keys[len(rows) :]:
        name = _("%(n)s واحد دیگر") % {"n": number(len(others))}
        figures = sum((found[key] for key in others), Figures())
        rows.append(shown.Row(name=name, figures=figures))
    seen = Unit.objects.visible_to(user, on=today, permission=VIEW)
    if asked.place is not None:
        seen = seen.below([asked.place.path])
    untied = outside(seen, asked.year, asked.as_of.day)
    return rows, untied if untied.runs else None


def _row(unit: Unit, figures: Figures, asked: Asked) -> shown.Row:
    own = asked.place is not None and unit.pk == asked.place.pk
    name = said(unit, "name")
    return shown.Row(
        name=_("خود %(unit)s") % {"unit": name} if own else name,
        figures=figures,
        url="" if own else asked.address(unit=unit.code),
        code=unit.code,
    )


def _plans(user: User, asked: Asked, today: date) -> PlanQuerySet:
    seen = Plan.objects.visible_to(user, on=today).of_year(asked.year)
    return seen.at_or_below([asked.place.path]) if asked.place else seen


def _top(user: User, today: date) -> Unit | None:
    """Return the one unit over all the reader sees; None where there are several."""
    reach = user.reach(VIEW, on=today)
    if reach.everywhere:
        tops = list(Unit.objects.roots()[:2])
    else:
        tops = list(Unit.objects.filter(code__in=reach.unit_codes)[:2])
    return tops[0] if len(tops) == 1 else None


def _crumbs(user: User, asked: Asked, today: date) -> list[Crumb]:
    plans = Crumb(_("برنامه‌ها"), reverse("planning:plans"))
    if asked.place is None:
        return [plans]
    keys = [int(key) for key in asked.place.path.split(".") if key]
    seen = Unit.objects.visible_to(user, on=today, permission=VIEW).in_bulk(keys)
    way = [seen[key] for key in keys if key in seen]
    return [plans] + [
        Crumb(
            said(unit, "name"),
            asked.address(unit=unit.code) if unit != asked.place else "",
        )
        for unit in way
    ]
