"""An officer's acts on places: letting in, before the turn too, and giving up."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from karamad.cycle.delivery.actions import asking, promoting, seating
from karamad.cycle.delivery.actions.refusing import NotLiving, Refused
from karamad.cycle.delivery.forms.runs import ReasonForm
from karamad.cycle.delivery.forms.seating import LettingInForm
from karamad.cycle.delivery.letters import refusals as words_of
from karamad.cycle.delivery.letters.refusals import Reason
from karamad.cycle.delivery.letters.seating import moved_up
from karamad.cycle.delivery.models import Enrolment, EnrolmentState, Run
from karamad.cycle.delivery.views import loading
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.display import number

EDIT = Permission.DELIVERY_RUN_EDIT


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def let_in(request: SignedRequest, pk: int, enrolment_id: int) -> HttpResponse:
    """Give a free place to one who waits; before his turn only with a reason."""
    run = loading.run_in_reach(request.user, pk, EDIT)
    row = _of(run, enrolment_id, EnrolmentState.WAITING)
    turn = asking.turn_of(row) or 1
    form = LettingInForm(
        request.POST if request.method == "POST" else None, asks=turn > 1
    )
    told: list[Reason] = []
    if request.method == "POST" and form.is_valid():
        try:
            promoting.let_in(
                enrolment=row,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            told = words_of.reasons(refused.refusals)
        else:
            notices.say(request, _("جا داده شد."))
            return redirect("delivery:roster", pk=run.pk)
    note = _("نوبت او %(n)s است؛ آنان که پیش از اویند می‌مانند.") % {"n": number(turn)}
    context = {
        "title": _("جا دادن به %(name)s") % {"name": row.person.name},
        "note": note if turn > 1 else "",
        "crumbs": loading.crumbs(run, here=_("جا دادن")),
        "form": form,
        "reasons": told,
        "button": _("جا بده"),
        "back": reverse("delivery:roster", args=[run.pk]),
    }
    status = 422 if form.errors or told else 200
    return render(request, "delivery/act.html", context, status=status)


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def take_off(request: SignedRequest, pk: int, enrolment_id: int) -> HttpResponse:
    """Take somebody off the roster, with a reason; who waits longest moves up."""
    run = loading.run_in_reach(request.user, pk, EDIT)
    row = _of(run, enrolment_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            risen = seating.withdraw(
                enrolment=row,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except NotLiving:
            notices.say(request, _("پیش از این بیرون رفته بود."), tone="info")
        else:
            words = f"{_('از فهرست بیرون رفت.')} {moved_up(len(risen))}"
            notices.say(request, words.strip())
        return redirect("delivery:roster", pk=run.pk)
    context = {
        "title": _("بیرون بردن %(name)s") % {"name": row.person.name},
        "crumbs": loading.crumbs(run, here=_("بیرون بردن")),
        "form": form,
        "button": _("بیرون ببر"),
        "danger": True,
        "back": reverse("delivery:roster", args=[run.pk]),
    }
    status = 422 if form.errors else 200
    return render(request, "web/act.html", context, status=status)


def _of(run: Run, pk: int, *states: EnrolmentState) -> Enrolment:
    rows = Enrolment.objects.filter(run=run).select_related("person")
    wanted = states or (
        EnrolmentState.ASKED,
        EnrolmentState.WAITING,
        EnrolmentState.PLACED,
    )
    return get_object_or_404(rows.filter(state__in=wanted), pk=pk)
