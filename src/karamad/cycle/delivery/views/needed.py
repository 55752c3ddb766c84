"""Naming for a run the people of a need: who the judge says lack it, or who asked."""

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
from karamad.cycle.planning.letters import needs as letters
from karamad.cycle.planning.models import Need
from karamad.trust.accounts.permissions import SignedRequest, requires
from karamad.web.components import Crumb
from karamad.web.display import jalali_long, number, said


@require_http_methods(["GET", "POST"])
@never_cache
@requires(NAME)
def name_needed(request: SignedRequest, pk: int) -> HttpResponse:
    """Choose a run for the people of a need, and name them all for it."""
    today = timezone.localdate()
    seen = Need.objects.visible_to(request.user, on=today).with_people()
    need = get_object_or_404(seen, pk=pk)
    what, back = letters.what(need), reverse("planning:need", args=[need.pk])

    def count() -> int:
        return len(nominating.needed_people(need, by=request.user, on=today))

    def name(run: Run, once: UUID | None) -> Nomination:
        by, at = request.user, timezone.now()
        return nominating.nominate_needed(run=run, need=need, by=by, at=at, once=once)

    runs = list(runs_for(request).filter(course=need.course))
    words = {
        "lede": _("در %(unit)s، از روی سنجش %(day)s")
        % {"unit": said(need.unit, "name"), "day": jalali_long(today)},
        "crumbs": [
            Crumb(_("نیازها"), reverse("planning:needs")),
            Crumb(what, back),
            Crumb(_("معرفی")),
        ],
        "courseless": need.course is None,
        "nobody": _(
            "از روز ثبت نیاز تا امروز شرط برآورده شده است، "
            "یا آنان که مانده‌اند در محدودهٔ شما نیستند."
        ),
        "back": back,
    }
    group = Group(runs, count, name, lambda people: _title(people, what))
    return choose_run(request, group, words)


def _title(people: int | None, what: str) -> str:
    if people is None:
        return what
    words = {"n": number(people), "what": what}
    if not people:
        return _("امروز کسی در محدودهٔ شما «%(what)s» کم ندارد") % words
    return (
        ngettext(
            "%(n)s نفر برای «%(what)s» معرفی می‌شود",
            "%(n)s نفر برای «%(what)s» معرفی می‌شوند",
            people,
        )
        % words
    )
