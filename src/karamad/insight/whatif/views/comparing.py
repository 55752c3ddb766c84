"""Two scenarios side by side."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from karamad.insight.whatif.actions import answering, reading
from karamad.insight.whatif.models import Scenario
from karamad.insight.whatif.rules import Figures
from karamad.insight.whatif.views.answer import bill
from karamad.insight.whatif.views.loading import ASK, crumbs, readable
from karamad.registers.competencies.rules import read_profile
from karamad.registers.competencies.views.compared import changes
from karamad.trust.accounts.permissions import SignedRequest, requires
from karamad.web.display import jalali_long, number
from karamad.web.keys import key_or_404


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    one: str
    other: str


@require_GET
@never_cache
@requires(ASK)
def compare(request: SignedRequest, pk: int) -> HttpResponse:
    """Set a scenario beside another of the reader's: `?with=`."""
    one = readable(request, pk)
    today = timezone.localdate()
    others = Scenario.objects.visible_to(request.user, on=today).exclude(pk=pk)
    asked = request.GET.get("with", "")
    other = None
    # Against itself it says nothing.
    if asked and key_or_404(asked) != pk:
        other = readable(request, key_or_404(asked))
    context = {
        "title": _("مقایسهٔ سناریوها"),
        "crumbs": crumbs(one),
        "scenario": one,
        "other": other,
        "others": others.latest_first(),
    }
    if other is not None:
        context |= {
            "title": _("«%(one)s» در برابر «%(other)s»")
            % {"one": one.name, "other": other.name},
            "lines": lines(request, one, other),
            "rows": changes(read_profile(one.changed), read_profile(other.changed)),
        }
    return render(request, "whatif/compare.html", context)


def lines(request: SignedRequest, one: Scenario, other: Scenario) -> list[Line]:
    """Return what each comes to, line by line; a dash where nothing was asked yet."""
    columns = [_column(request, each) for each in (one, other)]
    return [Line(label, columns[0][label], columns[1][label]) for label in columns[0]]


def _column(request: SignedRequest, scenario: Scenario) -> dict[str, str]:
    answer = answering.latest(scenario)
    figures, is_known = Figures(), answer is not None
    if answer is not None:
        figures = reading.figures(answer, request.user, on=timezone.localdate())
    sums = bill(scenario, figures)
    told = {
        _("شاغلان مشمول"): number(figures.total.count),
        _("شرایط را از دست می‌دهند"): number(figures.total.lost),
        _("شرایط را به دست می‌آورند"): number(figures.total.gained),
        **{label: number(count) for label, count in sums.needs},
        _("ساعت آموزش"): sums.hours,
        _("هزینه، ریال"): sums.price or "—",
        _("تا چه روزی"): sums.ready or "—",
    }
    dashes = dict.fromkeys(told, "—")
    return {_("در روزِ"): jalali_long(scenario.day), **(told if is_known else dashes)}
