"""A learner's first page: his verdicts, the next step of each, what moved lately."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from karamad.cycle.delivery.models import Outcome
from karamad.cycle.eligibility.actions.gathering import NotOnRecord
from karamad.cycle.eligibility.actions.judging import Answer, judge_person
from karamad.cycle.eligibility.actions.moving import Move, moved_since
from karamad.cycle.eligibility.letters.remedies import deed_words, limit_words
from karamad.cycle.eligibility.letters.titles import Titles, titles_for
from karamad.cycle.eligibility.letters.verdicts import left_words
from karamad.cycle.eligibility.models import Objection
from karamad.cycle.eligibility.rules import Remedy, Step, remedies
from karamad.cycle.eligibility.rules.remaining import deciding
from karamad.desk.views import training
from karamad.registers.competencies.letters import title_of
from karamad.registers.people.models import Person, Post
from karamad.registers.people.models.himself import himself
from karamad.trust.accounts.permissions import SignedRequest

SHOWN = 6
LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Line:
    """One answer: what for, the verdict, and what would help, by criterion."""

    answer: Answer
    post: Post | None
    title: str
    steps: list[str]


@dataclass(frozen=True, slots=True)
class Change:
    """What a completion moved: the verdict before and now, and what is left."""

    title: str
    before: str
    now: str
    left: str


@dataclass(frozen=True, slots=True)
class News:
    """Courses completed lately, and what they moved."""

    outcomes: list[Outcome]
    changes: list[Change]


def page(request: SignedRequest, today: date) -> HttpResponse:
    """Show a learner what the registers say of him, and what follows from it."""
    person = himself(request.user)
    answers = _answers(person, today) if person else []
    objections = (
        Objection.objects.visible_to(request.user, on=today)
        .select_related("post", "edition")
        .order_by(F("answered_at").desc(nulls_first=True), "due_on", "pk")[:SHOWN]
    )
    now = timezone.now()
    context: dict[str, Any] = {
        "title": _("سلام %(name)s") % {"name": person or request.user},
        "person": person,
        "lines": _lines(answers),
        "news": _news(person, answers, today) if person else None,
        "objections": objections,
        "sessions": training.next_sessions(person, now) if person else [],
        "today": today,
        # Whose only own role is a learner's may stand in for an officer.
        "officers": request.user.officers_on(today),
    }
    return render(request, "desk/learner.html", context)


def _answers(person: Person, today: date) -> list[Answer]:
    try:
        return judge_person(person, on=today)
    except NotOnRecord:
        return []


def _title(answer: Answer) -> str:
    return title_of(answer.law.profile)


# ---- the next step ----------------------------------------------------------------


def _lines(answers: Sequence[Answer]) -> list[Line]:
    posts = Post.objects.in_bulk({a.seat.post for a in answers}, field_name="code")
    titles = titles_for(
        [each.law.profile for each in answers], [each.judgement for each in answers]
    )
    return [
        Line(each, posts.get(each.seat.post), _title(each), list(_steps(each, titles)))
        for each in answers
    ]


def _steps(answer: Answer, titles: Titles) -> Iterator[str]:
    """Yield one thing to do for each criterion on which the verdict hangs."""
    hanging = deciding(answer.law.profile, answer.judgement)
    first: dict[str, Remedy] = {}
    for each in remedies(answer.judgement):
        known = first.get(each.criterion)
        if known is None or known.step is Step.WAIT:
            first[each.criterion] = each
    for criterion, remedy in first.items():
        if criterion in hanging:
            deed, limit = deed_words(remedy, titles), limit_words(remedy)
            words = _("%(deed)s؛ %(limit)s") if limit else "%(deed)s"
            yield words % {"deed": deed, "limit": limit}


# ---- what moved -------------------------------------------------------------------


def _news(person: Person, answers: Sequence[Answer], today: date) -> News | None:
    outcomes = training.completed_since(person, timezone.now() - LATELY)
    if not outcomes:
        return None
    since = min(each.recorded_at for each in outcomes)
    moves = moved_since(person, answers, since=since, on=today)
    return News(outcomes, [_change(each) for each in moves])


def _change(move: Move) -> Change:
    return Change(
        _title(move.now),
        move.before.judgement.verdict.value,
        move.now.judgement.verdict.value,
        left_words(move.left_before, move.left_now),
    )
