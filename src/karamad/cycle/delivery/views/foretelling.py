"""An act on a run in two steps: what it would do and whom it touches, then doing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from karamad.cycle.delivery.actions.refusing import (
    Hindered,
    NotAuthorised,
    NotStanding,
    NotTakenBack,
    Objected,
)
from karamad.cycle.delivery.actions.trying import tried
from karamad.cycle.delivery.letters.announcing import objections, unauthorised
from karamad.cycle.delivery.letters.nominating import STAYS
from karamad.cycle.delivery.letters.refusals import Reason, hindrances_by_hour
from karamad.cycle.delivery.models import Run
from karamad.cycle.delivery.views import loading
from karamad.trust.accounts.permissions import SignedRequest
from karamad.web.components import Count

Done = TypeVar("Done")
REFUSED = (Hindered, NotAuthorised, NotStanding, NotTakenBack, Objected)


@dataclass(slots=True)
class Foretold:
    """What an act would come to: how many it touches, and what is to be known."""

    counts: list[Count]
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Act(Generic[Done]):
    """One act on a run. do: with the form valid; foretell, finish: of what it did."""

    run: Run
    form: Form
    do: Callable[[], Done]
    foretell: Callable[[Done], Foretold]
    finish: Callable[[Done], HttpResponse]


def page(request: SignedRequest, act: Act[Any], **words: Any) -> HttpResponse:
    """Ask the form; show what would happen; and do it when that was seen.

    words: title, here, button; note, danger.
    """
    told: list[Reason] = []
    foretold = None
    if request.method == "POST" and act.form.is_valid():
        seen = request.POST.get("seen") == _typed(request.POST, act.form)
        try:
            if seen and "do" in request.POST:
                return act.finish(act.do())
            foretold = act.foretell(tried(act.do))
        except REFUSED as refused:
            told = against(refused)
    context = {
        "crumbs": loading.crumbs(act.run, here=words["here"]),
        "form": act.form,
        "reasons": told,
        "foretold": foretold,
        "seen": _typed(request.POST, act.form),
        "back": reverse("delivery:run", args=[act.run.pk]),
        **words,
    }
    status = 422 if act.form.errors or told else 200
    return render(request, "delivery/move.html", context, status=status)


def against(
    refused: Hindered | NotAuthorised | NotStanding | NotTakenBack | Objected,
) -> list[Reason]:
    """Return why an act on a run is refused, as sentences."""
    if isinstance(refused, Hindered):
        return hindrances_by_hour(refused.obstacles)
    if isinstance(refused, NotAuthorised):
        return unauthorised(refused.refusals)
    if isinstance(refused, Objected):
        return objections(refused.objections)
    if isinstance(refused, NotTakenBack):
        return [Reason(refused.why.value, str(STAYS[refused.why]))]
    return [Reason("not_standing", _("این اجرا یا جلسه لغو یا بسته شده است."))]


def _typed(post: QueryDict, form: Form) -> str:
    """What stands in the form, so that nothing is done that was not seen before."""
    return "&".join(f"{name}={'|'.join(post.getlist(name))}" for name in form.fields)
