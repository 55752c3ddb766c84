"""The wall of a hall: a code that turns, read by the learners' phones."""

from __future__ import annotations

from typing import Any

import segno
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from karamad.cycle.delivery.actions import wall as walls
from karamad.cycle.delivery.forms.wall import WallForm
from karamad.cycle.delivery.letters import wall as letters
from karamad.cycle.delivery.letters.refusals import title_of
from karamad.cycle.delivery.models import Attendance, Enrolment, Presence, Session, Wall
from karamad.cycle.delivery.rules import wall as rules
from karamad.cycle.delivery.views import loading
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.display import number

TAKE = Permission.DELIVERY_ATTENDANCE_TAKE
THERE = (Presence.PRESENT, Presence.LATE)


@require_http_methods(["GET", "POST"])
@never_cache
@requires(TAKE)
def wall(request: SignedRequest, pk: int) -> HttpResponse:
    """Show the code of a session, as large as the screen; put it up, take it down."""
    session = loading.kept_session(request.user, pk)
    now = timezone.now()
    form = WallForm(request.POST or None)
    if request.method == "POST":
        if "down" in request.POST:
            walls.take_down(session=session, by=request.user, at=now)
            notices.say(request, _("رمز از دیوار برداشته شد."))
            return redirect("delivery:attendance", pk=session.pk)
        if form.is_valid():
            on_time = form.cleaned_data["on_time"] or 0
            return _put_up(request, session, on_time)
    up = walls.wall_of(session, now)
    if up is not None:
        return render(request, "delivery/wall.html", _up(request, session, up))
    shut = walls.shut_at(session, now)
    context = {
        "title": _("رمز روی دیوار"),
        "name": title_of(session.run),
        "session": session,
        "run": session.run,
        "crumbs": loading.crumbs(session.run, here=_("رمز روی دیوار")),
        "form": form,
        "shut": letters.shut_words(shut) if shut else "",
        "attendance": reverse("delivery:attendance", args=[session.pk]),
    }
    status = 422 if form.errors else 200
    return render(request, "delivery/wall_closed.html", context, status=status)


def _put_up(request: SignedRequest, session: Session, on_time: int) -> HttpResponse:
    try:
        walls.put_up(
            session=session, on_time=on_time, by=request.user, at=timezone.now()
        )
    except walls.NoCode as refused:
        notices.say(request, letters.shut_words(refused.shut), tone="bad")
    return redirect("delivery:wall", pk=session.pk)


@require_GET
@never_cache
@requires(TAKE)
def now(request: SignedRequest, pk: int) -> HttpResponse:
    """Hand out the code of this moment, and how many are in."""
    session = loading.kept_session(request.user, pk)
    up = walls.wall_of(session, timezone.now())
    if up is None:
        return JsonResponse({"up": False})
    return JsonResponse({"up": True} | _code(request, session, up))


def _up(request: SignedRequest, session: Session, up: Wall) -> dict[str, Any]:
    return {
        "title": _("حضور: رمز را بخوانید"),
        "name": title_of(session.run),
        "session": session,
        "here": request.build_absolute_uri(reverse("delivery:here")),
        "step": int(rules.STEP.total_seconds()),
        **_code(request, session, up),
    }


def _code(request: SignedRequest, session: Session, up: Wall) -> dict[str, Any]:
    at = timezone.now()
    code = rules.code(walls.secret_of(up), rules.step_of(at))
    path = reverse("delivery:here-read", args=[session.pk, code.link])
    picture = segno.make(request.build_absolute_uri(path), error="m", micro=False)
    return {
        "picture": picture.svg_data_uri(border=4, omitsize=True),
        "typed": code.typed,
        "left": int(rules.left(at).total_seconds() * 1000),
        "count": _count(session),
    }


def _count(session: Session) -> str:
    placed = Enrolment.objects.placed().filter(run=session.run_id).count()
    there = Attendance.objects.filter(session=session, presence__in=THERE).count()
    words = ngettext(
        "%(n)s نفر از %(all)s نفر آمده است",
        "%(n)s نفر از %(all)s نفر آمده‌اند",
        there,
    )
    return words % {"n": number(there), "all": number(placed)}
