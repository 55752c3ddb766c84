"""Naming many for a run: a list, a file, or who lacks the course; what came of it."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from karamad.cycle.delivery.actions import nominating
from karamad.cycle.delivery.actions.nominating import TooMany, Typed
from karamad.cycle.delivery.actions.reading import typed_of_file, typed_of_text
from karamad.cycle.delivery.forms.seating import LackingForm, NamingForm
from karamad.cycle.delivery.letters import nominating as letters
from karamad.cycle.delivery.letters.refusals import title_of
from karamad.cycle.delivery.models import Nomination, Run, Source
from karamad.cycle.delivery.views import loading
from karamad.cycle.eligibility.actions.standing import NoExtract
from karamad.registers.exchange.rules.faults import Unreadable
from karamad.registers.exchange.rules.quoting import harmless
from karamad.registers.exchange.wording import of_file
from karamad.registers.people.models import Unit
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web.components import Count
from karamad.web.display import number

NAME = Permission.DELIVERY_ENROLMENT_NOMINATE
PAGE = 100


@require_http_methods(["GET", "POST"])
@requires(NAME)
def nominate(request: SignedRequest, pk: int) -> HttpResponse:
    """Name people by their national ids, pasted or in a file."""
    run = loading.run_in_reach(request.user, pk, NAME)
    posted = request.method == "POST"
    form = NamingForm(*((request.POST, request.FILES) if posted else ()))
    if posted and form.is_valid():
        try:
            typed, source = _typed(form)
            made = nominating.nominate_typed(
                run=run, typed=typed, source=source, by=request.user, at=timezone.now()
            )
        except Unreadable as bad:
            form.add_error("file", of_file(bad.code, bad.about))
        except TooMany:
            form.add_error(None, _too_many())
        else:
            return redirect("delivery:nomination", pk=run.pk, nomination_id=made.pk)
    context = {
        "title": _("معرفی برای این اجرا"),
        "lede": title_of(run),
        "note": _("هر که پذیرفته نشود، دلیلش گفته می‌شود و دیگران را نگه نمی‌دارد."),
        "files": True,
        "button": _("معرفی کن"),
    }
    return _page(request, run, form, context)


@require_http_methods(["GET", "POST"])
@requires(NAME)
def nominate_lacking(request: SignedRequest, pk: int) -> HttpResponse:
    """Name whoever of a unit lacks this course, by the profile of his post."""
    run = loading.run_in_reach(request.user, pk, NAME)
    today = timezone.localdate()
    units = Unit.objects.visible_to(request.user, on=today, permission=NAME)
    form = LackingForm(
        request.POST if request.method == "POST" else None,
        initial={"unit": request.GET.get("unit", "")},
        units=units,
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = nominating.nominate_lacking(
                run=run,
                unit=form.cleaned_data["unit"],
                by=request.user,
                at=timezone.now(),
            )
        except NoExtract:
            words = _("دفترها هنوز به ستون رونویسی نشده‌اند؛ اندکی بعد بیازمایید.")
            form.add_error(None, words)
        except TooMany:
            form.add_error(None, _too_many())
        else:
            return redirect("delivery:nomination", pk=run.pk, nomination_id=made.pk)
    context = {
        "title": _("معرفی کسانی که این دوره را کم دارند"),
        "lede": title_of(run),
        "note": _("آنان که نمایهٔ پستشان این دوره را می‌خواهد و هنوز نگذرانده‌اند."),
        "button": _("معرفی کن"),
    }
    return _page(request, run, form, context)


@require_GET
@never_cache
@requires(NAME)
def nomination(request: SignedRequest, pk: int, nomination_id: int) -> HttpResponse:
    """Show what an act of naming came to, and why each of the refused was refused."""
    run = loading.run_in_reach(request.user, pk, NAME)
    made = _own(request, run, nomination_id)
    page = Paginator(made.refused, PAGE).get_page(request.GET.get("page"))
    context = {
        "title": letters.headline(made),
        "run": run,
        "name": title_of(run),
        "made": made,
        "crumbs": loading.crumbs(run, here=_("معرفی")),
        "counts": [
            Count(_("جا گرفتند"), made.placed),
            Count(_("در فهرست انتظار"), made.waiting),
            Count(_("در انتظار موافقت"), made.asked),
            Count(_("نپذیرفته"), len(made.refused), tone="bad" if made.refused else ""),
            Count(_("همه"), made.named, is_sum=True),
        ],
        "whys": letters.whys(made.refused),
        "rows": letters.refused_rows(page.object_list),
        "page": page,
    }
    return render(request, "delivery/nomination.html", context)


@require_GET
@never_cache
@requires(NAME)
def refused_file(request: SignedRequest, pk: int, nomination_id: int) -> HttpResponse:
    """Hand back the refused rows as they were typed, each with its reason, to mend."""
    run = loading.run_in_reach(request.user, pk, NAME)
    made = _own(request, run, nomination_id)
    taken = nominating.take_refused(nomination=made, by=request.user, at=timezone.now())
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="refused-{made.pk}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response, lineterminator="\n")
    writer.writerow(["کد ملی", "خطا"])
    told = letters.refused_rows(refused for _typed, refused in taken)
    for (text, _refused), row in zip(taken, told, strict=True):
        writer.writerow([harmless(text), harmless(str(row.reason))])
    return response


def _own(request: SignedRequest, run: Run, key: int) -> Nomination:
    """Only the seat from which people were named reads what was typed there."""
    made = Nomination.objects.of_seat(request.user).filter(run=run)
    return get_object_or_404(made, pk=key)


def _typed(form: NamingForm) -> tuple[list[Typed], Source]:
    upload = form.cleaned_data.get("file")
    if not upload:
        return typed_of_text(form.cleaned_data["ids"]), Source.LIST
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "named"
        with path.open("wb") as stream:
            for chunk in upload.chunks():
                stream.write(chunk)
        return typed_of_file(path), Source.FILE


def _too_many() -> str:
    most = nominating.MOST
    words = ngettext(
        "یک‌باره بیش از %(n)s نفر معرفی نمی‌شود.",
        "یک‌باره بیش از %(n)s نفر معرفی نمی‌شود.",
        most,
    )
    return words % {"n": number(most)}


def _page(
    request: SignedRequest, run: Run, form: Any, context: dict[str, Any]
) -> HttpResponse:
    shown = {
        "crumbs": loading.crumbs(run, here=_("معرفی")),
        "form": form,
        "back": reverse("delivery:run", args=[run.pk]),
        **context,
    }
    status = 422 if form.errors else 200
    return render(request, "web/act.html", shown, status=status)
