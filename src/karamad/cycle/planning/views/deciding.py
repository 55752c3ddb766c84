"""A plan goes to review and comes out of it: sent, approved, given back, amended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from karamad.cycle.planning.actions import approving
from karamad.cycle.planning.actions.refusing import PlanRefused
from karamad.cycle.planning.forms.plans import NoteForm
from karamad.cycle.planning.letters import plans as letters
from karamad.cycle.planning.models import Version, VersionState
from karamad.cycle.planning.views import acting
from karamad.cycle.planning.views.lines import say_no
from karamad.cycle.planning.views.reaching import Open, open_plan
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.display import number

EDIT = Permission.PLANNING_PLAN_EDIT
APPROVE = Permission.PLANNING_PLAN_APPROVE


@require_POST
@never_cache
@requires(EDIT)
def submit(request: SignedRequest, pk: int) -> HttpResponse:
    """Send a draft within reach to the working group."""
    opened = open_plan(request, pk, EDIT)
    try:
        approving.submit(version=opened.version, by=request.user, at=timezone.now())
    except PlanRefused as refused:
        say_no(request, refused)
    else:
        notices.say(request, _("به کارگروه فرستاده شد؛ تا پاسخ آن دگرگون نمی‌شود."))
    return redirect(opened.address)


@require_http_methods(["GET", "POST"])
@never_cache
@requires(APPROVE)
def review(request: SignedRequest, pk: int) -> HttpResponse:
    """Show what stands against a plan; approve it, or give it back with a note."""
    opened = open_plan(request, pk, APPROVE)
    version = opened.version
    if version.state != VersionState.REVIEW:
        # A second click, or a colleague was quicker.
        notices.say(request, _("این برنامه در بررسی نیست؛ وضع اکنونش این است."))
        return redirect(opened.address)
    giving_back = request.method == "POST" and request.POST.get("word") == "return"
    form = NoteForm(request.POST if giving_back else None)
    if request.method == "POST":
        done = _decide(request, opened, form)
        if done is not None:
            return done
    refusals = approving.refusals_to_approve(version, request.user)
    money = approving.money_of(version)
    sums = [(each.heads, each.hours) for each in version.lines.all()]
    against = [letters.refusal_words(refusal) for refusal in refusals]
    context = {
        "title": _review_title(opened, len(refusals)),
        "crumbs": opened.crumbs,
        "against": against,
        "money": letters.money_words(money),
        "version": version,
        "plan": opened.plan,
        "lines": len(sums),
        "heads": sum(heads for heads, _hours in sums),
        "hours": sum(heads * hours for heads, hours in sums),
        "form": form,
        "back": opened.address,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "planning/review.html", context, status=status)


def _review_title(opened: Open, against: int) -> str:
    words = {"plan": letters.plan_name(opened.plan), "n": number(against)}
    if not against:
        return _("%(plan)s آمادهٔ تصویب است") % words
    return _("%(plan)s: %(n)s چیز پیش از تصویب") % words


def _decide(
    request: SignedRequest, opened: Open, form: NoteForm
) -> HttpResponse | None:
    word, now = request.POST.get("word"), timezone.now()
    version = opened.version
    try:
        if word == "approve":
            approving.approve(version=version, by=request.user, at=now)
            notices.say(request, _("برنامه تصویب شد؛ از این پس دگرگون نمی‌شود."))
        elif word == "return" and form.is_valid():
            approving.give_back(
                version=version,
                note=form.cleaned_data["note"],
                by=request.user,
                at=now,
            )
            notices.say(request, _("برنامه با یادداشت شما بازگشت."))
        else:
            return None
    except PlanRefused as refused:
        say_no(request, refused)
        return None
    return redirect(opened.address)


# ---- what is done with a note ------------------------------------------------


@dataclass(frozen=True, slots=True)
class Act:
    """An act on a version that says why."""

    do: Callable[..., Version]
    title: str
    lede: str
    button: str
    done: str


@require_http_methods(["GET", "POST"])
@never_cache
@requires(EDIT)
def amend(request: SignedRequest, pk: int) -> HttpResponse:
    """Begin a new version beside the approved one."""
    act = Act(
        approving.amend,
        _("نسخهٔ تازهٔ %(plan)s"),
        _("نسخهٔ مصوب تا تصویب نسخهٔ تازه برجا می‌ماند."),
        _("نسخهٔ تازه را آغاز کن"),
        _("نسخهٔ تازه پیش‌نویس است؛ نسخهٔ مصوب برجاست."),
    )
    return _with_note(request, open_plan(request, pk, EDIT), act)


@require_http_methods(["GET", "POST"])
@never_cache
@requires(APPROVE)
def close(request: SignedRequest, pk: int) -> HttpResponse:
    """Close an approved plan as carried out."""
    act = Act(
        approving.close,
        _("بستن %(plan)s"),
        _("برنامه اجراشده به شمار می‌آید و دیگر نسخهٔ تازه نمی‌گیرد."),
        _("ببند"),
        _("برنامه بسته شد."),
    )
    return _with_note(request, open_plan(request, pk, APPROVE), act)


def _with_note(request: SignedRequest, opened: Open, act: Act) -> HttpResponse:
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            act.do(
                version=opened.version,
                note=form.cleaned_data["note"],
                by=request.user,
                at=timezone.now(),
            )
        except PlanRefused as refused:
            for refusal in refused.refusals:
                form.add_error(None, letters.refusal_words(refusal))
        else:
            notices.say(request, act.done)
            return redirect(opened.address)
    return acting.page(
        request,
        form,
        back=opened.address,
        crumbs=opened.crumbs,
        title=act.title % {"plan": letters.plan_name(opened.plan)},
        lede=act.lede,
        button=act.button,
    )


@require_POST
@never_cache
@requires(EDIT)
def drop(request: SignedRequest, pk: int) -> HttpResponse:
    """Give up an amendment; the approved version stays."""
    opened = open_plan(request, pk, EDIT)
    try:
        approving.drop_draft(version=opened.version, by=request.user, at=timezone.now())
    except PlanRefused as refused:
        say_no(request, refused)
    else:
        notices.say(request, _("نسخهٔ تازه کنار گذاشته شد؛ نسخهٔ مصوب برجاست."))
    return redirect(opened.address)
