"""The lines of a draft and its money."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from karamad.cycle.planning.actions import drafting
from karamad.cycle.planning.actions.refusing import PlanRefused
from karamad.cycle.planning.forms.plans import BudgetForm, LineForm, initial_of
from karamad.cycle.planning.letters.plans import refusal_words
from karamad.cycle.planning.models import BudgetLine, Line, VenueWord
from karamad.cycle.planning.rules import PlanGround
from karamad.cycle.planning.views import acting
from karamad.cycle.planning.views.reaching import Open, open_plan
from karamad.registers.people.models import UnitKind
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.display import number, said

EDIT = Permission.PLANNING_PLAN_EDIT
CENTRAL = {UnitKind.MINISTRY, UnitKind.ORGANISATION, UnitKind.PROVINCE}
FIELDS = {
    PlanGround.NO_HEADS: "heads",
    PlanGround.NO_HOURS: "hours",
    PlanGround.NO_RUNS: "runs",
    PlanGround.RUNS_OVER_HEADS: "runs",
    PlanGround.AUDIENCE_MISSING: "audience",
    PlanGround.DEGREE_PROGRAMME: "course",
    PlanGround.NOT_CREDITABLE: "month",
    PlanGround.PRICE_WITHOUT_DOCUMENT: "agreed_document",
    PlanGround.PROVIDER: "provider",
}


@require_http_methods(["GET", "POST"])
@never_cache
@requires(EDIT)
def new_line(request: SignedRequest, pk: int) -> HttpResponse:
    """Add a line to a draft within reach."""
    opened = open_plan(request, pk, EDIT)
    form = LineForm(
        request.POST if request.method == "POST" else None, initial=_usual(opened)
    )
    if request.method == "POST" and form.is_valid():
        try:
            line = drafting.add_line(
                version=opened.version,
                wish=form.wish(),
                by=request.user,
                at=timezone.now(),
            )
        except PlanRefused as refused:
            _refuse(form, refused)
        else:
            notices.say(request, _added(line))
            return redirect(opened.address)
    return acting.page(
        request,
        form,
        back=opened.address,
        crumbs=opened.crumbs,
        title=_("ردیف تازهٔ برنامه"),
        button=_("در برنامه بگذار"),
    )


def _usual(opened: Open) -> dict[str, Any]:
    """Return what a new line starts with: a county pays its own price."""
    central = opened.plan.unit.kind in CENTRAL
    venue = VenueWord.CENTRE if central else VenueWord.COUNTY
    return {"runs": 1, "venue": venue}


def _added(line: Line) -> str:
    if line.cost is None:
        return _("ردیف ثبت شد؛ بهایش هنوز روشن نیست.")
    return _("ردیف ثبت شد: %(cost)s ریال.") % {"cost": number(line.cost)}


@require_http_methods(["GET", "POST"])
@never_cache
@requires(EDIT)
def line(request: SignedRequest, pk: int, line_number: int) -> HttpResponse:
    """Change a line of a draft within reach."""
    opened = open_plan(request, pk, EDIT)
    row = _line(opened, line_number)
    form = LineForm(
        request.POST if request.method == "POST" else None, initial=initial_of(row)
    )
    if request.method == "POST" and form.is_valid():
        try:
            changed = drafting.change_line(
                line=row, wish=form.wish(), by=request.user, at=timezone.now()
            )
        except PlanRefused as refused:
            _refuse(form, refused)
        else:
            notices.say(request, _changed(changed))
            return redirect(opened.address)
    named = {"n": number(row.number), "course": said(row.course, "title")}
    return acting.page(
        request,
        form,
        back=opened.address,
        crumbs=opened.crumbs,
        title=_("ردیف %(n)s: %(course)s") % named,
        button=_("ثبت اصلاح"),
    )


def _changed(opened_again: int | None) -> str:
    if opened_again is None:
        return _("چیزی دگرگون نشد.")
    if not opened_again:
        return _("ردیف اصلاح شد.")
    words = ngettext(
        "ردیف اصلاح شد؛ %(n)s نیاز که دورهٔ دیگری می‌خواست دوباره باز است.",
        "ردیف اصلاح شد؛ %(n)s نیاز که دورهٔ دیگری می‌خواست دوباره باز است.",
        opened_again,
    )
    return words % {"n": number(opened_again)}


@require_POST
@never_cache
@requires(EDIT)
def drop_line(request: SignedRequest, pk: int, line_number: int) -> HttpResponse:
    """Take a line out of a draft; what it covered is open again."""
    opened = open_plan(request, pk, EDIT)
    row = _line(opened, line_number)
    try:
        opened_again = drafting.drop_line(line=row, by=request.user, at=timezone.now())
    except PlanRefused as refused:
        say_no(request, refused)
    else:
        words = ngettext(
            "ردیف برداشته شد؛ %(n)s نیاز دوباره باز است.",
            "ردیف برداشته شد؛ %(n)s نیاز دوباره باز است.",
            opened_again,
        )
        notices.say(request, words % {"n": number(opened_again)})
    return redirect(opened.address)


@require_http_methods(["GET", "POST"])
@never_cache
@requires(EDIT)
def budget(request: SignedRequest, pk: int) -> HttpResponse:
    """Add money to a draft within reach."""
    opened = open_plan(request, pk, EDIT)
    form = BudgetForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            drafting.add_budget(
                version=opened.version,
                **form.cleaned_data,
                by=request.user,
                at=timezone.now(),
            )
        except PlanRefused as refused:
            _refuse(form, refused)
        else:
            notices.say(request, _("بودجه ثبت شد."))
            return redirect(opened.address)
    return acting.page(
        request,
        form,
        back=opened.address,
        crumbs=opened.crumbs,
        title=_("بودجهٔ این برنامه از کجاست؟"),
        button=_("ثبت بودجه"),
    )


@require_POST
@never_cache
@requires(EDIT)
def drop_budget(request: SignedRequest, pk: int, budget_id: int) -> HttpResponse:
    """Take money out of a draft."""
    opened = open_plan(request, pk, EDIT)
    rows = BudgetLine.objects.filter(version=opened.version).select_related("version")
    row = get_object_or_404(rows, pk=budget_id)
    try:
        drafting.drop_budget(budget=row, by=request.user, at=timezone.now())
    except PlanRefused as refused:
        say_no(request, refused)
    else:
        notices.say(request, _("بودجه برداشته شد."))
    return redirect(opened.address)


@require_POST
@never_cache
@requires(EDIT)
def price(request: SignedRequest, pk: int) -> HttpResponse:
    """Work the costs of a draft out again."""
    opened = open_plan(request, pk, EDIT)
    try:
        changed = drafting.price_anew(
            version=opened.version, by=request.user, at=timezone.now()
        )
    except PlanRefused as refused:
        say_no(request, refused)
    else:
        words = ngettext(
            "بهای %(n)s ردیف دگرگون شد.", "بهای %(n)s ردیف دگرگون شد.", changed
        )
        notices.say(request, words % {"n": number(changed)})
    return redirect(opened.address)


def say_no(request: SignedRequest, refused: PlanRefused) -> None:
    """Say every reason above the next page."""
    for refusal in refused.refusals:
        notices.say(request, refusal_words(refusal), tone="warn")


def _line(opened: Open, line_number: int) -> Line:
    rows = opened.version.lines.select_related("course", "provider", "version__plan")
    return get_object_or_404(rows, number=line_number)


def _refuse(form: Any, refused: PlanRefused) -> None:
    for refusal in refused.refusals:
        form.add_error(
            FIELDS.get(refusal.ground), refusal_words(refusal._replace(line=None))
        )
