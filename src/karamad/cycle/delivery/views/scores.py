"""The scores of a run: a grid to type into, the test before beside the one after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from karamad.cycle.delivery.actions import scoring
from karamad.cycle.delivery.actions.scoring import NewScore
from karamad.cycle.delivery.letters.marks import score_words
from karamad.cycle.delivery.letters.refusals import title_of
from karamad.cycle.delivery.models import Enrolment, Run, Score, ScoreKind
from karamad.cycle.delivery.views import loading
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.display import number
from karamad.web.fields import AmountField

ENTER = Permission.DELIVERY_SCORE_ENTER
PAGE = 100
AMOUNT = AmountField(required=False, min_value=0, max_value=100, decimal_places=2)


@dataclass(slots=True)
class Cell:
    """One score as it is shown or was typed; fault: why it was not taken.

    seen: what stood there when the page was read; the form brings it back.
    """

    name: str
    label: str
    value: Any
    seen: str
    fault: str = ""


@dataclass(slots=True)
class Line:
    """Somebody, a cell for each kind, and how much he gained; None is not known."""

    enrolment: Enrolment
    cells: list[Cell] = field(default_factory=list)
    gain: Decimal | None = None


@require_http_methods(["GET", "POST"])
@never_cache
@requires(ENTER)
def scores(request: SignedRequest, pk: int) -> HttpResponse:
    """Show the scores of a run and take what was typed."""
    today = timezone.localdate()
    kept = Run.objects.kept_by(request.user, on=today, permission=ENTER)
    run = get_object_or_404(kept.select_related("course", "unit"), pk=pk)
    rows = Enrolment.objects.placed().filter(run=run).select_related("person")
    page = Paginator(rows.order_by("person__sort_key", "pk"), PAGE).get_page(
        request.GET.get("page")
    )
    lines = _lines(list(page.object_list))
    if request.method == "POST":
        wanted = list(_typed(request, lines))
        if not any(cell.fault for line in lines for cell in line.cells):
            entered = scoring.enter(
                run=run,
                scores=wanted,
                on=today,
                by=request.user,
                at=timezone.now(),
            )
            say_entered(request, entered)
            return redirect(request.get_full_path())
    faults = any(cell.fault for line in lines for cell in line.cells)
    context = {
        "title": _("نمره‌های اجرا"),
        "name": title_of(run),
        "run": run,
        "crumbs": loading.crumbs(run, here=_("نمره‌ها")),
        "file": reverse("delivery:scores-file", args=[run.pk]),
        "kinds": ScoreKind.choices,
        "lines": lines,
        "page": page,
        "faults": faults,
    }
    status = 422 if faults else 200
    return render(request, "delivery/scores.html", context, status=status)


def _lines(people: list[Enrolment]) -> list[Line]:
    known = {
        (row.enrolment_id, row.kind): row.value
        for row in Score.objects.current().filter(enrolment__in=people)
    }
    lines = []
    for row in people:
        shown = {kind: _shown(known, row, kind) for kind in ScoreKind}
        cells = [
            Cell(f"{kind.value}-{row.pk}", str(kind.label), value, value)
            for kind, value in shown.items()
        ]
        before = known.get((row.pk, ScoreKind.BEFORE))
        after = known.get((row.pk, ScoreKind.AFTER))
        gain = None if before is None or after is None else after - before
        lines.append(Line(row, cells, gain))
    return lines


def _shown(
    known: dict[tuple[int, str], Decimal], row: Enrolment, kind: ScoreKind
) -> str:
    value = known.get((row.pk, kind))
    return "" if value is None else str(AMOUNT.prepare_value(value.normalize()))


def _typed(request: SignedRequest, lines: list[Line]) -> Iterator[NewScore]:
    """Yield what was typed anew. A cell that nobody touched says nothing.

    What somebody else entered meanwhile is told beside the cell, not overwritten.
    """
    for line in lines:
        for kind, cell in zip(ScoreKind, line.cells, strict=True):
            seen = request.POST.get(f"seen-{cell.name}", "")
            typed = request.POST.get(cell.name, seen).strip()
            if typed in {seen, cell.value}:
                continue
            stands, cell.value = cell.value, typed
            if seen != stands:
                cell.fault = _overtaken(stands)
                continue
            try:
                value = AMOUNT.clean(typed)
            except ValidationError as refused:
                cell.fault = " ".join(refused.messages)
            else:
                yield NewScore(line.enrolment.pk, kind.value, value)


def _overtaken(stands: str) -> str:
    if not stands:
        return _("در این میان کسی دیگر این نمره را برداشته است.")
    words = _("در این میان کسی دیگر %(value)s نوشته است.")
    return words % {"value": stands}


def say_entered(request: SignedRequest, entered: scoring.Entered) -> None:
    """Say how many scores were entered, and why others were not."""
    if entered.refused:
        words = {score_words(fault) for _score, fault in entered.refused}
        notices.say(request, " ".join(sorted(words)), tone="bad")
    count = entered.changed + entered.removed
    told = ngettext("%(n)s نمره ثبت شد.", "%(n)s نمره ثبت شد.", count)
    notices.say(request, told % {"n": number(count)})
