"""Naming for a run who is left of a programme in a province, all in one act."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from karamad.cycle.delivery.actions import nominating
from karamad.cycle.delivery.models import Nomination, Run
from karamad.cycle.delivery.views.choosing import NAME, Group, choose_run, runs_for
from karamad.cycle.planning.models import Programme
from karamad.registers.people.models import Unit, UnitKind
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web.components import Crumb
from karamad.web.display import jalali_long, number, said

LIST = Permission.PEOPLE_PERSON_LIST


@require_http_methods(["GET", "POST"])
@never_cache
@requires(NAME)
def name_left(request: SignedRequest, pk: int, unit_id: int) -> HttpResponse:
    """Choose a run for who is left of a programme here, and name them all for it."""
    today = timezone.localdate()
    programme = get_object_or_404(Programme, pk=pk)
    units = Unit.objects.visible_to(request.user, on=today, permission=LIST)
    unit = get_object_or_404(units.filter(kind=UnitKind.PROVINCE), pk=unit_id)

    def count() -> int:
        return len(nominating.left_people(programme, unit, by=request.user, on=today))

    def name(run: Run, once: UUID | None) -> Nomination:
        by, at, left = request.user, timezone.now(), (programme, unit)
        return nominating.nominate_left(run=run, left=left, by=by, at=at, once=once)

    title, where = said(programme, "title"), said(unit, "name")
    runs = list(runs_for(request).filter(course__in=programme.courses.all()))
    back = reverse("planning:left", args=[programme.pk, unit.pk])
    words = {
        "lede": _("ماندگان «%(programme)s» در %(day)s")
        % {"programme": title, "day": jalali_long(today)},
        "crumbs": [
            Crumb(_("برنامه‌های سراسری"), reverse("planning:programmes")),
            Crumb(title, reverse("planning:programme", args=[programme.pk])),
            Crumb(where, back),
            Crumb(_("معرفی")),
        ],
        "nobody": _("همه گذرانده‌اند، یا آنان که مانده‌اند در دامنهٔ شما نیستند."),
        "back": back,
    }
    group = Group(runs, count, name, lambda people: _title(people, title, where))
    return choose_run(request, group, words)


def _title(people: int | None, title: str, where: str) -> str:
    if people is None:
        return title
    if not people:
        return _("از %(unit)s کسی نمانده است") % {"unit": where}
    words = ngettext(
        "%(n)s نفر از %(unit)s معرفی می‌شود",
        "%(n)s نفر از %(unit)s معرفی می‌شوند",
        people,
    )
    return words % {"n": number(people), "unit": where}
