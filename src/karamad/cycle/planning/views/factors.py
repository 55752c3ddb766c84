"""Factors of a tariff, in the browser: added, changed, taken out."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from karamad.cycle.planning.actions import factors as acts
from karamad.cycle.planning.actions.refusing import Refused
from karamad.cycle.planning.forms.factors import FactorForm
from karamad.cycle.planning.letters.plans import factor_ground_words, factor_words
from karamad.cycle.planning.models import Tariff, TariffFactor
from karamad.cycle.planning.views import acting
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.components import Crumb
from karamad.web.display import plain_digits

EDIT = Permission.PLANNING_TARIFF_EDIT


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def new(request: SignedRequest, year: int) -> HttpResponse:
    """Add a factor to the tariff of a year."""
    tariff = get_object_or_404(Tariff, year=year)
    form = FactorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            acts.add_factor(
                tariff=tariff, wish=form.wish(), by=request.user, at=timezone.now()
            )
        except Refused as refused:
            acting.refuse(form, refused, factor_ground_words)
        else:
            notices.say(request, _("ضریب ثبت شد؛ پیش‌نویس‌ها را از نو حساب کنید."))
            return redirect("planning:tariffs")
    title = _("ضریب تازهٔ تعرفهٔ %(year)s") % {"year": plain_digits(year)}
    return _page(request, form, title, _("ثبت ضریب"))


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def edit(request: SignedRequest, year: int, position: int) -> HttpResponse:
    """Change a factor of the tariff of a year."""
    row = _own(year, position)
    start = {name: getattr(row, name) for name in FactorForm.base_fields}
    form = FactorForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            changed = acts.change_factor(
                factor=row, wish=form.wish(), by=request.user, at=timezone.now()
            )
        except Refused as refused:
            acting.refuse(form, refused, factor_ground_words)
        else:
            words = _("ضریب اصلاح شد.") if changed else _("چیزی دگرگون نشد.")
            notices.say(request, words)
            return redirect("planning:tariffs")
    title = _("ضریب: %(when)s") % {"when": factor_words(row) or _("همیشه")}
    return _page(request, form, title, _("ثبت اصلاح"))


@require_POST
@requires(EDIT)
def drop(request: SignedRequest, year: int, position: int) -> HttpResponse:
    """Take a factor out of the tariff of a year."""
    row = _own(year, position)
    try:
        acts.drop_factor(factor=row, by=request.user, at=timezone.now())
    except Refused as refused:
        for ground in refused.grounds:
            notices.say(request, factor_ground_words(ground), tone="warn")
    else:
        notices.say(request, _("ضریب برداشته شد؛ پیش‌نویس‌ها را از نو حساب کنید."))
    return redirect("planning:tariffs")


def _own(year: int, position: int) -> TariffFactor:
    rows = TariffFactor.objects.select_related("tariff")
    return get_object_or_404(rows, tariff__year=year, position=position)


def _page(request: SignedRequest, form: Any, title: str, button: str) -> HttpResponse:
    back = reverse("planning:tariffs")
    return acting.page(
        request,
        form,
        back=back,
        crumbs=[Crumb(_("تعرفه‌ها"), back)],
        title=title,
        lede=_("برنامه‌های مصوب با تعرفهٔ تازه دگرگون نمی‌شوند."),
        button=button,
    )
