"""The share of the eligible at the last twelve month ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from karamad.insight.coverage import tasks
from karamad.insight.coverage.actions import counting
from karamad.insight.coverage.actions.asking import lines, months
from karamad.insight.coverage.letters import headline
from karamad.insight.coverage.models import Stage
from karamad.insight.coverage.rules import Figures, total_of
from karamad.insight.coverage.views import shown
from karamad.insight.coverage.views.asked import FIGURES, Question, chips, read
from karamad.insight.coverage.views.figures import crumbs, has_trend
from karamad.insight.coverage.views.work import may_stop, over_of_months
from karamad.kernel.hiding import tells
from karamad.kernel.jalali import jalali_parts
from karamad.registers.people.models import Unit
from karamad.trust.accounts.permissions import SignedRequest, requires
from karamad.web.components import Moment, Progress
from karamad.web.display import jalali_long, month_name, number, plain_digits


@dataclass(frozen=True, slots=True)
class Point:
    """The figures of a day."""

    day: date
    figures: Figures


@require_GET
@requires(FIGURES)
def trend(request: SignedRequest, pk: int | None = None) -> HttpResponse:
    """Show how the share of the eligible went, month by month."""
    question = read(request, pk)
    place = question.place
    if not has_trend(question):
        raise Http404
    points = _points(question)
    missing = counting.missing_months(question.as_of.day, at=timezone.now())
    ended = over_of_months(question.as_of.day) if missing else ""
    if missing and ended != Stage.STOPPED:
        tasks.start_months(question.as_of.day)
    books = counting.months_of(question.as_of.day)
    context = {
        "question": question,
        "as_of": question.as_of,
        "crumbs": crumbs(question, request.user),
        "chips": chips(question),
        "title": _title(question, points) or _nothing_told(place.unit, len(missing)),
        "points": points[::-1],
        "moments": [
            Moment(
                _month(each.day, with_year=each in {points[0], points[-1]}),
                each.figures.share or 0.0,
            )
            for each in points
        ],
        "progress": _progress(question, len(missing)),
        "may_stop": may_stop(request.user),
        "over": ended,
        "lasting": shown.lasting(question, books[0]) if books and not missing else [],
        "since": books[0].day if books else None,
    }
    template = "coverage/trend.html"
    if request.headers.get("HX-Request"):
        template += "#trend"
    return render(request, template, context)


def _points(question: Question) -> list[Point]:
    """Return the month ends counted and the day asked, the earliest first.

    Of a criterion only those that were counted by the same edition.
    """
    books = counting.months_of(question.as_of.day)
    if question.book is not None:
        books = [*(each for each in books if each.day != question.as_of.day)]
    if question.criterion and question.book is not None:
        key = question.asked.profile or 0
        now = question.book.editions.get(key)
        books = [each for each in books if each.editions.get(key) == now]
    figures = months(books, question.place, question.asked)
    if question.book is not None:
        today = lines(question.book, question.place, question.asked)
        figures[question.as_of.day] = total_of(today.values())
    return [
        Point(day, each)
        for day, each in sorted(figures.items())
        if each.people and (question.place.sees_people or not tells(each.parts))
    ]


def _nothing_told(unit: Unit | None, missing: int) -> str:
    """Say why there is no line: its months are not counted yet, or it is of nobody."""
    if missing:
        return _("روند ماه‌های گذشته هنوز شمرده نشده است")
    return headline(Figures(), unit, of_criterion=False)


def _title(question: Question, points: list[Point]) -> str:
    """Say what the line says: up, down, or the same."""
    if len(points) < 2:  # noqa: PLR2004 - a line has two ends
        return ""
    first, last = points[0].figures.share or 0.0, points[-1].figures.share or 0.0
    words = {
        "first": number(100 * first, 1),
        "last": number(100 * last, 1),
        "month": _month(points[0].day, with_year=True),
        "until": jalali_long(question.as_of.day),
        "who": _("دارندگان این شرط")
        if question.criterion
        else _("کسانی که شرایط را دارند"),
    }
    if round(first, 3) == round(last, 3):
        text = _("سهم %(who)s از %(month)s تا %(until)s همان %(last)s٪ است")
    elif last > first:
        text = _("سهم %(who)s از %(month)s از %(first)s٪ به %(last)s٪ بالا رفت")
    else:
        text = _("سهم %(who)s از %(month)s از %(first)s٪ به %(last)s٪ پایین آمد")
    return text % words


def _month(day: date, *, with_year: bool) -> str:
    year, month, _day = jalali_parts(day)
    name = month_name(month)
    return f"{name} {plain_digits(year)}" if with_year else name


def _progress(question: Question, missing: int) -> Progress | None:
    """Return how many month ends are counted, while a worker is at them."""
    ends, now = counting.ends_before(question.as_of.day), timezone.now()
    if not missing or not any(each.is_at_work(now) for each in ends):
        return None
    months = counting.MONTHS
    words = _("%(done)s ماه از %(all)s ماه شمرده شده است.") % {
        "done": number(months - missing),
        "all": number(months),
    }
    return Progress(
        done=months - missing, total=months, words=words, url="", running=False
    )
