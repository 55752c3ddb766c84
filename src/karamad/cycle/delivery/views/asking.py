"""A learner's own pages: asking for a place, giving it up, what is open to him."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from karamad.cycle.delivery.actions import asking, recalling, seating
from karamad.cycle.delivery.actions.refusing import NotLiving, Refused, TooLate
from karamad.cycle.delivery.letters import refusals as words_of
from karamad.cycle.delivery.letters.refusals import Reason, title_of
from karamad.cycle.delivery.letters.seating import own_words
from karamad.cycle.delivery.models import (
    Admission,
    Enrolment,
    EnrolmentState,
    Run,
    Session,
)
from karamad.cycle.delivery.models.enrolments import LIVING
from karamad.cycle.delivery.rules.phases import Phase
from karamad.cycle.delivery.rules.seating import free_places
from karamad.cycle.delivery.views import loading
from karamad.registers.people.models import Person
from karamad.registers.people.models.himself import himself, own_records
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.display import number

ASK = Permission.DELIVERY_ENROLMENT_ASK
SOON = 5  # sessions shown


@dataclass(frozen=True, slots=True)
class Mine:
    """A run he is in, and how he stands in it."""

    run: Run
    title: str
    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class Open:
    """A run he may ask for. free: places left."""

    run: Run
    title: str
    free: int


@require_GET
@never_cache
@requires(ASK)
def mine(request: SignedRequest) -> HttpResponse:
    """Show one's own runs, the next sessions, and what is open to oneself."""
    today = timezone.localdate()
    person = himself(request.user)
    own = _own(person)
    open_to_him = _open(request, today, {each.run.pk for each in own})
    placed = sum(each.tone == "yes" for each in own)
    context = {
        "title": _title(placed, person),
        "person": person,
        "own": own,
        "sessions": _next_sessions(own),
        "open": open_to_him,
    }
    return render(request, "delivery/mine.html", context)


def _title(placed: int, person: Person | None) -> str:
    if person is None:
        return _("این حساب به کسی در دفتر افراد نپیوسته است")
    if not placed:
        return _("در هیچ اجرایی جا ندارید")
    words = ngettext("در %(n)s اجرا جا دارید", "در %(n)s اجرا جا دارید", placed)
    return words % {"n": number(placed)}


def _own(person: Person | None) -> list[Mine]:
    if person is None:
        return []
    rows = Enrolment.objects.of(person.record_ids()).filter(state__in=LIVING)
    going_on = rows.filter(run__closed_on=None, run__cancelled_on=None)
    found = going_on.select_related("run__course").order_by("run__first_day", "pk")
    return [
        Mine(
            row.run,
            title_of(row.run),
            own_words(row, row.run, asking.turn_of(row)),
            "yes" if row.state == EnrolmentState.PLACED else "open",
        )
        for row in found
    ]


def _next_sessions(own: list[Mine]) -> list[Session]:
    runs = [each.run.pk for each in own if each.tone == "yes"]
    coming = Session.objects.standing().filter(
        run__in=runs, ends_at__gte=timezone.now()
    )
    return list(coming.select_related("run__course", "room").in_order()[:SOON])


def _open(request: SignedRequest, today: date, own: set[int]) -> list[Open]:
    seen = Run.objects.visible_to(request.user, on=today, permission=ASK)
    asked = seen.filter(admission=Admission.OPEN).in_phase(Phase.ASKING, today)
    rows = asked.exclude(pk__in=own).select_related("course", "unit")
    return [
        Open(
            row,
            title_of(row),
            free_places(capacity=row.capacity, placed=getattr(row, "placed", 0)),
        )
        for row in rows.with_placed().coming_first()
    ]


# ---- asking, giving up -----------------------------------------------------------


@require_POST
@requires(ASK)
def ask(request: SignedRequest, pk: int) -> HttpResponse:
    """Ask for a place: a place, a turn, a chain, or every reason why not."""
    run = loading.run_in_reach(request.user, pk, ASK)
    person = himself(request.user)
    if person is None:
        raise Http404
    try:
        row = seating.ask(person=person, run=run, by=request.user, at=timezone.now())
    except Refused as refused:
        return _refused(request, run, words_of.reasons(refused.refusals))
    notices.say(request, own_words(row, run, asking.turn_of(row)) + ".")
    return redirect("delivery:run", pk=run.pk)


@require_POST
@requires(ASK)
def withdraw(request: SignedRequest, pk: int) -> HttpResponse:
    """Give up a place or a turn; for a while it can be taken back."""
    run = loading.run_in_reach(request.user, pk, ASK)
    row = _own_row(request, run)
    try:
        seating.withdraw(enrolment=row, by=request.user, at=timezone.now())
    except NotLiving:
        notices.say(request, _("پیش از این انصراف داده‌اید."), tone="info")
    else:
        undo = reverse("delivery:come-back", args=[run.pk])
        notices.say(request, _("انصراف شما ثبت شد."), undo=undo)
    return redirect("delivery:run", pk=run.pk)


@require_POST
@requires(ASK)
def come_back(request: SignedRequest, pk: int) -> HttpResponse:
    """Take back that one withdrew a moment ago."""
    run = loading.run_in_reach(request.user, pk, ASK)
    try:
        row = recalling.come_back(
            enrolment=_own_row(request, run), by=request.user, at=timezone.now()
        )
    except TooLate:
        words = _("برای برگرداندن دیر است؛ دوباره درخواست دهید.")
        notices.say(request, words, tone="warn")
    except Refused as refused:
        return _refused(request, run, words_of.reasons(refused.refusals))
    else:
        notices.say(request, own_words(row, run, asking.turn_of(row)) + ".")
    return redirect("delivery:run", pk=run.pk)


def _own_row(request: SignedRequest, run: Run) -> Enrolment:
    """Return his row in a run, the living one if his records have two."""
    rows = Enrolment.objects.filter(run=run).of(own_records(request.user))
    found = rows.living().first() or rows.order_by("-recorded_at", "-pk").first()
    if found is None:
        raise Http404
    return found


def _refused(request: SignedRequest, run: Run, told: list[Reason]) -> HttpResponse:
    context = {
        "title": _("اکنون در این اجرا جا نمی‌گیرید"),
        "crumbs": loading.crumbs(run, here=_("درخواست")),
        "reasons": told,
        "back": reverse("delivery:run", args=[run.pk]),
    }
    return render(request, "delivery/refused.html", context, status=422)
