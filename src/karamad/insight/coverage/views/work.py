"""How far a counting is, stopping it, and having it done anew."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from karamad.insight.coverage import tasks
from karamad.insight.coverage.actions import counting
from karamad.insight.coverage.actions.working import STEPS
from karamad.insight.coverage.letters import STAGES
from karamad.insight.coverage.models import Stage, Tally
from karamad.insight.coverage.views.asked import FIGURES, read
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import SignedRequest, requires
from karamad.web import notices
from karamad.web.asof import AsOf, asked_day
from karamad.web.components import Progress


def may_stop(reader: User) -> bool:
    """Test whether he may stop a counting; all share it, so readers of all may."""
    return reader.reach(FIGURES, on=timezone.localdate()).everywhere


def over(tally: Tally) -> str:
    """Return how a counting ended before its end; empty where it did not."""
    return tally.stage if tally.stage in {Stage.FAILED, Stage.STOPPED} else ""


def progress_of(tally: Tally, reader: User) -> Progress | None:
    """Return the bar of a counting; None when nobody counts."""
    if not tally.is_at_work(timezone.now()):
        return None
    day = AsOf(tally.day, timezone.localdate())
    return Progress(
        done=tally.done,
        total=tally.total or STEPS,
        words=str(STAGES[tally.stage]),
        url=reverse("coverage:progress", args=[tally.pk]),
        cancel_url=reverse("coverage:stop") + day.query if may_stop(reader) else "",
    )


@require_GET
@requires(FIGURES)
def progress(request: SignedRequest, pk: int) -> HttpResponse:
    """Answer the bar that asks; when it is over, have the page read anew."""
    tally = Tally.objects.filter(pk=pk).first()
    bar = progress_of(tally, request.user) if tally else None
    answer = render(request, "coverage/_progress.html", {"progress": bar})
    if bar is None:
        answer["HX-Refresh"] = "true"
    return answer


def over_of_months(day: date) -> str:
    """Return how the counting of the months ended before its end, the latest first."""
    return next(filter(None, map(over, counting.ends_before(day)[::-1])), "")


@require_POST
@requires(FIGURES)
def again(request: SignedRequest) -> HttpResponse:
    """Count a day anew that broke off or was stopped; of=months: those before it."""
    question = read(request)
    if _is_of_months(request):
        tasks.start_months(question.as_of.day)
        return redirect(question.address("trend", whole=True))
    tasks.start(question.tally)
    return redirect(question.address("unit", whole=True))


@require_POST
@requires(FIGURES)
def stop(request: SignedRequest) -> HttpResponse:
    """Stop the counting of a day; of=months: of those before it."""
    if not may_stop(request.user):
        raise Http404
    day = asked_day(request, today=timezone.localdate())
    act = counting.stop_months if _is_of_months(request) else counting.stop
    if act(day.day, by=request.user, at=timezone.now()):
        words = _("شمارش می‌ایستد؛ آنچه پیش از آن شمرده شده سر جای خود است.")
        notices.say(request, words)
    else:
        notices.say(request, _("شمارشی در کار نیست."), tone="info")
    page = "coverage:all-trend" if _is_of_months(request) else "coverage:nation"
    return redirect(reverse(page) + day.query)


def _is_of_months(request: SignedRequest) -> bool:
    return request.POST.get("of") == "months"
