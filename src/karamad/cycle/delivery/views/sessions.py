"""Setting the sessions of a run: one, a series; moving and calling off."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from karamad.cycle.delivery.actions import moving, scheduling
from karamad.cycle.delivery.actions.refusing import Hindered, NotAuthorised, NotStanding
from karamad.cycle.delivery.forms.sessions import (
    WORKDAYS,
    PlaceForm,
    SeriesForm,
    SessionForm,
    initial_of,
)
from karamad.cycle.delivery.letters.refusals import Reason
from karamad.cycle.delivery.models import Holiday, Room, Run, Session
from karamad.cycle.delivery.rules.series import Left, Series, series
from karamad.cycle.delivery.views import loading
from karamad.cycle.delivery.views.foretelling import against
from karamad.cycle.delivery.views.moving import undo_of
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.display import jalali_short, number

EDIT = Permission.DELIVERY_RUN_EDIT
REFUSED = (Hindered, NotAuthorised, NotStanding)


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def add(request: SignedRequest, pk: int) -> HttpResponse:
    """Add one session."""
    run = loading.run_in_reach(request.user, pk, EDIT)
    form = SessionForm(_posted(request), rooms=_rooms(request, run))
    told: list[Reason] = []
    if request.method == "POST" and form.is_valid():
        try:
            scheduling.add_sessions(
                run=run, slots=[form.slot()], by=request.user, at=timezone.now()
            )
        except REFUSED as refused:
            told = against(refused)
        else:
            notices.say(request, _("جلسه افزوده شد.") + _rest(form.cleaned_data["day"]))
            return redirect("delivery:run", pk=run.pk)
    return _page(request, run, form, told, title=_("جلسهٔ تازه"), button=_("بیفزای"))


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def add_series(request: SignedRequest, pk: int) -> HttpResponse:
    """Add a series of sessions; official holidays are left out, and said."""
    run = loading.run_in_reach(request.user, pk, EDIT)
    form = SeriesForm(
        _posted(request), initial={"weekdays": WORKDAYS}, rooms=_rooms(request, run)
    )
    told: list[Reason] = []
    if request.method == "POST" and form.is_valid():
        wished = _series(form)
        try:
            scheduling.add_sessions(
                run=run,
                slots=[form.slot_on(day) for day in wished.days],
                by=request.user,
                at=timezone.now(),
            )
        except REFUSED as refused:
            told = against(refused)
        else:
            notices.say(request, _added(wished))
            return redirect("delivery:run", pk=run.pk)
    note = _("تعطیل‌های رسمی کنار گذاشته می‌شوند، و گفته می‌شود کدام‌ها.")
    return _page(
        request, run, form, told, title=_("چند جلسه"), button=_("بیفزای"), note=note
    )


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def change(request: SignedRequest, pk: int, session_id: int) -> HttpResponse:
    """Move a session, or change its room, instructor or topic."""
    run = loading.run_in_reach(request.user, pk, EDIT)
    session = _of(run, session_id)
    form = SessionForm(
        _posted(request), initial=initial_of(session), rooms=_rooms(request, run)
    )
    told: list[Reason] = []
    if request.method == "POST" and form.is_valid():
        try:
            done = moving.move_session(
                session=session, slot=form.slot(), by=request.user, at=timezone.now()
            )
        except REFUSED as refused:
            told = against(refused)
        else:
            words = _("جلسه تغییر کرد.") + _rest(form.cleaned_data["day"])
            undo = undo_of(run, done.entry) if done.sessions else ""
            notices.say(request, words, undo=undo)
            return redirect("delivery:run", pk=run.pk)
    return _page(request, run, form, told, title=_("تغییر جلسه"), button=_("ثبت"))


@require_POST
@requires(EDIT)
def call_off(request: SignedRequest, pk: int, session_id: int) -> HttpResponse:
    """Call one session off; it can be put back as long as its time is free."""
    run = loading.run_in_reach(request.user, pk, EDIT)
    session = _of(run, session_id)
    try:
        moving.call_off(session=session, by=request.user, at=timezone.now())
    except NotStanding as refused:
        return _refused(request, run, against(refused))
    undo = reverse("delivery:session-put-back", args=[run.pk, session.pk])
    notices.say(request, _("جلسه لغو شد."), undo=undo)
    return redirect("delivery:run", pk=run.pk)


@require_POST
@requires(EDIT)
def put_back(request: SignedRequest, pk: int, session_id: int) -> HttpResponse:
    """Let a session take place after all."""
    run = loading.run_in_reach(request.user, pk, EDIT)
    session = _of(run, session_id)
    try:
        moving.put_back(session=session, by=request.user, at=timezone.now())
    except REFUSED as refused:
        return _refused(request, run, against(refused))
    notices.say(request, _("جلسه برگزار می‌شود."))
    return redirect("delivery:run", pk=run.pk)


def _of(run: Run, session_id: int) -> Session:
    sessions = Session.objects.filter(run=run).select_related("room", "instructor")
    return get_object_or_404(sessions, pk=session_id)


def _posted(request: SignedRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _rooms(request: SignedRequest, run: Run) -> list[Room]:
    """Rooms of the run's unit and below it, and of those above it, still in use."""
    today = timezone.localdate()
    above = [int(key) for key in run.unit.path.split(".") if key]
    near = Q(unit__path__begins=run.unit.path) | Q(unit__in=above)
    seen = Room.objects.visible_to(request.user, on=today)
    in_use = Q(closed_on=None) | Q(closed_on__gt=today)
    return list(seen.filter(near, in_use).order_by("name", "pk"))


def _series(form: SeriesForm) -> Series:
    typed = form.cleaned_data
    rest = Holiday.objects.filter(day__gte=typed["first"])
    return series(
        typed["first"],
        typed["times"],
        weekdays={int(day) for day in typed["weekdays"]},
        holidays=dict(rest.values_list("day", "name")),
    )


def _added(wished: Series) -> str:
    count = len(wished.days)
    words = ngettext("%(n)s جلسه افزوده شد.", "%(n)s جلسه افزوده شد.", count)
    words %= {"n": number(count)}
    if not wished.left_out:
        return words
    days = _("، ").join(_named(left) for left in wished.left_out)
    return words + " " + _("تعطیل بود و کنار گذاشته شد: %(days)s") % {"days": days}


def _named(left: Left) -> str:
    return _("%(day)s (%(holiday)s)") % {
        "day": jalali_short(left.day),
        "holiday": left.holiday,
    }


def _rest(day: date) -> str:
    """Say that a day is an official holiday; empty when it is none."""
    holiday = Holiday.objects.filter(day=day).first()
    if holiday is None:
        return ""
    return " " + _("آن روز تعطیل رسمی است: %(name)s.") % {"name": holiday.name}


def _refused(request: SignedRequest, run: Run, told: list[Reason]) -> HttpResponse:
    context = {
        "title": _("این جلسه چنین نمی‌شود"),
        "crumbs": loading.crumbs(run, here=_("جلسه")),
        "reasons": told,
        "back": reverse("delivery:run", args=[run.pk]),
    }
    return render(request, "delivery/refused.html", context, status=422)


def _page(
    request: SignedRequest,
    run: Run,
    form: PlaceForm,
    told: list[Reason],
    **words: str,
) -> HttpResponse:
    context = {
        "crumbs": loading.crumbs(run, here=words["title"]),
        "form": form,
        "reasons": told,
        "back": reverse("delivery:run", args=[run.pk]),
        **words,
    }
    status = 422 if form.errors or told else 200
    return render(request, "delivery/act.html", context, status=status)
