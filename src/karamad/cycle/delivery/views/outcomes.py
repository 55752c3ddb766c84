"""What a run came to for each, computed anew and closed; the rules it goes by."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from karamad.cycle.delivery.actions import completing
from karamad.cycle.delivery.actions.evidence import rule_of
from karamad.cycle.delivery.actions.ruling import set_rule
from karamad.cycle.delivery.forms.ruling import RuleForm, initial_of
from karamad.cycle.delivery.letters import outcomes as letters
from karamad.cycle.delivery.letters.refusals import title_of
from karamad.cycle.delivery.models import (
    CompletionRule,
    Enrolment,
    EnrolmentState,
    Outcome,
    Result,
    Run,
    Score,
    ScoreKind,
)
from karamad.cycle.delivery.views import loading
from karamad.registers.courses.models import CourseClass
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.components import Count, Crumb
from karamad.web.display import number
from karamad.web.keys import whole_number

VIEW = Permission.DELIVERY_RUN_VIEW
EDIT = Permission.DELIVERY_RUN_EDIT
SET = Permission.DELIVERY_RULE_SET
PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody, what it came to for him, and his scores before and after."""

    enrolment: Enrolment
    outcome: Outcome | None
    words: str
    tone: str
    reasons: list[str]
    before: Any
    after: Any


@require_GET
@never_cache
@requires(VIEW)
def outcomes(request: SignedRequest, pk: int) -> HttpResponse:
    """List what a run came to for those whom the reader may see; himself among them."""
    run = loading.run_in_reach(request.user, pk)
    today = timezone.localdate()
    seen = Enrolment.objects.visible_to(request.user, on=today).filter(run=run)
    known = seen.filter(state=EnrolmentState.PLACED) | seen.filter(
        outcome__isnull=False
    )
    asked = request.GET.get("result", "")
    found = known.filter(outcome__result=asked) if asked in Result.values else known
    rows = found.select_related("person", "outcome__completion")
    page = Paginator(rows.order_by("person__sort_key", "pk"), PAGE).get_page(
        request.GET.get("page")
    )
    counted = Counter(
        Outcome.objects.filter(enrolment__in=known.values("pk")).values_list(
            "result", flat=True
        )
    )
    rule = rule_of(run)
    editable = Run.objects.visible_to(request.user, on=today, permission=EDIT)
    context = {
        "title": letters.headline(counted, known.count()),
        "name": title_of(run),
        "run": run,
        "rule": rule,
        "rule_is_unset": rule is not None and _is_unset(rule),
        "crumbs": loading.crumbs(run, here=_("نتیجه‌ها")),
        "counts": _counts(run, counted),
        "lines": _lines(list(page.object_list)),
        "page": page,
        "may_edit": editable.filter(pk=run.pk).exists(),
        "may_set": SET in request.user.permissions_on(today),
    }
    return render(request, "delivery/outcomes.html", context)


def _is_unset(rule: CompletionRule) -> bool:
    return rule.least_share is None or (rule.asks_exam and rule.least_score is None)


def _counts(run: Run, counted: Counter[str]) -> list[Count]:
    address = reverse("delivery:outcomes", args=[run.pk])
    tones = {Result.PASSED: "good", Result.FAILED: "bad", Result.OPEN: "warn"}
    return [
        Count(
            result.label,
            counted[result.value],
            tone=tones[result] if counted[result.value] else "",
            url=f"{address}?result={result.value}" if counted[result.value] else "",
        )
        for result in Result
    ]


def _lines(rows: list[Enrolment]) -> list[Line]:
    scores = {
        (row.enrolment_id, row.kind): row.value
        for row in Score.objects.current().filter(enrolment__in=rows)
    }
    return [_line(row, scores) for row in rows]


def _line(row: Enrolment, scores: dict[tuple[int, str], Any]) -> Line:
    outcome = getattr(row, "outcome", None)
    return Line(
        enrolment=row,
        outcome=outcome,
        words=outcome.get_result_display() if outcome else _("محاسبه نشده"),
        tone=letters.tone(outcome.result if outcome else ""),
        reasons=letters.reasons(outcome) if outcome else [],
        before=scores.get((row.pk, ScoreKind.BEFORE)),
        after=scores.get((row.pk, ScoreKind.AFTER)),
    )


@require_POST
@requires(EDIT)
def compute(request: SignedRequest, pk: int) -> HttpResponse:
    """Compute the outcomes anew, or of one `enrolment` alone; the register follows."""
    run = loading.run_in_reach(request.user, pk, EDIT)
    one = _enrolment(request, run) if "enrolment" in request.POST else None
    among = None if one is None else [one.pk]
    done = completing.compute(run=run, among=among, by=request.user, at=timezone.now())
    notices.say(request, _told(done) if one is None else _told_of(one))
    stays = {
        name: request.GET[name] for name in ("result", "page") if name in request.GET
    }
    query = f"?{urlencode(stays)}" if stays else ""
    return redirect(reverse("delivery:outcomes", args=[run.pk]) + query)


