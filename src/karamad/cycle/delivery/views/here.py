"""The learner in the hall: he reads the code on the wall and says "I am here"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from karamad.cycle.delivery.actions import wall as walls
from karamad.cycle.delivery.actions.wall import Read, Unread
from karamad.cycle.delivery.letters import wall as letters
from karamad.cycle.delivery.letters.refusals import title_of
from karamad.cycle.delivery.models import (
    AttendanceMark,
    Enrolment,
    Session,
)
from karamad.cycle.delivery.models.sessions import SessionQuerySet
from karamad.cycle.delivery.rules.attending import EARLY
from karamad.cycle.delivery.rules.wall import Refusal
from karamad.kernel.text import fold_digits
from karamad.registers.people.models.himself import own_records
from karamad.trust.accounts.permissions import SignedRequest, signed_in

STATUS = {Refusal.WAIT: 429, Refusal.NOT_SEATED: 404}


@dataclass(frozen=True, slots=True)
class Line:
    """A session in which he sits now, and his mark in it by the code."""

    session: Session
    title: str
    mark: AttendanceMark | None
    said: str


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def here(request: SignedRequest) -> HttpResponse:
    """Show the sessions that he sits in now; take a code that he typed."""
    now = timezone.now()
    if request.method == "POST":
        return _typed(request, now)
    return _page(request, now)


def _typed(request: SignedRequest, now: datetime) -> HttpResponse:
    said = fold_digits(request.POST.get("code", "")).replace(" ", "")
    sessions = list(_meeting(request, now))
    if not sessions:
        return _page(request, now, Refusal.NOT_SEATED)
    session = walls.which(sessions, said, at=now)
    try:
        found = walls.read(session=session, said=said, by=request.user, at=now)
        walls.sign(session=session, ticket=found.ticket, by=request.user, at=now)
    except Unread as refused:
        return _page(request, now, refused.refusal)
    return redirect("delivery:here")


@require_GET
@never_cache
@signed_in
def read(request: SignedRequest, pk: int, code: str) -> HttpResponse:
    """Take the code that a phone read from the wall; one tap more and he is marked."""
    session = _sat_in(request).filter(pk=pk).first()
    if session is None:
        return _page(request, timezone.now(), Refusal.NOT_SEATED)
    if walls.mark_of(session, request.user) is not None:
        return redirect("delivery:here")
    try:
        found = walls.read(
            session=session, said=code, by=request.user, at=timezone.now()
        )
    except Unread as refused:
        return _page(request, timezone.now(), refused.refusal)
    return _tap(request, session, found)


def _tap(request: SignedRequest, session: Session, found: Read) -> HttpResponse:
    context = {
        "title": _("در این جلسه‌اید؟"),
        "name": title_of(session.run),
        "session": session,
        "ticket": found.ticket,
        "sign": reverse("delivery:here-sign", args=[session.pk]),
    }
    return render(request, "delivery/here_tap.html", context)


@require_POST
@signed_in
def sign(request: SignedRequest, pk: int) -> HttpResponse:
    """Mark him as having come when he read the code."""
    now = timezone.now()
    session = _sat_in(request).filter(pk=pk).first()
    if session is None:
        return _page(request, now, Refusal.NOT_SEATED)
    ticket = request.POST.get("ticket", "")
    try:
        walls.sign(session=session, ticket=ticket, by=request.user, at=now)
    except Unread as refused:
        return _page(request, now, refused.refusal)
    return redirect("delivery:here")


def _sat_in(request: SignedRequest) -> SessionQuerySet:
    mine = Enrolment.objects.placed().of(own_records(request.user))
    found = Session.objects.standing().filter(run__in=mine.values("run"))
    return found.select_related("run__course", "room")


def _meeting(request: SignedRequest, now: datetime) -> SessionQuerySet:
    """His sessions whose code may be on a wall now."""
    found = _sat_in(request).filter(begins_at__lte=now + EARLY, ends_at__gt=now)
    return found.in_order()


def _page(
    request: SignedRequest, now: datetime, refusal: Refusal | None = None
) -> HttpResponse:
    lines = [_line(request, session) for session in _meeting(request, now)]
    context = {
        "title": letters.here_title([line.said for line in lines], refusal),
        "refusal": letters.refusal_words(refusal) if refusal else "",
        "lines": lines,
        "open": [line for line in lines if line.mark is None],
    }
    status = STATUS.get(refusal, 422) if refusal else 200
    return render(request, "delivery/here.html", context, status=status)


def _line(request: SignedRequest, session: Session) -> Line:
    mark = walls.mark_of(session, request.user)
    said = letters.signed_words(mark) if mark else ""
    return Line(session, title_of(session.run), mark, said)
