"""The answer: what a scenario would do, to how many, where, to whom, at what cost."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from karamad.insight.whatif import tasks
from karamad.insight.whatif.actions import answering, reading
from karamad.insight.whatif.letters import (
    NEEDS,
    STANDINGS,
    headline,
    hours_words,
    ready_words,
    share_words,
)
from karamad.insight.whatif.models import AT_WORK, Answer, Measure, Scenario, Stage
from karamad.insight.whatif.rules import (
    Figures,
    Move,
    Need,
    Standing,
    asks_past_year,
    cost,
    ready_on,
)
from karamad.insight.whatif.views.loading import ASK, crumbs, readable
from karamad.registers.competencies.actions import profile_of
from karamad.registers.competencies.models import Edition
from karamad.registers.competencies.rules import read_profile
from karamad.registers.competencies.views.compared import changes
from karamad.registers.people.models import Post
from karamad.trust.accounts.permissions import SignedRequest, requires
from karamad.web import notices
from karamad.web.components import Progress, Tile
from karamad.web.display import number

STEPS = 5
POSTS = 30  # the most changed posts on the page; the file has all
ANSWERED = (Standing.ELIGIBLE, Standing.UNDETERMINED, Standing.NOT_ELIGIBLE)


@require_GET
@never_cache
@requires(ASK)
def scenario(request: SignedRequest, pk: int) -> HttpResponse:
    """Say what the scenario would do; what it changes, and how far the count is."""
    found = readable(request, pk)
    base, changed = profile_of(found.base), read_profile(found.changed)
    answer = answering.latest(found)
    context: dict[str, Any] = {
        "title": found.name,
        "crumbs": crumbs(),
        "scenario": found,
        "is_own": found.maker_id == request.user.pk,
        "rows": changes(base, changed),
        "answer": answer,
        "progress": _progress(found),
        "failed": _failed(found),
        "newest": _newer_edition(found),
    }
    if answer is not None:
        figures = reading.figures(answer, request.user, on=timezone.localdate())
        context |= shown(found, figures)
        context["is_stale"] = answer.content != answering.content_of(found)
    return render(request, "whatif/scenario.html", context)


def shown(found: Scenario, figures: Figures) -> dict[str, Any]:
    """Return what the page says of figures."""
    posts = Post.objects.in_bulk(figures.posts)
    most = sorted(
        figures.posts.items(), key=lambda each: (-each[1].lost, -each[1].count, each[0])
    )
    return {
        "title": headline(figures),
        "lede": share_words(figures),
        "figures": figures,
        "matrix": matrix(found, figures),
        "standings": [STANDINGS[each] for each in _columns(figures)],
        "map": tiles(found, figures),
        "posts": [
            PostRow(posts[key], move, _people_url(found, post=key))
            for key, move in most[:POSTS]
            if key in posts and (move.lost or move.gained)
        ],
        "bill": bill(found, figures),
        "asks_past_year": asks_past_year(read_profile(found.changed), found.day),
    }


def _newer_edition(found: Scenario) -> Edition | None:
    """Return the edition that was saved since the scenario was begun."""
    newest = Edition.objects.filter(profile=found.base.profile_id).newest().first()
    return newest if newest and newest.pk != found.base_id else None


# ---- from what to what -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MatrixCell:
    count: int
    url: str
    same: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    label: str
    cells: list[MatrixCell]
    total: int


def _columns(figures: Figures) -> list[Standing]:
    """Return the standings that occur; who is not asked only where somebody is not."""
    asked = list(ANSWERED)
    outside = Standing.NOT_ASKED
    if figures.standing(outside) or figures.becoming(outside):
        asked.append(outside)
    return asked


def matrix(found: Scenario, figures: Figures) -> list[MatrixRow]:
    """Return the table of before and after; its last row adds up."""
    columns = _columns(figures)
    rows = []
    for was in columns:
        cells = [
            MatrixCell(
                figures.matrix.get((was, now), 0),
                "" if was is now else _people_url(found, before=was, after=now),
                was is now,
            )
            for now in columns
        ]
        rows.append(MatrixRow(str(STANDINGS[was]), cells, figures.standing(was)))
    totals = [MatrixCell(figures.becoming(now), "", same=True) for now in columns]
    rows.append(MatrixRow(_("همه"), totals, figures.total.count))
    return rows


def _people_url(found: Scenario, **asked: Any) -> str:
    query = "&".join(
        f"{name}={value.name.lower() if isinstance(value, Standing) else value}"
        for name, value in asked.items()
    )
    return f"{reverse('whatif:people', args=[found.pk])}?{query}"


# ---- where ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PostRow:
    post: Post
    move: Move
    url: str

    @property
    def share(self) -> float:
        return self.move.lost / self.move.count if self.move.count else 0


def tiles(found: Scenario, figures: Figures) -> dict[str, Any] | None:
    """Return the provinces by how many lose; None where all lie in one."""
    moves = {code: move for code, move in figures.provinces.items() if code}
    if len(moves) < 2 or not figures.total.lost:  # noqa: PLR2004 - one is no map
        return None
    most = max(move.lost for move in moves.values())
    edges = sorted({max(1, round(most * step / STEPS)) for step in range(1, STEPS)})
    return {
        "tiles": [
            Tile(
                code,
                move.lost,
                1 + sum(move.lost >= edge for edge in edges),
                _tile_words(move),
                _people_url(found, province=code, before=Standing.ELIGIBLE),
            )
            for code, move in sorted(moves.items())
        ],
        "scale": [
            _("کمتر از %(edge)s") % {"edge": number(edges[0])},
            *(_("%(edge)s و بیشتر") % {"edge": number(edge)} for edge in edges),
        ],
    }


def _tile_words(move: Move) -> str:
    return _("%(lost)s نفر از %(all)s نفر") % {
        "lost": number(move.lost),
        "all": number(move.count),
    }


# ---- what it takes -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bill:
    """What bringing everyone back takes. needs: people by what they need, adding up."""

    needs: list[tuple[str, int]]
    people: int
    hours: str
    price: str
    ready: str


def bill(found: Scenario, figures: Figures) -> Bill:
    """Return the cost and the day, as far as hours are known."""
    # Who is trained in a course of unknown hours takes a seat all the same.
    trained = sum(figures.needs.get(each, 0) for each in (Need.HOURS, Need.UNKNOWN))
    price = ready = ""
    if found.price is not None:
        price = number(cost(figures.hours, found.price))
    if found.capacity is not None:
        in_hours = found.measure == Measure.HOURS
        work = figures.hours if in_hours else Decimal(trained)
        ready = ready_words(found, ready_on(work, found.capacity, on=found.day))
    return Bill(
        needs=[(str(NEEDS[need]), figures.needs.get(need, 0)) for need in NEEDS],
        people=figures.people,
        hours=hours_words(figures.hours),
        price=price,
        ready=ready,
    )


# ---- asking --------------------------------------------------------------------------


@require_POST
@requires(ASK)
def ask(request: SignedRequest, pk: int) -> HttpResponse:
    """Have it computed, by today's registers."""
    found = readable(request, pk)
    tasks.start(answering.ask(scenario=found, by=request.user, at=timezone.now()))
    return redirect("whatif:scenario", pk=pk)