def _enrolment(request: SignedRequest, run: Run) -> Enrolment:
    key = whole_number(request.POST["enrolment"])
    seen = Enrolment.objects.visible_to(request.user, on=timezone.localdate())
    return get_object_or_404(seen.select_related("person"), run=run, pk=key)


def _told_of(row: Enrolment) -> str:
    outcome = Outcome.objects.filter(enrolment=row).first()
    if outcome is None:
        return _("%(name)s جایی در این اجرا ندارد؛ نتیجه‌ای هم نیست.") % {
            "name": row.person.name
        }
    return _("نتیجهٔ %(name)s دوباره محاسبه شد: %(result)s.") % {
        "name": row.person.name,
        "result": outcome.get_result_display(),
    }


@require_POST
@requires(EDIT)
def close(request: SignedRequest, pk: int) -> HttpResponse:
    """Close a run: its outcomes are settled."""
    run = loading.run_in_reach(request.user, pk, EDIT)
    try:
        done = completing.close(run=run, by=request.user, at=timezone.now())
    except completing.NotOver:
        words = _("این اجرا هنوز به پایان نرسیده است؛ پس از آخرین جلسه بسته می‌شود.")
        notices.say(request, words, tone="bad")
    except completing.AlreadyClosed:
        notices.say(request, _("این اجرا پیش‌تر بسته یا لغو شده است."), tone="bad")
    else:
        notices.say(request, _("اجرا بسته شد.") + " " + _told(done))
    return redirect("delivery:outcomes", pk=run.pk)


def _told(done: completing.Computed) -> str:
    words = ngettext(
        "نتیجهٔ %(n)s نفر محاسبه شد؛ %(given)s گذراندن تازه به شناسنامهٔ آموزشی رفت.",
        "نتیجهٔ %(n)s نفر محاسبه شد؛ %(given)s گذراندن تازه به شناسنامهٔ آموزشی رفت.",
        done.judged,
    )
    return words % {
        "n": number(done.judged),
        "given": number(done.register["given"]),
    }


# ---- the rules ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule as it is listed; today: it is the one in force."""

    rule: CompletionRule
    name: str
    today: bool


@require_GET
@requires(VIEW)
def rules(request: SignedRequest) -> HttpResponse:
    """List what each class of courses asks, now and since when."""
    today = timezone.localdate()
    rows = CompletionRule.objects.current().select_related("document")
    lines = [
        RuleLine(row, _class_words(row.course_class), _is_in_force(row, today))
        for row in rows.order_by("course_class", "-from_day", "pk")
    ]
    context = {
        "title": _("قاعده‌های گذراندن دوره") if lines else _("قاعده‌ای ثبت نشده است"),
        "crumbs": loading.crumbs(here=_("قاعده‌های گذراندن")),
        "lines": lines,
        "may_set": SET in request.user.permissions_on(today),
    }
    return render(request, "delivery/rules.html", context)


def _class_words(course_class: str) -> str:
    return str(CourseClass(course_class).label) if course_class else _("دیگر رده‌ها")


def _is_in_force(rule: CompletionRule, on: date) -> bool:
    return rule.from_day <= on and (rule.until_day is None or on < rule.until_day)


@require_http_methods(["GET", "POST"])
@requires(SET)
def rule(request: SignedRequest) -> HttpResponse:
    """Set what a class of courses asks from a day on."""
    today = timezone.localdate()
    form = RuleForm(
        request.POST if request.method == "POST" else None,
        initial=_initial(request, today),
    )
    if request.method == "POST" and form.is_valid():
        made = set_rule(wish=form.wish(), by=request.user, at=timezone.now())
        words = _("قاعده ثبت شد.") if made else _("چیزی دگرگون نشد.")
        notices.say(request, words)
        return redirect("delivery:rules")
    back = reverse("delivery:rules")
    context = {
        "title": _("ثبت قاعدهٔ گذراندن"),
        "lede": _("نتیجه‌هایی که پیش‌تر محاسبه شده‌اند می‌مانند تا دوباره محاسبه شوند."),
        "crumbs": [*loading.crumbs(), Crumb(_("قاعده‌های گذراندن"), back)],
        "form": form,
        "button": _("ثبت قاعده"),
        "back": back,
    }
    status = 422 if form.errors else 200
    return render(request, "web/act.html", context, status=status)


def _initial(request: SignedRequest, today: date) -> dict[str, Any]:
    key = whole_number(request.GET.get("of", ""))
    rows = CompletionRule.objects.current().select_related("document")
    standing = rows.filter(pk=key).first() if key else None
    if standing is not None:
        return initial_of(standing)
    return {"from_day": today, "asks_exam": True}
