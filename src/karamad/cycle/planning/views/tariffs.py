"""Tariffs: what they say, where that comes from, and the form that sets them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from karamad.cycle.planning.actions import tariffs as acts
from karamad.cycle.planning.forms.plans import TariffForm
from karamad.cycle.planning.letters import plans as letters
from karamad.cycle.planning.models import Tariff
from karamad.cycle.planning.views import acting
from karamad.kernel.jalali import jalali_year
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.components import Crumb
from karamad.web.display import plain_digits

EDIT = Permission.PLANNING_TARIFF_EDIT


@require_GET
@requires(Permission.PLANNING_PLAN_VIEW)
def tariffs(request: SignedRequest) -> HttpResponse:
    """List the tariffs, the newest first, each with its factors and its document."""
    today = timezone.localdate()
    rows = list(Tariff.objects.newest_first().prefetch_related("factors"))
    context = {
        "title": letters.tariff_title(rows[0] if rows else None),
        "crumbs": [Crumb(_("برنامه‌ها"), reverse("planning:plans"))],
        "tariffs": [
            (
                row,
                [
                    (letters.factor_words(factor), factor)
                    for factor in sorted(row.factors.all(), key=lambda f: f.position)
                ],
            )
            for row in rows
        ],
        "may_edit": EDIT in request.user.permissions_on(today),
    }
    return render(request, "planning/tariffs.html", context)


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def new_tariff(request: SignedRequest) -> HttpResponse:
    """Set the tariff of a year that has none; it begins with the factors before."""
    initial = {"year": jalali_year(timezone.localdate())}
    form = TariffForm(
        request.POST if request.method == "POST" else None, factors=[], initial=initial
    )
    typed = form.data.get("year", "") if form.is_bound else ""
    if form.is_valid() and Tariff.objects.filter(year=form.cleaned_data["year"]):
        words = _("تعرفهٔ سال %(year)s هست؛ همان را اصلاح کنید.")
        form.add_error("year", words % {"year": plain_digits(typed)})
    return _form(request, form, _("تعرفهٔ سال تازه"))


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def tariff(request: SignedRequest, year: int) -> HttpResponse:
    """Set what the tariff of a year says."""
    row = get_object_or_404(Tariff, year=year)
    names = ("year", "document", "base", "status", "source_url")
    form = TariffForm(
        request.POST if request.method == "POST" else None,
        factors=list(row.factors.order_by("position")),
        initial={name: getattr(row, name) for name in names},
    )
    form.fields["year"].disabled = True
    return _form(request, form, _("تعرفهٔ %(year)s") % {"year": plain_digits(year)})


def _form(request: SignedRequest, form: Any, title: str) -> HttpResponse:
    back = reverse("planning:tariffs")
    if request.method == "POST" and form.is_valid():
        acts.set_tariff(
            year=form.cleaned_data["year"],
            wording=form.wording(),
            factors=form.values(),
            by=request.user,
            at=timezone.now(),
        )
        words = _("تعرفه ثبت شد؛ پیش‌نویس‌ها با «بها را از نو حساب کن» تازه می‌شوند.")
        notices.say(request, words)
        return redirect(back)
    return acting.page(
        request,
        form,
        back=back,
        crumbs=[Crumb(_("تعرفه‌ها"), back)],
        title=title,
        lede=_("برنامه‌های مصوب با تعرفهٔ تازه دگرگون نمی‌شوند."),
        button=_("ثبت تعرفه"),
    )
