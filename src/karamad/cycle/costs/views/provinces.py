"""What an hour of training costs in each province, side by side."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from karamad.cycle.costs.actions.adding import of_provinces
from karamad.cycle.costs.rules import Held
from karamad.cycle.costs.views.comparing import Row, compared, headline, tiles
from karamad.kernel.jalali import jalali_year
from karamad.registers.people.models import Unit, UnitKind
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web.asof import asked_year
from karamad.web.components import Choice
from karamad.web.display import plain_digits, said

VIEW = Permission.COSTS_FIGURE_VIEW
LIST = Permission.PEOPLE_PERSON_LIST


@require_GET
@never_cache
@requires(VIEW)
def provinces(request: SignedRequest) -> HttpResponse:
    """Compare the provinces in reach by the price of a head and an effective hour.

    Who may not see people is not shown figures of fewer than five.
    """
    today = timezone.localdate()
    year = asked_year(request, today=today)
    seen = Unit.objects.visible_to(request.user, on=today, permission=VIEW)
    units = {
        unit.pk: unit
        for unit in seen.filter(kind=UnitKind.PROVINCE).order_by("sort_key", "pk")
    }
    found = of_provinces(units.values(), year, today)
    named = {key: said(unit, "name") for key, unit in units.items()}
    plain = LIST in request.user.permissions_on(today)
    rows, whole = compared({key: found.get(key, Held()) for key in units}, plain=plain)
    shown = [Row(units[key], named[key], held) for key, held in rows.items()]
    shown.sort(key=lambda row: (-(row.effective_hour or 0), row.name))
    this = jalali_year(today)
    context = {
        "title": headline(whole, shown),
        "rows": shown,
        "whole": whole,
        "hides": any(row.held is None for row in shown),
        "tiles": tiles(shown),
        "scale": [_("کمترین"), "", "", "", _("بیشترین")],
        "years": [
            Choice(plain_digits(each), f"?year={each}", each == year)
            for each in range(this - 2, this + 1)
        ],
        "year": year,
    }
    return render(request, "costs/provinces.html", context)
