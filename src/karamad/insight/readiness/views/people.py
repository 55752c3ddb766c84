"""Whom a target still misses, by name: a list to work off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from karamad.insight.readiness import letters
from karamad.insight.readiness.actions.counting import holders_missing
from karamad.insight.readiness.actions.standing import Reader
from karamad.insight.readiness.models import Target
from karamad.insight.readiness.views import loading
from karamad.registers.people.models import Assignment, Person, Unit
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web.asof import AsOf, asked_day
from karamad.web.components import Chip, Crumb
from karamad.web.display import number, said

LIST = Permission.PEOPLE_PERSON_LIST
PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody missing, and the post for which he is asked."""

    person: Person
    seat: Assignment | None
    url: str


@require_GET
@never_cache
@requires(LIST)
def people(request: SignedRequest, pk: int) -> HttpResponse:
    """List who is missing, of whom the reader may see; narrowed to a unit."""
    target = loading.in_reach(request.user, pk)
    today = timezone.localdate()
    as_of = asked_day(request, today=today)
    on = min(as_of.day, target.deadline, target.closed_on or as_of.day)
    unit = _unit(request, today)
    visible = Person.objects.visible_to(request.user, on=today, permission=LIST)
    places = [unit.path] if unit else Reader.of(request.user, today).paths
    found = holders_missing(visible.unmerged(), target, on, places)
    rows = found.order_by("sort_key", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    back = reverse("readiness:target", args=[target.pk]) + as_of.query
    context = {
        "title": _title(page.paginator.count),
        "target": target,
        "asks": letters.asks(target),
        "crumbs": [
            Crumb(_("آمادگی"), reverse("readiness:targets")),
            Crumb(letters.title_of(target), back),
            Crumb(_("مانده‌ها")),
        ],
        "as_of": as_of,
        "typed_day": as_of.typed or as_of.day,
        "chips": [Chip("unit", unit.code, _("واحد"), said(unit, "name"))]
        if unit
        else [],
        "lines": _lines(list(page.object_list), target, on, as_of),
        "page": page,
    }
    return render(request, "readiness/people.html", context)


def _title(count: int) -> str:
    if not count:
        return _("کسی نمانده است")
    words = ngettext("%(n)s نفر مانده‌اند", "%(n)s نفر مانده‌اند", count)
    return words % {"n": number(count)}


def _unit(request: SignedRequest, today: date) -> Unit | None:
    code = request.GET.get("unit", "").strip()
    if not code:
        return None
    units = Unit.objects.visible_to(request.user, on=today, permission=LIST)
    return get_object_or_404(units, code=code)


def _lines(people: list[Person], target: Target, on: date, as_of: AsOf) -> list[Line]:
    keys = [person.pk for person in people]
    merged = dict(
        Person.objects.filter(merged_into__in=keys).values_list("pk", "merged_into")
    )
    held: Any = Assignment.objects.current().held_on(on)
    held = held.filter(person__in=[*keys, *merged], post__code__in=target.posts)
    seats: dict[int, Assignment] = {}
    for seat in held.select_related("post", "unit").order_by("-unit_id", "pk"):
        seats[merged.get(seat.person_id) or seat.person_id] = seat
    return [
        Line(
            person,
            seats.get(person.pk),
            reverse("eligibility:passport", args=[person.pk]) + as_of.query,
        )
        for person in people
    ]
