"""Naming many for a run: a list, a file, or who lacks the course."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from karamad.cycle.delivery import tasks
from karamad.cycle.delivery.actions import nominating
from karamad.cycle.delivery.actions.listed import Typed
from karamad.cycle.delivery.actions.nominating import TooMany
from karamad.cycle.delivery.actions.reading import typed_of_file, typed_of_text
from karamad.cycle.delivery.forms.seating import LackingForm, NamingForm
from karamad.cycle.delivery.letters.refusals import title_of
from karamad.cycle.delivery.models import Nomination, Run, Source
from karamad.cycle.delivery.views import loading
from karamad.cycle.eligibility.actions.standing import NoExtract
from karamad.registers.exchange.rules.faults import Unreadable
from karamad.registers.exchange.wording import of_file
from karamad.registers.people.models import Unit
from karamad.registers.people.models.units import UnitQuerySet
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web.display import number

NAME = Permission.DELIVERY_ENROLMENT_NOMINATE


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
                run=run,
                typed=typed,
                source=source,
                by=request.user,
                at=timezone.now(),
                once=form.cleaned_data["once"],
            )
        except Unreadable as bad:
            form.add_error("file", of_file(bad.code, bad.about))
        except TooMany:
            form.add_error(None, too_many())
        else:
            return begun(made)
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
        initial={"unit": request.GET.get("unit") or _where(run, units)},
        units=units,
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = nominating.nominate_lacking(
                run=run,
                unit=form.cleaned_data["unit"],
                by=request.user,
                at=timezone.now(),
                once=form.cleaned_data["once"],
            )
        except NoExtract:
            form.add_error(None, no_extract())
        except TooMany:
            form.add_error(None, too_many())
        else:
            return begun(made)
    context = {
        "title": _("معرفی کسانی که این دوره را کم دارند"),
        "lede": title_of(run),
        "note": _("آنان که نمایهٔ پستشان این دوره را می‌خواهد و هنوز نگذرانده‌اند."),
        "button": _("معرفی کن"),
    }
    return _page(request, run, form, context)


def _where(run: Run, units: UnitQuerySet) -> Unit | None:
    """Return whose people most likely are meant: the run's, as far as he reaches."""
    own = units.filter(pk=run.unit_id).first()
    return own or units.order_by("path", "pk").first()


def begun(made: Nomination) -> HttpResponse:
    """Hand the rest of an act to a worker, and lead to the page that says how far."""
    tasks.start(made)
    return redirect("delivery:nomination", pk=made.run_id, nomination_id=made.pk)


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


def no_extract() -> str:
    return _("دفترها هنوز به ستون رونویسی نشده‌اند؛ اندکی بعد بیازمایید.")


def too_many() -> str:
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
