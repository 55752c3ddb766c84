"""One page for people known already: a run is chosen, and all are named for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karamad.cycle.delivery.actions.nominating import Elsewhere, TooMany
from karamad.cycle.delivery.forms.seating import NeededForm
from karamad.cycle.delivery.letters.refusals import title_of
from karamad.cycle.delivery.models import Nomination, Run
from karamad.cycle.delivery.models.runs import RunQuerySet
from karamad.cycle.delivery.views.nominating import begun, no_extract, too_many
from karamad.cycle.eligibility.actions.standing import NoExtract
from karamad.cycle.planning.actions.behind import NobodyNamed
from karamad.trust.accounts.permissions import Permission, SignedRequest
from karamad.web.display import jalali_long, number, said

NAME = Permission.DELIVERY_ENROLMENT_NOMINATE
EDIT = Permission.DELIVERY_RUN_EDIT


@dataclass(frozen=True, slots=True)
class Group:
    """People known already, and what may be done with them.

    runs: for which they may be named. count: how many they are today; 0, too, where
    nobody can say. name: names all of them for a run. title: of so many; None where
    it is not known how many.
    """

    runs: list[Run]
    count: Callable[[], int]
    name: Callable[[Run, UUID | None], Nomination]
    title: Callable[[int | None], str]


def runs_for(request: SignedRequest) -> RunQuerySet:
    """Return the runs that take people whom the reader names."""
    today = timezone.localdate()
    seen = Run.objects.visible_to(request.user, on=today, permission=NAME)
    runs = seen.taking_the_named(today).select_related("course", "unit")
    return runs.with_placed().coming_first()


def choose_run(
    request: SignedRequest, group: Group, words: dict[str, Any]
) -> HttpResponse:
    """Ask for which run a group is named, and name it. words: of the page."""
    form = NeededForm(
        request.POST if request.method == "POST" else None,
        runs=[(str(row.pk), run_words(row)) for row in group.runs],
    )
    people, against = None, ""
    try:
        if (made := _named(request, group, form)) is not None:
            return begun(made)
        people = group.count()
    except NoExtract:
        against = no_extract()
    except NobodyNamed:
        against = _(
            "این نیاز شمار دارد و نام ندارد، زیرا به دستور ثبت شده است؛ "
            "در صفحهٔ اجرا با فهرست معرفی کنید."
        )
    context = {
        "title": group.title(people),
        "form": form,
        "against": against,
        "people": people,
        "runs": group.runs,
        "may_open": EDIT in request.user.permissions_on(timezone.localdate()),
        **words,
    }
    status = 422 if form.errors else 200
    return render(request, "delivery/needed.html", context, status=status)


def _named(request: SignedRequest, group: Group, form: NeededForm) -> Nomination | None:
    """Name the group for the run chosen; None, said on the form, where it is not."""
    if request.method != "POST" or not form.is_valid():
        return None
    run = next(row for row in group.runs if str(row.pk) == form.chosen)
    try:
        return group.name(run, form.cleaned_data["once"])
    except TooMany:
        form.add_error(None, too_many())
    except Elsewhere:
        form.add_error("run", _("این اجرا از دورهٔ دیگری است."))
    return None


def run_words(run: Run) -> str:
    """Name a run by what decides between two of one course, that first: phones cut."""
    free = max(0, run.capacity - getattr(run, "placed", 0))
    words = {
        "title": title_of(run),
        "unit": said(run.unit, "name"),
        "day": jalali_long(run.first_day) if run.first_day else _("بی‌روز"),
        "n": number(free),
    }
    return (
        ngettext(
            "%(day)s، %(n)s جای خالی، در %(unit)s: %(title)s",
            "%(day)s، %(n)s جای خالی، در %(unit)s: %(title)s",
            free,
        )
        % words
    )
