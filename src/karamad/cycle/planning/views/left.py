"""Who of a province is still missing in a programme, by name, for those in reach."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from karamad.cycle.eligibility.actions.standing import NoExtract
from karamad.cycle.planning.actions.programmes import who_is_left
from karamad.cycle.planning.models import Programme
from karamad.registers.people.models import Person, Unit, UnitKind
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web.components import Crumb
from karamad.web.display import number, said

LIST = Permission.PEOPLE_PERSON_LIST
PAGE = 100


@require_GET
@never_cache
@requires(LIST)
def left(request: SignedRequest, pk: int, unit_id: int) -> HttpResponse:
    """Name who of a province in reach has not passed all of a programme."""
    today = timezone.localdate()
    programme = get_object_or_404(Programme, pk=pk)
    units = Unit.objects.visible_to(request.user, on=today, permission=LIST)
    unit = get_object_or_404(units.filter(kind=UnitKind.PROVINCE), pk=unit_id)
    try:
        keys = who_is_left(programme, unit, today)
    except NoExtract:
        keys = []
    reach = Person.objects.visible_to(request.user, on=today, permission=LIST)
    rows = reach.filter(pk__in=keys).order_by("sort_key", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    words = {"n": number(page.paginator.count), "unit": said(unit, "name")}
    back = reverse("planning:programme", args=[programme.pk])
    context = {
        "title": _("%(n)s نفر در %(unit)s مانده‌اند") % words,
        "crumbs": [
            Crumb(_("برنامه‌های سراسری"), reverse("planning:programmes")),
            Crumb(said(programme, "title"), back),
            Crumb(said(unit, "name")),
        ],
        "programme": programme,
        "courses": programme.courses.order_by("code"),
        "page": page,
        "day": today,
    }
    return render(request, "planning/left.html", context)
