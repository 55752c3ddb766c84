"""The sandbox: a scenario's conditions, changed where nobody is judged by them."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from karamad.insight.whatif.actions import scenarios as acts
from karamad.insight.whatif.models import Scenario
from karamad.insight.whatif.views.loading import ASK, crumbs, own
from karamad.registers.competencies.actions import profile_of
from karamad.registers.competencies.forms import (
    CriterionForm,
    TextForm,
    criterion_values,
)
from karamad.registers.competencies.letters import fault_words, names_for, sentence
from karamad.registers.competencies.rules import (
    BadProfile,
    Kind,
    Profile,
    Sureness,
    profile_from_yaml,
    profile_to_yaml,
    read_profile,
    with_criterion,
    without_criterion,
    write_criterion,
    write_profile,
)
from karamad.registers.competencies.views.compared import changes
from karamad.registers.competencies.views.editing import preview_of
from karamad.registers.competencies.views.reading import kind_words
from karamad.registers.competencies.views.shown import show
from karamad.trust.accounts.permissions import SignedRequest, requires
from karamad.web import notices

_OVERTAKEN = gettext_lazy(
    "پس از باز کردن این صفحه، در صفحهٔ دیگری دگرگون شده است؛"
    " اگر دوباره بفرستید نوشتهٔ شما جای آن را می‌گیرد."
)


@require_GET
@requires(ASK)
def conditions(request: SignedRequest, pk: int) -> HttpResponse:
    """Read the conditions as the scenario has them, each to be changed."""
    scenario = own(request, pk)
    profile = read_profile(scenario.changed)
    shown = show(profile, on=scenario.day)
    context = {
        "title": _("شرط‌ها در «%(name)s»") % {"name": scenario.name},
        "crumbs": crumbs(scenario),
        "scenario": scenario,
        "shown": shown,
        "kinds": kind_words(),
        "rows": changes(profile_of(scenario.base), profile),
    }
    return render(request, "whatif/conditions.html", context)


@require_http_methods(["GET", "POST"])
@requires(ASK)
def criterion(request: SignedRequest, pk: int, criterion_id: str = "") -> HttpResponse:
    """Change one condition by form, or add one of `?kind=`."""
    scenario = own(request, pk)
    profile = read_profile(scenario.changed)
    kind, values = _begun(request, profile, criterion_id)
    form = CriterionForm(
        request.POST or None, kind=kind, new=not criterion_id, initial=values
    )
    if _is_to_keep(request, form, _mark(values)):
        new_id = criterion_id or form.cleaned_data["id"]
        if not criterion_id and any(each.id == new_id for each in profile.criteria):
            form.add_error("id", _("شرطی با این شناسه هست."))
        else:
            whole = with_criterion(scenario.changed, form.written(new_id))
            if _keep(request, scenario, whole, form):
                return redirect("whatif:conditions", pk=pk)
    context = {
        "title": _("شرط «%(kind)s» در سناریو") % {"kind": kind_words()[kind]},
        "crumbs": crumbs(scenario),
        "form": form,
        "scenario": scenario,
        "preview_url": reverse("whatif:preview", args=[kind.value]),
        "preview": preview_of(form, criterion_id) if form.is_bound else None,
        "sentence": sentence(profile.criterion(criterion_id), names_for(profile))
        if criterion_id
        else "",
        "seen": _mark(values) if criterion_id else "",
    }
    return _page(request, form, context)


def _begun(
    request: HttpRequest, profile: Profile, criterion_id: str
) -> tuple[Kind, dict[str, Any]]:
    if not criterion_id:
        return _kind(request.GET.get("kind", "")), {"status": Sureness.UNCONFIRMED}
    try:
        found = profile.criterion(criterion_id)
    except KeyError:
        raise Http404 from None
    return found.kind, criterion_values(dict(write_criterion(found)))


def _kind(value: str) -> Kind:
    try:
        return Kind(value)
    except ValueError:
        raise Http404 from None


@require_POST
@requires(ASK)
def preview(request: HttpRequest, kind: str) -> HttpResponse:
    """Say the sentence of a form that is being filled; nothing is kept."""
    form = CriterionForm(request.POST, kind=_kind(kind), new=False)
    context = {"preview": preview_of(form, "X")}
    return render(request, "competencies/_preview.html", context)


@require_POST
@requires(ASK)
def remove(request: SignedRequest, pk: int, criterion_id: str) -> HttpResponse:
    """Leave a condition out of the scenario."""
    scenario = own(request, pk)
    whole = without_criterion(scenario.changed, criterion_id)
    try:
        acts.change(
            scenario=scenario, written=whole, by=request.user, at=timezone.now()
        )
    except acts.Overtaken:
        notices.say(request, _("سناریو هم‌زمان دگرگون شد؛ دوباره بردارید."), tone="warn")
    return redirect("whatif:conditions", pk=pk)


@require_http_methods(["GET", "POST"])
@requires(ASK)
def text(request: SignedRequest, pk: int) -> HttpResponse:
    """Change the whole as text: the tree, whom it is asked of, everything at once."""
    scenario = own(request, pk)
    now = profile_to_yaml(read_profile(scenario.changed))
    form = TextForm(request.POST or None, initial={"text": now})
    if _is_to_keep(request, form, _mark(now)):
        try:
            profile = profile_from_yaml(form.cleaned_data["text"])
        except BadProfile as bad:
            _blame(form, bad)
        else:
            if profile.code != scenario.base.profile.code:
                form.add_error("text", _("کد نمایه را نمی‌شود دگرگون کرد."))
            elif _keep(request, scenario, dict(write_profile(profile)), form):
                return redirect("whatif:conditions", pk=pk)
    context = {
        "title": _("متن سناریو"),
        "crumbs": crumbs(scenario),
        "form": form,
        "scenario": scenario,
        "seen": _mark(now),
    }
    return _page(request, form, context)


def _mark(shown: object) -> str:
    """Return a short mark of what a page shows, to tell whether it still stands."""
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]


def _is_to_keep(request: HttpRequest, form: forms.Form, now: str) -> bool:
    """Test whether what was sent can be kept; else the form says why not.

    now: the mark of what would be replaced. Where another page changed it in the
    meantime the sender is told; sent again it replaces it, for by then he knows.
    """
    if request.method != "POST":
        return False
    seen = request.POST.get("seen") or now
    if seen != now:
        form.add_error(None, _OVERTAKEN)
    return form.is_valid()


def _keep(
    request: SignedRequest, scenario: Scenario, whole: dict[str, Any], form: forms.Form
) -> bool:
    """Keep the change, or leave on the form why not."""
    try:
        acts.change(
            scenario=scenario, written=whole, by=request.user, at=timezone.now()
        )
    except BadProfile as bad:
        _blame(form, bad)
        return False
    except acts.Overtaken:
        form.add_error(None, _OVERTAKEN)
        return False
    return True


def _blame(form: forms.Form, bad: BadProfile) -> None:
    for refusal in bad.refusals:
        form.add_error(None, f"{fault_words(refusal)} [{refusal.where}]")


def _page(
    request: HttpRequest, form: forms.Form, context: dict[str, Any]
) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "whatif/edit.html", context, status=status)
