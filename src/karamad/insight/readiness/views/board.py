"""Boards for a wall: figures that are read from across the room, no menu."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from karamad.insight.readiness import letters
from karamad.insight.readiness.actions.standing import Reader, Standing, standing
from karamad.insight.readiness.models import Target
from karamad.insight.readiness.rules import Answer
from karamad.insight.readiness.views import loading
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web.asof import asked_day

VIEW = Permission.READINESS_TARGET_VIEW
REFRESH = 300  # seconds
SHOWN = 6  # targets on one wall
WORST = 6  # rows beside the map


@dataclass(frozen=True, slots=True)
class Panel:
    """A target on the wall of all."""

    target: Target
    standing: Standing
    name: str
    headline: str
    countdown: str
    chance: str
    tone: str
    bar: Bar


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of all who are asked, in hundredths: done, and the band beyond it."""

    done: str
    low: str
    width: str
    asked: str


@require_GET
@requires(VIEW)
def boards(request: SignedRequest) -> HttpResponse:
    """Show the targets that run, the most urgent first."""
    as_of = asked_day(request, today=timezone.localdate())
    seen = Target.objects.visible_to(request.user, on=as_of.today).open()
    rows = seen.exclude(deadline__lt=as_of.day).filter(from_day__lte=as_of.day)
    rows = rows.select_related("course", "profile", "unit")
    reader = Reader.of(request.user, as_of.today)
    panels = []
    for each in rows.most_urgent_first(as_of.day)[:SHOWN]:
        stands = standing(each, to=reader, on=as_of.day, today=as_of.today)
        if stands.total.answer is not Answer.NOBODY:
            panels.append(_panel(each, stands, as_of.day))
    context = {
        "title": _("آمادگی"),
        "panels": panels,
        "as_of": as_of,
        "refresh": REFRESH,
        "now": timezone.now(),
        "back": reverse("readiness:targets"),
    }
    return render(request, "readiness/boards.html", context)


@require_GET
@requires(VIEW)
def board(request: SignedRequest, pk: int) -> HttpResponse:
    """Show one target on the whole wall."""
    asked = loading.in_reach(request.user, pk)
    as_of = asked_day(request, today=timezone.localdate())
    reader = Reader.of(request.user, as_of.today)
    stands = standing(asked, to=reader, on=as_of.day, today=as_of.today)
    shown = loading.lines(stands, as_of, people=False)
    worst = [
        line
        for line in shown
        if not line.row.hidden and line.row.answer not in {Answer.DONE, Answer.MET}
    ]
    context = {
        "title": letters.title_of(asked),
        "panel": _panel(asked, stands, as_of.day),
        "seats": letters.seats_words(stands.total, stands.open_days),
        "fan": loading.fan_of(stands),
        "tiles": loading.tiles(stands, shown),
        "map_title": loading.map_title(stands),
        "worst": worst[:WORST],
        "as_of": as_of,
        "refresh": REFRESH,
        "now": timezone.now(),
        "back": reverse("readiness:target", args=[asked.pk]) + as_of.query,
    }
    return render(request, "readiness/board.html", context)


def _panel(target: Target, stands: Standing, on: date) -> Panel:
    row = stands.total
    return Panel(
        target=target,
        standing=stands,
        name=letters.title_of(target),
        headline=letters.headline(row, target),
        countdown=letters.countdown(target, on),
        chance=letters.chance_words(row),
        tone=letters.TONES.get(row.answer, "open"),
        bar=_bar(stands),
    )


def _bar(stands: Standing) -> Bar:
    row = stands.total
    most = max(1, row.heads)
    low, high = (row.band.low, row.band.high) if row.band else (row.done, row.done)
    done, start, end, asked = (
        100 * count / most for count in (row.done, low, high, row.asked)
    )
    return Bar(f"{done:.1f}", f"{start:.1f}", f"{end - start:.1f}", f"{asked:.1f}")
