"""A form that acts: it says first what will happen, then does it once confirmed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from karamad.registers.people.actions import Refused
from karamad.registers.people.rules import Refusal
from karamad.trust.accounts.permissions import SignedRequest
from karamad.web import notices
from karamad.web.components import Crumb

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """One act behind a form.

    do: performs it and returns what is said afterwards. foresee: what will happen, in
    sentences; without it the act needs no second look. back: where to go then.
    """

    title: str
    crumbs: Sequence[Crumb]
    back: str
    do: Callable[[Facts], str]
    foresee: Callable[[Facts], list[str]] | None = None
    button: str = ""
    grave: bool = False
    lede: str = ""


def perform(request: SignedRequest, form: forms.Form, act: Act) -> HttpResponse:
    """Show the form, what it will do, and do it; a refusal stands in the form."""
    foreseen: list[str] = []
    if request.method == "POST" and form.is_valid():
        if act.foresee is None or "confirm" in request.POST:
            said = _tried(form, act.do)
            if said is not None:
                notices.say(request, said)
                return redirect(act.back)
        elif _tried(form, act.do, for_show=True) is not None:
            foreseen = act.foresee(form.cleaned_data)
    context = {"title": act.title, "act": act, "form": form, "foreseen": foreseen}
    status = 422 if form.errors else 200
    return render(request, "people/act.html", context, status=status)


def _tried(
    form: forms.Form, do: Callable[[Facts], str], *, for_show: bool = False
) -> str | None:
    """Do it; for show, undo it at once. None when refused: the form says why."""
    try:
        with transaction.atomic():
            said = do(form.cleaned_data)
            if for_show:
                transaction.set_rollback(True)
            return said
    except Refused as refused:
        for refusal in refused.refusals:
            form.add_error(None, refusal_words(refusal))
        return None


def refusal_words(refusal: Refusal) -> str:
    """Return a refusal in the words of the page's language."""
    try:
        about: date | str = date.fromisoformat(refusal.about)
    except ValueError:
        about = refusal.about
    name = f"people/refusals/{refusal.ground}.html"
    return render_to_string(name, {"about": about}).strip()
