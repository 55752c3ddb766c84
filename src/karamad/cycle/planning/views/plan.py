"""One plan: its lines, what they cost, whether the budget covers it, what was said."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from karamad.cycle.planning.actions import drafting
from karamad.cycle.planning.actions.approving import money_of
from karamad.cycle.planning.actions.copying import year_before
from karamad.cycle.planning.forms.plans import CommentForm
from karamad.cycle.planning.letters import plans as letters
from karamad.cycle.planning.models import (
    IN_FORCE,
    Comment,
    Line,
    Need,
    Plan,
    State,
    Tariff,
    Version,
    VersionState,
)
from karamad.cycle.planning.views.reaching import Open, may, open_plan
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.components import Chip, Count
from karamad.web.display import month_name, number, plain_digits, said

VIEW = Permission.PLANNING_PLAN_VIEW
EDIT = Permission.PLANNING_PLAN_EDIT
APPROVE = Permission.PLANNING_PLAN_APPROVE
PAGE = 100
COMMENT = Permission.PLANNING_PLAN_COMMENT


@dataclass(frozen=True, slots=True)
class Shown:
    """A line as the page shows it. needs, heads: what it covers."""

    line: Line
    month: str
    hours: Any
    working: str
    needs: int
    comments: list[Comment]


@require_GET
@never_cache
@requires(VIEW)
def plan(request: SignedRequest, pk: int) -> HttpResponse:
    """Show a plan in its newest version, or in the version named."""
    opened = open_plan(request, pk)
    version = opened.version
    found, chips = _sought(request, version)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    lines = list(page.object_list)
    sums = version.lines.all().sums()
    comments = _comments(version)
    money = money_of(version)
    tariff = Tariff.objects.in_force_in(opened.plan.year).first()
    can_edit = may(request, opened.plan, EDIT)
    can_approve = may(request, opened.plan, APPROVE)
    context = {
        "title": _title(opened, money),
        "name": letters.plan_name(opened.plan),
        "plan": opened.plan,
        "version": version,
        "versions": opened.versions,
        "newest": opened.versions[0],
        "tone": letters.TONES.get(VersionState(version.state), "open"),
        "crumbs": opened.crumbs[:1],
        "counts": _counts(sums, money),
        "page": page,
        "chips": chips,
        "months": [(str(n), month_name(n)) for n in range(1, 13)],
        "sought": bool(chips) or page.paginator.num_pages > 1,
        "lines": _shown(opened.plan, lines, comments),
        "general": [each for each in comments if each.line is None],
        "budget": version.budget.order_by("pk"),
        "money": money,
        "tariff": letters.tariff_title(tariff),
        "hours": sums["time"] or 0,
        "heads": sums["people"] or 0,
        "can_edit": can_edit,
        "can_approve": can_approve,
        "comment": _comment_form(request, opened, lines),
        "amends": version.state == VersionState.APPROVED
        and version == opened.versions[0],
        "year_before": can_edit
        and version.is_draft
        and year_before(opened.plan) is not None,
        "carried_out": version.state in IN_FORCE,
        "gives_up": version.is_draft and len(opened.versions) > 1,
    }
    return render(request, "planning/plan.html", context)


def _title(opened: Open, money: Any) -> str:
    words = {
        "plan": letters.plan_name(opened.plan),
        "state": VersionState(opened.version.state).label,
        "money": letters.money_words(money),
    }
    return _("%(plan)s، %(state)s: %(money)s") % words


def _lines(version: Version) -> Any:
    return version.lines.select_related("course", "provider").in_order()


def _comments(version: Version) -> list[Comment]:
    rows = version.comments.select_related("entry__actor")
    return list(rows.order_by("recorded_at", "pk"))


def _sought(request: SignedRequest, version: Version) -> tuple[Any, list[Chip]]:
    """Return the lines that are asked for, by course, month, or a missing price."""
    rows, chips = _lines(version), []
    if words := request.GET.get("q", "").strip():
        rows = rows.of_course(words)
        chips.append(Chip("q", words, _("دوره"), words))
    month = request.GET.get("month", "")
    if month in {str(n) for n in range(1, 13)}:
        rows = rows.of_month(int(month))
        chips.append(Chip("month", month, _("از ماه"), month_name(int(month))))
    if request.GET.get("show") == "unpriced":
        rows = rows.unpriced()
        chips.append(Chip("show", "unpriced", _("هزینه"), _("روشن نیست")))
    return rows, chips


def _counts(sums: dict[str, Any], money: Any) -> list[Count]:
    return [
        Count(_("نفر"), sums["people"] or 0),
        Count(_("نفرساعت"), int(sums["time"] or 0)),
        Count(
            _("هزینه، ریال"),
            money.cost,
            _("بهای %(n)s ردیف روشن نیست") % {"n": number(money.unpriced)}
            if money.unpriced
            else "",
            tone="warn" if money.unpriced else "",
            url="?show=unpriced" if money.unpriced else "",
        ),
        Count(
            _("بودجه، ریال"), money.budget, tone="bad" if money.fits is False else ""
        ),
    ]


def _shown(plan: Plan, lines: list[Line], comments: list[Comment]) -> list[Shown]:
    covered = Need.objects.filter(plan=plan, state=State.COVERED)
    needs = Counter(covered.values_list("line", flat=True))
    return [
        Shown(
            line=line,
            month=month_name(line.month),
            hours=line.heads * line.hours,
            working=letters.working_words(line),
            needs=needs[line.number],
            comments=[each for each in comments if each.line == line.number],
        )
        for line in lines
    ]


def _comment_form(
    request: SignedRequest, opened: Open, lines: list[Line], data: Any = None
) -> CommentForm | None:
    if not may(request, opened.plan, COMMENT):
        return None
    choices = [
        (
            str(line.number),
            _("ردیف %(n)s، %(course)s")
            % {"n": plain_digits(line.number), "course": said(line.course, "title")},
        )
        for line in lines
    ]
    return CommentForm(data, lines=choices)


@require_POST
@never_cache
@requires(COMMENT)
def comment(request: SignedRequest, pk: int) -> HttpResponse:
    """Keep a word on a version, or on one of its lines."""
    opened = open_plan(request, pk, COMMENT)
    form = _comment_form(request, opened, list(_lines(opened.version)), request.POST)
    if form is not None and form.is_valid():
        typed = form.cleaned_data
        drafting.comment(
            version=opened.version,
            line=int(typed["line"]) if typed["line"] else None,
            text=typed["text"],
            by=request.user,
            at=timezone.now(),
        )
        notices.say(request, _("یادداشت ثبت شد."))
    else:
        notices.say(request, _("یادداشت نوشته‌ای نداشت."), tone="info")
    return redirect(f"{opened.address}?version={opened.version.number}")
