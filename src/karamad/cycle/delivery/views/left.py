"""Naming for a run who is left of a programme in a province, all in one act."""

from __future__ import annotations

from dataclasses import dataclass

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
from karamad.cycle.delivery.models import Nomination, Run
from karamad.cycle.delivery.views.needed import run_words
from karamad.cycle.delivery.views.nominating import begun, too_many
from karamad.cycle.eligibility.actions.standing import NoExtract
from karamad.cycle.planning.models import Programme
from karamad.registers.people.models import Unit, UnitKind
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web.components import Crumb
from karamad.web.display import jalali_long, number
from karamad.web.templatetags.words import said

NAME = Permission.DELIVERY_ENROLMENT_NOMINATE
EDIT = Permission.DELIVERY_RUN_EDIT
LIST = Permission.PEOPLE_PERSON_LIST


@dataclass(frozen=True, slots=True)
class Left:
    """A programme in a province, and the runs for which its people can be named."""

    programme: Programme
    unit: Unit
    runs: list[Run]


@require_http_methods(["GET", "POST"])
@never_cache
@requires(NAME)
def name_left(request: SignedRequest, pk: int, unit_id: int) -> HttpResponse:
    """Choose a run for who is left of a programme here, and name them all for it."""
    left = _left(request, pk, unit_id)
    form = NeededForm(
        request.POST if request.method == "POST" else None,
        runs=[(str(row.pk), run_words(row)) for row in left.runs],
    )
    against, people = "", 0
    try:
        if request.method == "POST" and form.is_valid():
            return begun(_named(request, left, form))
        typed = nominating.left_people(
            left.programme, left.unit, by=request.user, on=timezone.localdate()
        )
        people = len(typed)
    except NoExtract:
        against = _("دفترها هنوز به ستون رونویسی نشده‌اند؛ اندکی بعد بیازمایید.")
    except TooMany:
        form.add_error(None, too_many())
    except Elsewhere:
        form.add_error("run", _("این اجرا از دورهٔ دیگری است."))
    return _page(request, left, form, people, against)


def _left(request: SignedRequest, pk: int, unit_id: int) -> Left:
    today = timezone.localdate()
    programme = get_object_or_404(Programme, pk=pk)
    units = Unit.objects.visible_to(request.user, on=today, permission=LIST)
    unit = get_object_or_404(units.filter(kind=UnitKind.PROVINCE), pk=unit_id)
    seen = Run.objects.visible_to(request.user, on=today, permission=NAME)
    runs = seen.taking_the_named(today).filter(course__in=programme.courses.all())
    rows = runs.select_related("course", "unit").with_placed().coming_first()
    return Left(programme, unit, list(rows))


def _named(request: SignedRequest, left: Left, form: NeededForm) -> Nomination:
    return nominating.nominate_left(
        run=next(row for row in left.runs if str(row.pk) == form.chosen),
        left=(left.programme, left.unit),
        by=request.user,
        at=timezone.now(),
        once=form.cleaned_data["once"],
    )


def _page(
    request: SignedRequest, left: Left, form: NeededForm, people: int, against: str
) -> HttpResponse:
    today = timezone.localdate()
    name, unit = said(left.programme, "title"), said(left.unit, "name")
    back = reverse("planning:left", args=[left.programme.pk, left.unit.pk])
    words = ngettext(
        "%(n)s نفر از %(unit)s معرفی می‌شود",
        "%(n)s نفر از %(unit)s معرفی می‌شوند",
        people,
    ) % {"n": number(people), "unit": unit}
    context = {
        "title": words if people else _("از %(unit)s کسی نمانده است") % {"unit": unit},
        "lede": _("ماندگان «%(programme)s» در %(day)s")
        % {"programme": name, "day": jalali_long(today)},
        "crumbs": [
            Crumb(_("برنامه‌های سراسری"), reverse("planning:programmes")),
            Crumb(str(name), reverse("planning:programme", args=[left.programme.pk])),
            Crumb(str(unit), back),
            Crumb(_("معرفی")),
        ],
        "form": form,
        "against": against,
        "people": people,
        "runs": left.runs,
        "nobody": _("همه گذرانده‌اند، یا آنان که مانده‌اند در دامنهٔ شما نیستند."),
        "back": back,
        "may_open": EDIT in request.user.permissions_on(today),
    }
    status = 422 if form.errors else 200
    return render(request, "delivery/needed.html", context, status=status)
