"""Editing profiles: every save is the next edition, nothing is overwritten."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from karamad.registers.competencies import actions, rules
from karamad.registers.competencies.forms import (
    CriterionForm,
    HeadForm,
    TextForm,
    criterion_values,
    head_values,
)
from karamad.registers.competencies.letters import fault_words, names_for, sentence
from karamad.registers.competencies.models import Edition
from karamad.registers.competencies.rules import BadProfile, Kind, Plain
from karamad.registers.competencies.views.reading import crumbs, kind_words
from karamad.registers.competencies.views.shown import edition_or_404
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.display import number

Written = dict[str, Any]


def _kind(value: str) -> Kind:
    try:
        return Kind(value)
    except ValueError:
        raise Http404 from None


def _replaced(written: Written, criterion: dict[str, Plain]) -> Written:
    """The profile with a criterion put in its place, or added at the end.

    Added to a profile whose tree asks for all of a list, it joins that list.
    """
    old = written["criteria"]
    ids = [each["id"] for each in old]
    if criterion["id"] in ids:
        new = [criterion if each["id"] == criterion["id"] else each for each in old]
        return {**written, "criteria": new}
    tree = written.get("verdict")
    if isinstance(tree, dict) and "all" in tree:
        tree = {"all": [*tree["all"], criterion["id"]]}
    kept = {**written, "criteria": [*old, criterion]}
    return kept if tree is None else {**kept, "verdict": tree}


def _without(written: Written, criterion_id: str) -> Written:
    """The profile without a criterion; branches left empty fall away."""
    kept = [each for each in written["criteria"] if each["id"] != criterion_id]
    new = {**written, "criteria": kept}
    if "verdict" in written:
        tree = _pruned(written["verdict"], criterion_id)
        new.pop("verdict")
        if tree is not None:
            new["verdict"] = tree
    return new


def _pruned(tree: Any, criterion_id: str) -> Any:
    if isinstance(tree, str):
        return None if tree == criterion_id else tree
    name = next(n for n in ("all", "any", "of") if n in tree)
    under = [_pruned(branch, criterion_id) for branch in tree[name]]
    under = [branch for branch in under if branch is not None]
    if not under:
        return None
    if name == "of":
        return {"at_least": min(tree["at_least"], len(under)), "of": under}
    return {name: under}


def _save(
    request: SignedRequest, written: Written, form: forms.Form, *, based_on: int
) -> Edition | None:
    """Save the next edition, or leave on the form why not."""
    try:
        profile = rules.read_profile(written)
        saved = actions.revise(
            profile, based_on=based_on, by=request.user, at=timezone.now()
        )
    except BadProfile as bad:
        for refusal in bad.refusals:
            form.add_error(None, f"{fault_words(refusal)} [{refusal.where}]")
        return None
    except actions.Overtaken as overtaken:
        form.add_error(
            None,
            _("ویرایش %(number)s در این میان ثبت شد؛ آن را بخوانید و دوباره ثبت کنید.")
            % {"number": number(overtaken.newest)},
        )
        return None
    if saved.standing is actions.Standing.SAME:
        notices.say(request, _("چیزی دگرگون نشده بود؛ ویرایش تازه‌ای ساخته نشد."))
    else:
        words = _("ویرایش %(number)s ثبت شد.")
        notices.say(request, words % {"number": number(saved.edition.number)})
    return saved.edition


def _based_on(request: HttpRequest, edition: Edition) -> int:
    typed = request.POST.get("based_on", "")
    return int(typed) if typed.isdecimal() else edition.number


def _page(request: HttpRequest, form: forms.Form, context: Written) -> HttpResponse:
    status = 422 if form.errors else 200
    context = {"form": form, **context}
    return render(request, "competencies/edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
@requires(Permission.COMPETENCIES_PROFILE_EDIT)
def criterion(
    request: SignedRequest, code: str, criterion_id: str = ""
) -> HttpResponse:
    """Edit one criterion by form, or add one of `?kind=`."""
    edition = edition_or_404(code)
    profile = actions.profile_of(edition)
    written: Written = dict(rules.write_profile(profile))
    values: Written = {"status": rules.Sureness.UNCONFIRMED}
    if criterion_id:
        found = [each for each in profile.criteria if each.id == criterion_id]
        if not found:
            raise Http404
        kind = found[0].kind
        values = criterion_values(dict(rules.write_criterion(found[0])))
    else:
        kind = _kind(request.GET.get("kind", ""))
    form = CriterionForm(
        request.POST or None, kind=kind, new=not criterion_id, initial=values
    )
    if request.method == "POST" and form.is_valid():
        new_id = criterion_id or form.cleaned_data["id"]
        if not criterion_id and any(c.id == new_id for c in profile.criteria):
            form.add_error("id", _("شرطی با این شناسه هست."))
        else:
            whole = _replaced(written, form.written(new_id))
            based_on = _based_on(request, edition)
            if _save(request, whole, form, based_on=based_on):
                return redirect("competencies:profile", code=code)
    context = {
        "title": _("شرط «%(kind)s»") % {"kind": kind_words()[kind]},
        "crumbs": crumbs(edition),
        "edition": edition,
        "kind": kind,
        "criterion_id": criterion_id,
        "preview": _preview(form, criterion_id) if form.is_bound else None,
        "sentence": _sentence_of(profile, criterion_id),
    }
    return _page(request, form, context)


def _sentence_of(profile: rules.Profile, criterion_id: str) -> str:
    if not criterion_id:
        return ""
    return sentence(profile.criterion(criterion_id), names_for(profile))


def _preview(form: CriterionForm, criterion_id: str) -> dict[str, Any]:
    """The sentence that the form would make, or why it makes none."""
    if not form.is_valid():
        return {"faults": [str(e) for errors in form.errors.values() for e in errors]}
    said = form.written(criterion_id or form.cleaned_data.get("id") or "X")
    one = {"profile": "X", "title": {"fa": "X"}, "criteria": [said]}
    try:
        profile = rules.read_profile(one)
    except BadProfile as bad:
        return {"faults": [fault_words(refusal) for refusal in bad.refusals]}
    made = profile.criteria[0]
    return {"sentence": sentence(made, names_for(profile)), "unset": made.is_unset}


@require_POST
@requires(Permission.COMPETENCIES_PROFILE_EDIT)
def preview(request: HttpRequest, kind: str) -> HttpResponse:
    """Say the sentence of a form that is being filled; nothing is saved."""
    form = CriterionForm(request.POST, kind=_kind(kind), new=False)
    context = {"preview": _preview(form, "X")}
    return render(request, "competencies/_preview.html", context)


@require_POST
@requires(Permission.COMPETENCIES_PROFILE_EDIT)
def remove(request: SignedRequest, code: str, criterion_id: str) -> HttpResponse:
    """Leave a criterion out of the next edition."""
    edition = edition_or_404(code)
    written = dict(rules.write_profile(actions.profile_of(edition)))
    form = forms.Form({})
    form.is_valid()
    based_on = _based_on(request, edition)
    if not _save(request, _without(written, criterion_id), form, based_on=based_on):
        for error in form.non_field_errors():
            notices.say(request, str(error), tone="bad")
    return redirect("competencies:profile", code=code)


@require_http_methods(["GET", "POST"])
@requires(Permission.COMPETENCIES_PROFILE_EDIT)
def head(request: SignedRequest, code: str = "") -> HttpResponse:
    """Edit a profile's title and posts, or begin a new profile."""
    edition = edition_or_404(code) if code else None
    written: Written = {"criteria": []}
    if edition is not None:
        written = dict(rules.write_profile(actions.profile_of(edition)))
    initial = head_values(written) if edition else None
    form = HeadForm(request.POST or None, new=edition is None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        written["profile"] = code or said["code"]
        written["title"] = {"fa": said["title_fa"]}
        if said["title_en"]:
            written["title"]["en"] = said["title_en"]
        written["applies_to"] = form.applies_to()
        based_on = _based_on(request, edition) if edition else 0
        saved = _save(request, written, form, based_on=based_on)
        if saved:
            return redirect("competencies:profile", code=written["profile"])
    context = {
        "title": _("عنوان و پست‌ها") if edition else _("نمایهٔ تازه"),
        "crumbs": crumbs(edition),
        "edition": edition,
    }
    return _page(request, form, context)


@require_http_methods(["GET", "POST"])
@requires(Permission.COMPETENCIES_PROFILE_EDIT)
def text(request: SignedRequest, code: str) -> HttpResponse:
    """Edit the whole profile as text: the tree, the order, everything at once."""
    edition = edition_or_404(code)
    now = rules.profile_to_yaml(actions.profile_of(edition))
    form = TextForm(request.POST or None, initial={"text": now})
    if request.method == "POST" and form.is_valid():
        try:
            profile = rules.profile_from_yaml(form.cleaned_data["text"])
        except BadProfile as bad:
            for refusal in bad.refusals:
                form.add_error("text", f"{fault_words(refusal)} [{refusal.where}]")
        else:
            written = dict(rules.write_profile(profile))
            if profile.code != code:
                form.add_error("text", _("کد نمایه را نمی‌شود دگرگون کرد."))
            elif _save(request, written, form, based_on=_based_on(request, edition)):
                return redirect("competencies:profile", code=code)
    context = {
        "title": _("متن نمایه"),
        "crumbs": crumbs(edition),
        "edition": edition,
        "is_text": True,
    }
    return _page(request, form, context)
