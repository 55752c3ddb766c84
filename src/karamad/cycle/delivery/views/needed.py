"""Naming for a run the people of a need: who the judge says lack it, or who asked."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from karamad.cycle.delivery.actions import nominating
from karamad.cycle.delivery.actions.nominating import Elsewhere, TooMany
from karamad.cycle.delivery.forms.seating import NeededForm
from karamad.cycle.delivery.letters.refusals import title_of
from karamad.cycle.delivery.models import Run
from karamad.cycle.delivery.views.nominating import begun, too_many
from karamad.cycle.eligibility.actions.standing import NoExtract
from karamad.cycle.planning.actions.behind import NobodyNamed
from karamad.cycle.planning.letters import needs as letters
from karamad.cycle.planning.models import Need
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web.components import Crumb
from karamad.web.display import jalali_long, number
from karamad.web.templatetags.words import said

NAME = Permission.DELIVERY_ENROLMENT_NOMINATE
EDIT = Permission.DELIVERY_RUN_EDIT


@require_http_methods(["GET", "POST"])
@never_cache
@requires(NAME)
def name_needed(request: SignedRequest, pk: int) -> HttpResponse:
    """Choose a run for the people of a need, and name them all for it."""
    today = timezone.localdate()
    seen = Need.objects.visible_to(request.user, on=today).with_people()
    need = get_object_or_404(seen, pk=pk)
    runs = Run.objects.visible_to(request.user, on=today, permission=NAME)
    runs = (
        runs.taking_the_named(today)
        .filter(course=need.course)
        .select_related("course", "unit")
    )
    rows = list(runs.with_placed().coming_first())
    form = NeededForm(
        request.POST if request.method == "POST" else None,
        runs=[(str(row.pk), run_words(row)) for row in rows],
    )
    against = ""
    people = 0
    try:
        if request.method == "POST" and form.is_valid():
            made = nominating.nominate_needed(
                run=next(row for row in rows if str(row.pk) == form.chosen),
                need=need,
                by=request.user,
                at=timezone.now(),
                once=form.cleaned_data["once"],
            )
            return begun(made)
        people = len(nominating.needed_people(need, by=request.user, on=today))
    except NoExtract:
        against = _("دفترها هنوز به ستون رونویسی نشده‌اند؛ اندکی بعد بیازمایید.")
    except NobodyNamed:
        against = _(
            "این نیاز شمار دارد و نام ندارد، زیرا به دستور ثبت شده است؛ "
            "در صفحهٔ اجرا با فهرست معرفی کنید."
        )
    except TooMany:
        form.add_error(None, too_many())
    except Elsewhere:
        form.add_error("run", _("این اجرا از دورهٔ دیگری است."))
    return _page(request, need, form, rows, people, against)


def _page(
    request: SignedRequest,
    need: Need,
    form: NeededForm,
    rows: list[Run],
    people: int,
    against: str,
) -> HttpResponse:
    what, back = letters.what(need), reverse("planning:need", args=[need.pk])
    today = timezone.localdate()
    context: dict[str, Any] = {
        "title": _title(people, what) if not against else what,
        "lede": _("در %(unit)s، از روی سنجش %(day)s")
        % {"unit": said(need.unit, "name"), "day": jalali_long(today)},
        "crumbs": [
            Crumb(_("نیازها"), reverse("planning:needs")),
            Crumb(what, back),
            Crumb(_("معرفی")),
        ],
        "courseless": need.course is None,
        "nobody": _(
            "از روز ثبت نیاز تا امروز شرط برآورده شده است، "
            "یا آنان که مانده‌اند در محدودهٔ شما نیستند."
        ),
        "form": form,
        "against": against,
        "people": people,
        "runs": rows,
        "back": back,
        "may_open": EDIT in request.user.permissions_on(today),
    }
    status = 422 if form.errors else 200
    return render(request, "delivery/needed.html", context, status=status)


def _title(people: int, what: str) -> str:
    words = {"n": number(people), "what": what}
    if not people:
        return _("امروز کسی در محدودهٔ شما «%(what)s» کم ندارد") % words
    return (
        ngettext(
            "%(n)s نفر برای «%(what)s» معرفی می‌شود",
            "%(n)s نفر برای «%(what)s» معرفی می‌شوند",
            people,
        )
        % words
    )


def run_words(run: Run) -> str:
    """Name a run by what decides between two of one course."""
    free = max(0, run.capacity - getattr(run, "placed", 0))
    day = jalali_long(run.first_day) if run.first_day else _("بی‌روز")
    words = {
        "title": title_of(run),
        "unit": said(run.unit, "name"),
        "day": day,
        "n": number(free),
    }
    return (
        ngettext(
            "%(title)s در %(unit)s، %(day)s، %(n)s جای خالی",
            "%(title)s در %(unit)s، %(day)s، %(n)s جای خالی",
            free,
        )
        % words
    )
