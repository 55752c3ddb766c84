"""Editing profiles: every save is the next edition, nothing is overwritten."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
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
from karamad.registers.competencies.models import Draft, Edition
from karamad.registers.competencies.rules import BadProfile, Kind
from karamad.registers.competencies.views.reading import crumbs, kind_words
from karamad.registers.competencies.views.shown import edition_or_404
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.display import number
from karamad.web.keys import key_or_404, whole_number

Written = dict[str, Any]


def _kind(value: str) -> Kind:
    try:
        return Kind(value)
    except ValueError:
        raise Http404 from None


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
    return whole_number(request.POST.get("based_on", "")) or edition.number


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
            whole = rules.with_criterion(written, form.written(new_id))
            based_on = _based_on(request, edition)
            if _save(request, whole, form, based_on=based_on):
                return redirect("competencies:profile", code=code)
    context = {
        "title": _("شرط «%(kind)s»") % {"kind": kind_words()[kind]},
        "crumbs": crumbs(edition),
        "edition": edition,
        "kind": kind,
        "criterion_id": criterion_id,
        "preview": preview_of(form, criterion_id) if form.is_bound else None,
        "sentence": _sentence_of(profile, criterion_id),
    }
    return _page(request, form, context)


def _sentence_of(profile: rules.Profile, criterion_id: str) -> str:
    if not criterion_id:
        return ""
    return sentence(profile.criterion(criterion_id), names_for(profile))


def preview_of(form: CriterionForm, criterion_id: str) -> dict[str, Any]:
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
    context = {"preview": preview_of(form, "X")}
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
    if not _save(
        request, rules.without_criterion(written, criterion_id), form, based_on=based_on
    ):
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
    """Edit the whole profile as text; `?draft=` begins with what a draft says."""
    edition = edition_or_404(code)
    draft = _draft(request, code)
    now = rules.profile_to_yaml(actions.profile_of(edition))
    form = TextForm(
        request.POST or None, initial={"text": draft.text if draft else now}
    )
    if request.method == "POST" and form.is_valid():
        saved = _save_text(request, form, edition)
        if saved and draft:
            actions.adopt(draft, saved)
        if saved:
            return redirect("competencies:profile", code=code)
    context = {
        "title": _("متن نمایه"),
        "crumbs": crumbs(edition),
        "edition": edition,
        "is_text": True,
        "draft": draft,
    }
    return _page(request, form, context)


def _draft(request: HttpRequest, code: str) -> Draft | None:
    asked = request.GET.get("draft", "")
    if not asked:
        return None
    waiting = Draft.objects.waiting().of(code).select_related("base")
    return get_object_or_404(waiting, pk=key_or_404(asked))


def _save_text(
    request: SignedRequest, form: TextForm, edition: Edition
) -> Edition | None:
    """Save what the text says as the next edition, or leave on the form why not."""
    try:
        profile = rules.profile_from_yaml(form.cleaned_data["text"])
    except BadProfile as bad:
        for refusal in bad.refusals:
            form.add_error("text", f"{fault_words(refusal)} [{refusal.where}]")
        return None
    if profile.code != edition.profile.code:
        form.add_error("text", _("کد نمایه را نمی‌شود دگرگون کرد."))
        return None
    written = dict(rules.write_profile(profile))
    return _save(request, written, form, based_on=_based_on(request, edition))
