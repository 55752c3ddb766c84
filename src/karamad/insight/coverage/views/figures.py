"""Who meets the conditions of his post: the nation, a unit, down to the people."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from karamad.insight.coverage.actions import places
from karamad.insight.coverage.actions.asking import cube
from karamad.insight.coverage.actions.disclosing import is_shown
from karamad.insight.coverage.letters import headline, lede, name_of
from karamad.insight.coverage.rules import Figures
from karamad.insight.coverage.views import shown
from karamad.insight.coverage.views.asked import FIGURES, Question, chips, filters, read
from karamad.insight.coverage.views.work import over, progress_of
from karamad.registers.people.models import Unit
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import SignedRequest, requires
from karamad.web.components import Crumb
from karamad.web.display import jalali_long


@require_GET
@requires(FIGURES)
def nation(request: SignedRequest) -> HttpResponse:
    """Show all that the reader may ask about."""
    return _page(request, read(request))


@require_GET
@requires(FIGURES)
def unit(request: SignedRequest, pk: int) -> HttpResponse:
    """Show a unit in the reader's reach, line by line of what lies in it."""
    question = read(request, pk)
    refuse_what_is_hidden(request, question)
    return _page(request, question)


def refuse_what_is_hidden(request: SignedRequest, question: Question) -> None:
    """Errors: Http404 for a unit whose line is hidden from this reader."""
    place = question.place
    if place.sees_people or place.is_whole or question.book is None:
        return
    assert place.unit is not None  # noqa: S101 - what is not whole is a unit
    top = places.whole(request.user, on=timezone.localdate())
    if not is_shown(question.book, top, place.unit):
        raise Http404


def _page(request: SignedRequest, question: Question) -> HttpResponse:
    context: dict[str, Any] = {
        "question": question,
        "as_of": question.as_of,
        "crumbs": crumbs(question, request.user),
        "progress": progress_of(question.tally, request.user),
        "tally": question.tally,
        "over": over(question.tally),
    }
    if question.book is None:
        context["title"] = _("شمارش %(day)s هنوز آماده نیست") % {
            "day": jalali_long(question.as_of.day)
        }
        return render(request, "coverage/counting.html", context)
    answer = cube(question.book, question.place, question.asked, question.criteria)
    lines = shown.lines(question, answer)
    total = lines.total or Figures()
    rows = shown.in_order(lines.rows, request.GET.get("sort", shown.WORST))
    of_criterion = question.criterion is not None
    context |= {
        "title": headline(lines.total, question.place.unit, of_criterion=of_criterion),
        "lede": lede(total, of_criterion=of_criterion) if total.people else "",
        "chips": chips(question),
        "form": filters(question),
        "counts": shown.counts(question, total) if lines.total else [],
        "rows": rows,
        "total": total,
        "hides": lines.hides,
        "hidden_whole": lines.total is None,
        "map": shown.map_of(question, rows),
        "lacked": shown.lacked(question, answer) if lines.total else [],
        "of_criterion": of_criterion,
        "trend_url": question.address("trend") if has_trend(question) else "",
        "people_url": question.address("people") if question.place.sees_people else "",
        "csv_url": question.address("rows", ending="csv"),
        "xlsx_url": question.address("rows", ending="xlsx"),
    }
    return render(request, "coverage/figures.html", context)


def has_trend(question: Question) -> bool:
    """Past months of a part would tell of its people, as the part itself would.

    A whole of which the reader knows a part by another role is told less that part.
    """
    place = question.place
    return place.sees_people or (place.is_whole and not place.known)


def crumbs(question: Question, user: User) -> list[Crumb]:
    """Return the way from the top of the tree down to the place."""
    place = question.place
    if place.unit is None or place.is_whole:
        return []
    keys = [int(key) for key in place.path.split(".") if key][:-1]
    reachable = Unit.objects.visible_to(
        user, on=timezone.localdate(), permission=FIGURES
    )
    above = reachable.in_bulk(keys)
    way = [Crumb(_("پوشش"), question.address("unit", whole=True))]
    if place.sees_people:
        way += [
            Crumb(name_of(above[key]), question.address("unit", key))
            for key in keys
            if key in above
        ]
    return [*way, Crumb(name_of(place.unit))]
