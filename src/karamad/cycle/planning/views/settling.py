"""Several needs at once: said first what will happen to how many, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from karamad.cycle.planning.actions import covering, settling
from karamad.cycle.planning.actions.refusing import PlanRefused, Refused
from karamad.cycle.planning.forms.needs import MergeForm, RejectForm
from karamad.cycle.planning.forms.plans import CoverForm
from karamad.cycle.planning.letters import needs as letters
from karamad.cycle.planning.letters.plans import plan_name, refusal_words
from karamad.cycle.planning.models import (
    Level,
    Line,
    Need,
    NeedQuerySet,
    Plan,
    VersionState,
)
from karamad.cycle.planning.views import acting
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.trust.audit.models import Entry
from karamad.web import notices
from karamad.web.components import Crumb
from karamad.web.display import number, said
from karamad.web.keys import row_keys

EDIT = Permission.PLANNING_NEED_EDIT
MOST = 500  # rows of one act


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do with several needs: its form, its verb, its words."""

    form: Callable[[SignedRequest, list[Need]], Any]
    settle: Callable[[SignedRequest, list[Need], Any], Entry]
    title: str
    button: str
    done: str


@require_POST
@never_cache
@requires(EDIT)
def settle(request: SignedRequest) -> HttpResponse:
    """Ask before needs are merged or turned down, then do it; all or none."""
    act = _acts().get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    chosen = _chosen(request)
    if not chosen:
        notices.say(request, _("نیازی برگزیده نبود؛ چیزی دگرگون نشد."), tone="info")
        return redirect("planning:needs")
    form = act.form(request, chosen)
    if "confirmed" in request.POST and form.is_valid():
        try:
            entry = act.settle(request, chosen, form)
        except Refused as refused:
            acting.refuse(form, refused)
        except PlanRefused as refused:
            for refusal in refused.refusals:
                form.add_error(None, refusal_words(refusal))
        else:
            words = {"n": number(len(chosen))}
            undo_url = reverse("planning:undo", args=[entry.pk])
            notices.say(request, act.done % words, undo=undo_url)
            return redirect("planning:needs")
    context = {
        "title": act.title % {"n": number(len(chosen))},
        "crumbs": [Crumb(_("نیازها"), reverse("planning:needs"))],
        "form": form,
        "act": request.POST["act"],
        "rows": [(need, letters.what(need)) for need in chosen],
        "heads": sum(need.heads for need in chosen),
        "button": act.button,
        # Nothing to choose from: a line of the course comes into a draft first.
        "no_lines": isinstance(form, CoverForm) and not form.has_lines,
        # Nor here: a need of a unit comes first, and takes the persons' in.
        "no_targets": isinstance(form, MergeForm) and not form.has_targets,
        "back": reverse("planning:needs"),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "planning/settle.html", context, status=status)


def _within(request: SignedRequest) -> NeedQuerySet:
    today = timezone.localdate()
    return Need.objects.visible_to(request.user, on=today, permission=EDIT)


def _chosen(request: SignedRequest) -> list[Need]:
    keys = row_keys(request.POST.getlist("pk"), most=MOST)
    rows = _within(request).filter(pk__in=keys)
    return list(rows.select_related("course", "unit").most_pressing_first())


def _acts() -> dict[str, Act]:
    return {
        "reject": Act(
            _reject_form,
            _reject,
            _("%(n)s نیاز رد شود؟"),
            _("رد کن"),
            _("%(n)s نیاز رد شد."),
        ),
        "merge": Act(
            _merge_form,
            _merge,
            _("%(n)s نیاز یکی شود؟"),
            _("یکی کن"),
            _("%(n)s نیاز یکی شد."),
        ),
        "cover": Act(
            _cover_form,
            _cover,
            _("%(n)s نیاز در کدام برنامه؟"),
            _("در برنامه بگذار"),
            _("%(n)s نیاز در برنامه آمد."),
        ),
    }


def _typed(request: SignedRequest) -> Any:
    return request.POST if "confirmed" in request.POST else None


def _reject_form(request: SignedRequest, chosen: list[Need]) -> RejectForm:
    return RejectForm(_typed(request))


def _reject(request: SignedRequest, chosen: list[Need], form: RejectForm) -> Entry:
    return settling.reject(
        needs=chosen,
        reason=form.cleaned_data["reason"],
        by=request.user,
        at=timezone.now(),
    )


def _merge_form(request: SignedRequest, chosen: list[Need]) -> MergeForm:
    targets = [
        (
            str(need.pk),
            _("%(what)s، %(unit)s، %(heads)s نفر")
            % {
                "what": letters.what(need),
                "unit": said(need.unit, "name"),
                "heads": number(need.heads),
            },
        )
        for need in chosen
        if need.level != Level.PERSON
    ]
    heads = sum(need.heads for need in chosen)
    return MergeForm(_typed(request), targets=targets, initial={"heads": heads})


def _merge(request: SignedRequest, chosen: list[Need], form: MergeForm) -> Entry:
    into = next(need for need in chosen if str(need.pk) == form.cleaned_data["into"])
    return settling.merge(
        needs=chosen,
        into=into,
        heads=form.cleaned_data["heads"],
        by=request.user,
        at=timezone.now(),
    )


def _cover_form(request: SignedRequest, chosen: list[Need]) -> CoverForm:
    lines = [(str(line.pk), _line_words(line)) for line in _lines(request, chosen)]
    return CoverForm(_typed(request), lines=lines)


def _lines(request: SignedRequest, chosen: list[Need]) -> list[Line]:
    """Return the lines of drafts in reach that may cover what was chosen."""
    today = timezone.localdate()
    plans = Plan.objects.visible_to(
        request.user, on=today, permission=Permission.PLANNING_PLAN_EDIT
    )
    above = {int(k) for need in chosen for k in need.unit.path.split(".") if k}
    rows = Line.objects.of(plans).filter(
        version__state=VersionState.DRAFT, version__plan__unit__in=above
    )
    courses = {need.course_id for need in chosen if need.course_id is not None}
    if courses:
        rows = rows.filter(course__in=courses)
    related = rows.select_related("course", "version__plan__unit")
    return list(related.order_by("version__plan__year", "version", "number")[:MOST])


def _line_words(line: Line) -> str:
    words = {
        "plan": plan_name(line.version.plan),
        "course": said(line.course, "title"),
        "heads": number(line.heads),
    }
    return _("%(plan)s: %(course)s، %(heads)s نفر") % words


def _cover(request: SignedRequest, chosen: list[Need], form: CoverForm) -> Entry:
    line = Line.objects.select_related("version").get(pk=form.cleaned_data["line"])
    return covering.cover(needs=chosen, line=line, by=request.user, at=timezone.now())


@require_POST
@never_cache
@requires(EDIT)
def undo(request: SignedRequest, entry_id: int) -> HttpResponse:
    """Take an act on needs within reach back, as long as nothing came after it."""
    within = _within(request)
    entry = get_object_or_404(
        Entry.objects.filter(pk__in=within.values("entry")), pk=entry_id
    )
    try:
        number_of = settling.undo(
            entry=entry, within=within, by=request.user, at=timezone.now()
        )
    except Refused as refused:
        for ground in refused.grounds:
            notices.say(request, letters.ground_words(ground), tone="warn")
    else:
        words = ngettext(
            "%(n)s نیاز به حال پیش برگشت.",
            "%(n)s نیاز به حال پیش برگشت.",
            number_of,
        )
        notices.say(request, words % {"n": number(number_of)})
    return redirect("planning:needs")
