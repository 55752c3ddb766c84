"""Scores from a file: tried first, entered after a look, bad rows back to be mended."""

from __future__ import annotations

import csv
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from karamad.cycle.delivery.actions import scoring
from karamad.cycle.delivery.actions.score_reading import Found, read_scores
from karamad.cycle.delivery.actions.scoring import Entered, NewScore
from karamad.cycle.delivery.forms.scores import ScoreFileForm
from karamad.cycle.delivery.letters import marks as letters
from karamad.cycle.delivery.letters.refusals import title_of
from karamad.cycle.delivery.models import Run
from karamad.cycle.delivery.views import loading
from karamad.cycle.delivery.views.scores import ENTER, say_entered
from karamad.kernel.tables import harmless
from karamad.registers.exchange.rules.faults import Unreadable
from karamad.registers.exchange.wording import of_file
from karamad.trust.accounts.permissions import SignedRequest, requires
from karamad.web import notices
from karamad.web.components import Count
from karamad.web.display import number

SALT = "karamad.delivery.scores"
HOUR = 3_600  # seconds in which a file that was tried can be entered
SHOWN = 20  # bad rows on the page; the file has all


@require_http_methods(["GET", "POST"])
@never_cache
@requires(ENTER)
def score_file(request: SignedRequest, pk: int) -> HttpResponse:
    """Try a file of scores; enter what was tried; hand back its bad rows."""
    today = timezone.localdate()
    kept = Run.objects.kept_by(request.user, on=today, permission=ENTER)
    run = get_object_or_404(kept.select_related("course", "unit"), pk=pk)
    if "tried" in request.POST:
        return _enter(request, run)
    if "bad" in request.POST:
        return _bad_file(request, run)
    posted = request.method == "POST"
    form = ScoreFileForm(*((request.POST, request.FILES) if posted else ()))
    if posted and form.is_valid():
        try:
            found = _read(run, form)
        except Unreadable as bad:
            form.add_error("file", of_file(bad.code, bad.about))
        else:
            return _tried(request, run, found)
    back = reverse("delivery:scores", args=[run.pk])
    context = {
        "title": _("نمره‌ها از پرونده"),
        "lede": title_of(run),
        "note": _("پرونده نخست آزموده می‌شود؛ تا نخواهید، چیزی ثبت نمی‌شود."),
        "crumbs": loading.crumbs(run, here=_("نمره‌ها از پرونده")),
        "form": form,
        "files": True,
        "button": _("بیازما"),
        "back": back,
    }
    status = 422 if form.errors else 200
    return render(request, "delivery/act.html", context, status=status)


def _read(run: Run, form: ScoreFileForm) -> Found:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scores"
        with path.open("wb") as stream:
            for chunk in form.cleaned_data["file"].chunks():
                stream.write(chunk)
        out_of = Decimal(form.cleaned_data["out_of"])
        return read_scores(path, run=run, out_of=out_of, today=timezone.localdate())


def _tried(request: SignedRequest, run: Run, found: Found) -> HttpResponse:
    would = scoring.weigh(run=run, scores=found.scores, by=request.user)
    tried = [[each.enrolment, each.kind, str(each.value)] for each in found.scores]
    context = {
        "title": _title(would, found),
        "name": title_of(run),
        "run": run,
        "crumbs": loading.crumbs(run, here=_("نمره‌ها از پرونده")),
        "counts": _counts(would, found),
        "would": would,
        "own": [letters.score_words(fault) for _score, fault in would.refused],
        "rows": [letters.bad_row(each) for each in found.bad[:SHOWN]],
        "more": max(0, len(found.bad) - SHOWN),
        "tried": _sealed(request, run, tried) if would.changed else "",
        "bad": _sealed(request, run, _mend(found)) if found.bad else "",
        "again": reverse("delivery:scores-file", args=[run.pk]),
        "back": reverse("delivery:scores", args=[run.pk]),
    }
    return render(request, "delivery/scores_tried.html", context)


def _title(would: Entered, found: Found) -> str:
    if not would.changed:
        if not found.bad:
            return _("این نمره‌ها پیش‌تر ثبت شده است")
        return _("از این پرونده چیزی ثبت نمی‌شود")
    words = ngettext(
        "%(n)s نمره ثبت خواهد شد", "%(n)s نمره ثبت خواهد شد", would.changed
    )
    return words % {"n": number(would.changed)}


def _counts(would: Entered, found: Found) -> list[Count]:
    bad = len(found.mend)
    return [
        Count(_("نمرهٔ تازه"), would.changed - would.corrected),
        Count(
            _("نمرهٔ دگرگون"),
            would.corrected,
            tone="warn" if would.corrected else "",
        ),
        Count(_("همان که بود"), would.same),
        Count(_("ردیف نادرست"), bad, tone="bad" if bad else ""),
        Count(_("همهٔ ردیف‌ها"), found.rows, is_sum=True),
    ]


def _mend(found: Found) -> dict[str, Any]:
    why: dict[int, list[str]] = {}
    for each in found.bad:
        why.setdefault(each.row, []).append(letters.bad_cell(each))
    rows = [[*cells, "؛ ".join(why[row])] for row, cells in found.mend.items()]
    return {"header": [*found.header, _("خطا")], "rows": rows}


def _enter(request: SignedRequest, run: Run) -> HttpResponse:
    rows = _unsealed(request, run, "tried")
    if rows is None:
        return redirect("delivery:scores-file", pk=run.pk)
    entered = scoring.enter(
        run=run,
        scores=[NewScore(key, kind, Decimal(value)) for key, kind, value in rows],
        on=timezone.localdate(),
        by=request.user,
        at=timezone.now(),
    )
    say_entered(request, entered)
    return redirect("delivery:scores", pk=run.pk)


def _bad_file(request: SignedRequest, run: Run) -> HttpResponse:
    told = _unsealed(request, run, "bad")
    if told is None:
        return redirect("delivery:scores-file", pk=run.pk)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"scores-{run.code}-bad.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.write("\ufeff")
    writer = csv.writer(answer, lineterminator="\n")
    for row in (told["header"], *told["rows"]):
        writer.writerow([harmless(cell) for cell in row])
    return answer


def _sealed(request: SignedRequest, run: Run, what: Any) -> str:
    """Give the browser what was read, to bring back; it stays his, and of this run."""
    told = {"user": request.user.pk, "run": run.pk, "what": what}
    return signing.dumps(told, salt=SALT, compress=True)


def _unsealed(request: SignedRequest, run: Run, name: str) -> Any:
    try:
        told = signing.loads(request.POST[name], salt=SALT, max_age=HOUR)
    except signing.BadSignature:
        told = {}
    if (told.get("user"), told.get("run")) != (request.user.pk, run.pk):
        words = _("از آزمودن پرونده بیش از یک ساعت گذشته است؛ دوباره بیازمایید.")
        notices.say(request, words, tone="bad")
        return None
    return told["what"]
