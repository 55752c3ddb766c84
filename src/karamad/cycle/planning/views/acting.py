"""A form on a page of its own: what it shows, and how it says no."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from karamad.cycle.planning.actions.refusing import Refused
from karamad.cycle.planning.letters.needs import ground_words
from karamad.trust.accounts.permissions import SignedRequest
from karamad.web.components import Crumb


def refuse(
    form: Any, refused: Refused, words: Callable[[str], str] = ground_words
) -> None:
    """Say every reason above the form."""
    for ground in refused.grounds:
        form.add_error(None, words(ground))


def page(
    request: SignedRequest,
    form: Any,
    *,
    back: str,
    crumbs: list[Crumb],
    **words: Any,
) -> HttpResponse:
    """Show a form with its title, lede, button and way back."""
    context = {"crumbs": crumbs, "form": form, "back": back, **words}
    status = 422 if form.errors else 200
    return render(request, "web/act.html", context, status=status)