@require_POST
@requires(ASK)
def stop(request: SignedRequest, pk: int) -> HttpResponse:
    """Stop what is computed; the answer before it stays."""
    found = readable(request, pk)
    if answering.stop(scenario=found, by=request.user, at=timezone.now()):
        notices.say(request, _("محاسبه ایستاد؛ هر گاه خواستید دوباره بپرسید."))
    return redirect("whatif:scenario", pk=pk)


@require_GET
@requires(ASK)
def progress(request: SignedRequest, pk: int) -> HttpResponse:
    """Answer the bar that asks; when it is over, have the page read anew."""
    found = readable(request, pk)
    bar = _progress(found)
    over = Progress(done=1, total=1, words="", url="", running=False)
    answer = render(request, "whatif/_progress.html", {"progress": bar or over})
    if bar is None:
        answer["HX-Refresh"] = "true"
    return answer


def _progress(found: Scenario) -> Progress | None:
    work = answering.under_way(found)
    if work is None or not work.is_at_work(timezone.now()):
        return None
    stages = list(AT_WORK)
    done = stages.index(Stage(work.stage))
    return Progress(
        done=done,
        total=len(stages),
        words=_("%(stage)s؛ گام %(step)s از %(steps)s")
        % {
            "stage": Stage(work.stage).label,
            "step": number(done + 1),
            "steps": number(len(stages)),
        },
        url=reverse("whatif:progress", args=[found.pk]),
        cancel_url=reverse("whatif:stop", args=[found.pk]),
    )


def _failed(found: Scenario) -> Answer | None:
    work = answering.under_way(found)
    if work is None or work.is_at_work(timezone.now()) or work.stage == Stage.STOPPED:
        return None
    return work
