"""A form on a page of its own: how it says no, and how it is shown."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from karamad.cycle.costs.actions.refusing import Refused
from karamad.cycle.costs.letters import FIELDS, ground_words
from karamad.trust.accounts.permissions import SignedRequest
from karamad.web.components import Crumb


def refuse(form: Any, refused: Refused) -> None:
    """Say every reason beside the field it is about, else above the form."""
    for ground in refused.grounds:
        name = FIELDS.get(ground)
        form.add_error(name if name in form.fields else None, ground_words(ground))


def page(
    request: SignedRequest,
    form: Any,
    *,
    back: str,
    crumbs: list[Crumb],
    **words: Any,
) -> HttpResponse:
    """Show a form with its title, button and way back."""
    context = {"crumbs": crumbs, "form": form, "back": back, **words}
    status = 422 if form.errors else 200
    return render(request, "web/act.html", context, status=status)
