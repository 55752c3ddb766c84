"""Invoices of a run: recorded, corrected, called off, put back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from karamad.cycle.costs.actions import invoicing
from karamad.cycle.costs.actions.refusing import Refused
from karamad.cycle.costs.forms import InvoiceForm, ReasonForm, initial_of
from karamad.cycle.costs.letters import ground_words
from karamad.cycle.costs.models import Invoice
from karamad.cycle.costs.views import acting, loading
from karamad.cycle.delivery.letters.refusals import title_of
from karamad.cycle.delivery.models import Run
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices

EDIT = Permission.COSTS_INVOICE_EDIT


@require_http_methods(["GET", "POST"])
@never_cache
@requires(EDIT)
def new(request: SignedRequest, pk: int) -> HttpResponse:
    """Record an invoice of a run within reach."""
    run = loading.run_in_reach(request.user, pk, EDIT)
    start = {"provider": run.provider, "issued_on": timezone.localdate()}
    form = InvoiceForm(
        request.POST if request.method == "POST" else None, initial=start
    )
    if request.method == "POST" and form.is_valid():
        try:
            invoicing.record_invoice(
                run=run, wording=form.wording(), by=request.user, at=timezone.now()
            )
        except Refused as refused:
            acting.refuse(form, refused)
        else:
            notices.say(request, _("صورت‌حساب ثبت شد."))
            return redirect("costs:run", pk=run.pk)
    return _page(request, form, run, _("صورت‌حساب تازه"), _("ثبت صورت‌حساب"))


@require_http_methods(["GET", "POST"])
@never_cache
@requires(EDIT)
def edit(request: SignedRequest, pk: int, invoice_id: int) -> HttpResponse:
    """Correct an invoice; what it said before is kept."""
    run, invoice = _own(request, pk, invoice_id)
    form = InvoiceForm(
        request.POST if request.method == "POST" else None, initial=initial_of(invoice)
    )
    if request.method == "POST" and form.is_valid():
        try:
            changed = invoicing.correct_invoice(
                invoice=invoice,
                wording=form.wording(),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            acting.refuse(form, refused)
        else:
            words = _("صورت‌حساب اصلاح شد.") if changed else _("چیزی دگرگون نشد.")
            notices.say(request, words)
            return redirect("costs:run", pk=run.pk)
    return _page(request, form, run, _("اصلاح صورت‌حساب"), _("ثبت اصلاح"))


@require_http_methods(["GET", "POST"])
@never_cache
@requires(EDIT)
def cancel(request: SignedRequest, pk: int, invoice_id: int) -> HttpResponse:
    """Call an invoice off, with the reason; it stays to be read."""
    run, invoice = _own(request, pk, invoice_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            invoicing.cancel_invoice(
                invoice=invoice,
                reason=form.cleaned_data["note"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            acting.refuse(form, refused)
        else:
            undo = reverse("costs:put-back-invoice", args=[run.pk, invoice.pk])
            notices.say(request, _("صورت‌حساب ابطال شد."), undo=undo)
            return redirect("costs:run", pk=run.pk)
    title = _("ابطال صورت‌حساب %(number)s") % {"number": invoice.number}
    return _page(request, form, run, title, _("ابطال کن"))


@require_POST
@never_cache
@requires(EDIT)
def put_back(request: SignedRequest, pk: int, invoice_id: int) -> HttpResponse:
    """Let an invoice stand again that was called off."""
    run, invoice = _own(request, pk, invoice_id)
    try:
        invoicing.put_back(invoice=invoice, by=request.user, at=timezone.now())
    except Refused as refused:
        for ground in refused.grounds:
            notices.say(request, ground_words(ground), tone="warn")
    else:
        notices.say(request, _("صورت‌حساب برگشت."))
    return redirect("costs:run", pk=run.pk)


def _own(request: SignedRequest, pk: int, invoice_id: int) -> tuple[Run, Invoice]:
    run = loading.run_in_reach(request.user, pk, EDIT)
    rows = Invoice.objects.filter(costing__run=run)
    related = rows.select_related("costing__run", "provider")
    return run, get_object_or_404(related, pk=invoice_id)


def _page(
    request: SignedRequest, form: object, run: Run, title: str, button: str
) -> HttpResponse:
    return acting.page(
        request,
        form,
        back=reverse("costs:run", args=[run.pk]),
        crumbs=loading.run_crumbs(run, title),
        title=title,
        lede=title_of(run),
        button=button,
    )
