"""What the pages share: a run in reach, and how it stands."""

from __future__ import annotations

from datetime import date

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from karamad.cycle.delivery.letters.refusals import title_of
from karamad.cycle.delivery.models import Run, Session
from karamad.cycle.delivery.rules.phases import Course, Phase, phase
from karamad.kernel.period import Period
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission
from karamad.web.components import Crumb


def run_in_reach(
    user: User, pk: int, permission: Permission = Permission.DELIVERY_RUN_VIEW
) -> Run:
    """Return a run on which the reader's role allows this, or 404."""
    runs = Run.objects.visible_to(user, on=timezone.localdate(), permission=permission)
    return get_object_or_404(runs.select_related("course", "provider", "unit"), pk=pk)


def kept_session(user: User, pk: int) -> Session:
    """Return a session whose list the reader keeps, or 404."""
    take = Permission.DELIVERY_ATTENDANCE_TAKE
    kept = Session.objects.kept_by(user, on=timezone.localdate(), permission=take)
    found = kept.select_related("run__course", "run__unit", "room", "instructor")
    return get_object_or_404(found, pk=pk)


def phase_of(run: Run, on: date) -> Phase:
    """Return where a run stands on a day."""
    facts = Course(
        first_day=run.first_day,
        last_day=run.last_day,
        asking=Period(run.asking_from, run.asking_until),
        published=run.published_at is not None,
        cancelled=run.is_cancelled,
        closed=run.is_closed,
    )
    return phase(facts, on)


def crumbs(run: Run | None = None, *, here: str = "") -> list[Crumb]:
    """Return the way to a page of runs, or of one run."""
    way = [Crumb(_("اجرای دوره‌ها"), reverse("delivery:runs"))]
    if run is not None:
        address = reverse("delivery:run", args=[run.pk]) if here else ""
        way.append(Crumb(title_of(run), address))
    if here:
        way.append(Crumb(here))
    return way
