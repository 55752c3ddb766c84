"""Announcing a run: drafting, correcting, publishing."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from karamad.cycle.delivery.actions import announcing
from karamad.cycle.delivery.actions.refusing import NotAuthorised, Objected
from karamad.cycle.delivery.forms.runs import RunForm, initial_of
from karamad.cycle.delivery.letters.announcing import objections, unauthorised
from karamad.cycle.delivery.letters.refusals import Reason
from karamad.cycle.delivery.models import Admission, Run
from karamad.cycle.delivery.views import loading
from karamad.registers.courses.models import Mode
from karamad.registers.people.models import Unit
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.display import number

EDIT = Permission.DELIVERY_RUN_EDIT
REFUSED = (Objected, NotAuthorised)


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def new(request: SignedRequest) -> HttpResponse:
    """Draft a run."""
    start = {
        "mode": Mode.IN_PERSON,
        "admission": Admission.OPEN,
        "course": request.GET.get("course", ""),
        "unit": Unit.objects.office_of(
            request.user, on=timezone.localdate(), permission=EDIT
        ),
    }
    form, told = _form(request, start), []
    if request.method == "POST" and form.is_valid():
        try:
            made = announcing.announce(
                wish=form.wish(), by=request.user, at=timezone.now()
            )
        except REFUSED as refused:
            told = against(refused)
        else:
            words = _("پیش‌نویس اجرا ثبت شد؛ اکنون جلسه‌هایش را بیفزایید.")
            notices.say(request, words)
            return redirect("delivery:run", pk=made.pk)
    return _page(request, form, told, title=_("اجرای تازه"), button=_("ثبت پیش‌نویس"))


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def edit(request: SignedRequest, pk: int) -> HttpResponse:
    """Correct what a run says; what it said before is kept."""
    run = loading.run_in_reach(request.user, pk, EDIT)
    form, told = _form(request, initial_of(run)), []
    if request.method == "POST" and form.is_valid():
        try:
            risen = announcing.correct(
                run=run, wish=form.wish(), by=request.user, at=timezone.now()
            )
        except REFUSED as refused:
            told = against(refused)
        else:
            notices.say(request, _corrected(len(risen)))
            return redirect("delivery:run", pk=run.pk)
    title = _("تصحیح اجرا")
    return _page(request, form, told, run=run, title=title, button=_("ثبت"))


@require_POST
@requires(EDIT)
def publish(request: SignedRequest, pk: int) -> HttpResponse:
    """Announce a run to those it is for."""
    run = loading.run_in_reach(request.user, pk, EDIT)
    try:
        announcing.publish(run=run, by=request.user, at=timezone.now())
    except REFUSED as refused:
        context = {
            "title": _("این اجرا را هنوز نمی‌توان اعلام کرد"),
            "crumbs": loading.crumbs(run, here=_("اعلام")),
            "reasons": against(refused),
            "back": reverse("delivery:run", args=[run.pk]),
        }
        return render(request, "delivery/refused.html", context, status=422)
    notices.say(request, _("اجرا اعلام شد."))
    return redirect("delivery:run", pk=run.pk)


def against(refused: Objected | NotAuthorised) -> list[Reason]:
    """Return why a run is refused, as sentences."""
    if isinstance(refused, NotAuthorised):
        return unauthorised(refused.refusals)
    return objections(refused.objections)


def _corrected(risen: int) -> str:
    if not risen:
        return _("تصحیح ثبت شد.")
    words = ngettext(
        "تصحیح ثبت شد؛ %(n)s نفر از فهرست انتظار جا گرفت.",
        "تصحیح ثبت شد؛ %(n)s نفر از فهرست انتظار جا گرفتند.",
        risen,
    )
    return words % {"n": number(risen)}


def _form(request: SignedRequest, initial: dict[str, Any]) -> RunForm:
    today = timezone.localdate()
    return RunForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        units=Unit.objects.visible_to(request.user, on=today, permission=EDIT),
    )


def _page(
    request: SignedRequest,
    form: RunForm,
    told: list[Reason],
    *,
    run: Run | None = None,
    **words: str,
) -> HttpResponse:
    back = reverse("delivery:run", args=[run.pk]) if run else reverse("delivery:runs")
    context = {
        "crumbs": loading.crumbs(run, here=words["title"]),
        "form": form,
        "reasons": told,
        "back": back,
        **words,
    }
    status = 422 if form.errors or told else 200
    return render(request, "delivery/act.html", context, status=status)
