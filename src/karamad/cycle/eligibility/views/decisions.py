"""Appointments decided on a verdict: made, read, judged again, taken back."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from karamad.cycle.eligibility.actions import deciding
from karamad.cycle.eligibility.actions.judging import judge_person
from karamad.cycle.eligibility.actions.laws import Law, law_of
from karamad.cycle.eligibility.actions.refusing import Refused
from karamad.cycle.eligibility.actions.seats import seat_of
from karamad.cycle.eligibility.forms import DecisionForm, WithdrawalForm
from karamad.cycle.eligibility.letters.frozen import difference_rows, frozen_findings
from karamad.cycle.eligibility.letters.refusals import refusal_words
from karamad.cycle.eligibility.models import Decision
from karamad.cycle.eligibility.models.decisions import VerdictWord
from karamad.cycle.eligibility.rules import Verdict
from karamad.cycle.eligibility.rules.deciding import Ground
from karamad.cycle.eligibility.views import asking, verdicts
from karamad.registers.competencies.letters import names_for, sentence
from karamad.registers.competencies.models import Edition
from karamad.registers.people.models import AssignmentKind, Person, Post, Unit
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.asof import asked_day
from karamad.web.components import Chip, Crumb, Fact
from karamad.web.display import jalali_long, number, said
from karamad.web.templatetags.words import code, time_tag

MAKE = Permission.ELIGIBILITY_DECISION_MAKE
VIEW = Permission.ELIGIBILITY_DECISION_VIEW
PAGE = 50


# ---- making one ------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@never_cache
@requires(MAKE)
def decide(request: SignedRequest, pk: int) -> HttpResponse:
    """Record an appointment on a verdict; first say what will be recorded."""
    as_of = asked_day(request, today=timezone.localdate())
    person, asked = _case(request, pk)
    law, post, unit = asked.law, asked.post, asked.unit
    if law is None or post is None or unit is None:
        raise Http404
    seat = seat_of(post, unit)
    answers = judge_person(person, on=as_of.day, seats=[seat], by=[law])
    (block,) = verdicts.blocks(answers, as_of.day, verdicts.Reader(person.pk))
    against = answers[0].judgement.verdict is not Verdict.ELIGIBLE
    initial = {"effective_from": as_of.day, "kind": AssignmentKind.APPOINTMENT}
    form = DecisionForm(request.POST or None, against=against, initial=initial)
    foreseen: list[str] = []
    if request.method == "POST" and form.is_valid():
        order = deciding.Order(post=post, unit=unit, **form.cleaned_data)
        made = _made(request, person, order, law, as_of.day, form)
        if made is not None:
            return redirect("eligibility:decision", pk=made.pk)
        if not form.errors:
            foreseen = _foreseen(person, order, law)
    context = {
        "title": _("ثبت انتصاب %(name)s") % {"name": person.name},
        "crumbs": [
            Crumb(person.name, reverse("eligibility:passport", args=[person.pk]))
        ],
        "answer": block,
        "form": form,
        "foreseen": foreseen,
        "as_of": as_of,
        "against": against,
        "back": reverse("eligibility:passport", args=[person.pk]) + as_of.query,
    }
    status = 422 if form.errors else 200
    return render(request, "eligibility/decide.html", context, status=status)


def _case(request: SignedRequest, pk: int) -> tuple[Person, asking.Asked]:
    """Return whom and what, both within reach of who decides; 404 otherwise."""
    today = timezone.localdate()
    people = Person.objects.visible_to(request.user, on=today, permission=MAKE)
    person = get_object_or_404(people, pk=pk)
    units = Unit.objects.visible_to(request.user, on=today, permission=MAKE)
    unit = get_object_or_404(units, code=request.GET.get("unit", ""))
    return person, asking.asked(request, person, unit)


def _made(
    request: SignedRequest,
    person: Person,
    order: deciding.Order,
    law: Law,
    on: date,
    form: DecisionForm,
) -> Decision | None:
    """Decide, or say why not; None when it is not confirmed yet or refused."""
    case: dict[str, Any] = {"person": person, "order": order, "law": law, "on": on}
    now = timezone.now()
    if "confirm" not in request.POST:
        for refusal in deciding.refusals_of(by=request.user, at=now, **case):
            form.add_error(None, refusal_words(refusal))
        return None
    try:
        made = deciding.decide(by=request.user, at=now, **case)
    except Refused as refused:
        grounds = {each.ground for each in refused.refusals}
        if grounds & {Ground.SEAT_HELD, Ground.ALREADY_DECIDED}:
            twice = _already(person, order, request.user.pk)
            if twice is not None:
                return twice
        for refusal in refused.refusals:
            form.add_error(None, refusal_words(refusal))
        return None
    notices.say(request, _("انتصاب ثبت شد و آنچه دیده شد نگه داشته شد."))
    return made


def _already(person: Person, order: deciding.Order, officer: int) -> Decision | None:
    """Return what the same officer recorded by the same document: sent twice."""
    return (
        Decision.objects.standing()
        .filter(
            person=person,
            post=order.post,
            unit=order.unit,
            effective_from=order.effective_from,
            document_number=order.document_number,
            entry__actor=officer,
        )
        .first()
    )


def _foreseen(person: Person, order: deciding.Order, law: Law) -> list[str]:
    words = {
        "name": person.name,
        "post": said(order.post, "title"),
        "unit": said(order.unit, "name"),
        "day": jalali_long(order.effective_from),
    }
    return [
        _("%(name)s از %(day)s %(post)s در %(unit)s می‌شود.") % words,
        _("یافته‌ها، شاهدها و ویرایش %(number)s نمایه همان‌گونه که هست نگه داشته می‌شود.")
        % {"number": number(law.number)},
        _("می‌توان تصمیم را با سند پس گرفت؛ آنچه نگه داشته شده می‌ماند."),
    ]


# ---- reading one -----------------------------------------------------------


@require_GET
@never_cache
@requires(VIEW)
def decision(request: SignedRequest, pk: int) -> HttpResponse:
    """Show what was frozen; judged again, whether it comes out the same."""
    row = _one(request, pk)
    record = json.loads(row.content)
    sentences = _sentences(row)
    context = {
        "title": _title(row),
        "decision": row,
        "crumbs": [Crumb(_("تصمیم‌ها"), reverse("eligibility:decisions"))],
        "facts": _facts(row),
        "findings": frozen_findings(record, sentences),
        "verdict_title": _("آنچه دیده شد: %(verdict)s")
        % {"verdict": row.get_verdict_display()},
        "may_withdraw": not row.is_withdrawn and _reaches(request, row),
    }
    if "recompute" in request.GET:
        again = deciding.recompute(row)
        context["again"] = again
        context["differences"] = difference_rows(again.differences, sentences)
    return render(request, "eligibility/decision.html", context)


def _one(request: SignedRequest, pk: int) -> Decision:
    seen = Decision.objects.visible_to(request.user, on=timezone.localdate())
    related = ("person", "post", "unit", "edition__profile", "entry__actor")
    return get_object_or_404(seen.select_related(*related), pk=pk)


def _sentences(row: Decision) -> dict[str, str]:
    edition = Edition.objects.with_criteria().get(pk=row.edition_id)
    profile = law_of(edition).profile
    names = names_for(profile)
    return {each.id: sentence(each, names) for each in profile.criteria}


def _title(row: Decision) -> str:
    words = {"name": row.person.name, "post": said(row.post, "title")}
    if row.is_withdrawn:
        return _("%(name)s، %(post)s: پس‌گرفته") % words
    return _("%(name)s، %(post)s") % words


def _facts(row: Decision) -> list[Fact]:
    edition = {"number": number(row.edition.number)}
    facts = [
        Fact(_("واحد"), said(row.unit, "name")),
        Fact(_("نوع حکم"), row.get_kind_display()),
        Fact(_("از روزِ"), jalali_long(row.effective_from)),
        Fact(_("شمارهٔ حکم"), code(row.document_number)),
        Fact(_("تاریخ حکم"), jalali_long(row.document_date)),
        Fact(_("سنجش در روزِ"), jalali_long(row.judged_on)),
        Fact(_("هنگام ثبت"), time_tag(row.moment, long=True, clock=True)),
        Fact(_("نمایه"), code(row.edition.profile.code)),
        Fact(_("ویرایش"), _("ویرایش %(number)s") % edition),
        Fact(_("ثبت‌کننده"), str(row.entry.actor or "—")),
    ]
    if row.reason:
        facts += [
            Fact(_("دلیل"), row.reason),
            Fact(_("سند این دلیل"), code(row.reason_document)),
        ]
    if row.is_withdrawn and row.withdrawn_at:
        facts += [
            Fact(_("پس‌گرفته در"), jalali_long(row.withdrawn_at)),
            Fact(_("دلیل پس گرفتن"), row.withdrawal_reason),
            Fact(_("سند پس گرفتن"), code(row.withdrawal_document)),
        ]
    return facts


def _reaches(request: SignedRequest, row: Decision) -> bool:
    today = timezone.localdate()
    if MAKE not in request.user.permissions_on(today):
        return False
    units = Unit.objects.visible_to(request.user, on=today, permission=MAKE)
    return units.filter(pk=row.unit_id).exists()


@require_http_methods(["GET", "POST"])
@never_cache
@requires(MAKE)
def withdraw(request: SignedRequest, pk: int) -> HttpResponse:
    """Take a decision back by a document."""
    row = _one(request, pk)
    if not _reaches(request, row):
        raise Http404
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            deciding.withdraw(
                decision=row, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            for refusal in refused.refusals:
                form.add_error(None, refusal_words(refusal))
        else:
            notices.say(request, _("تصمیم پس گرفته شد؛ آنچه نگه داشته شده بود ماند."))
            return redirect("eligibility:decision", pk=row.pk)
    context = {
        "title": _("پس گرفتن تصمیم"),
        "crumbs": [Crumb(_title(row), reverse("eligibility:decision", args=[row.pk]))],
        "form": form,
        "lede": _("حکمی که این تصمیم ثبت کرده بود از دفتر امروز برداشته می‌شود."),
        "button": _("پس بگیر"),
        "danger": True,
        "back": reverse("eligibility:decision", args=[row.pk]),
    }
    status = 422 if form.errors else 200
    return render(request, "web/act.html", context, status=status)


# ---- the list --------------------------------------------------------------


@require_GET
@requires(VIEW)
def decisions(request: SignedRequest) -> HttpResponse:
    """List decisions, the latest first."""
    rows = Decision.objects.visible_to(request.user, on=timezone.localdate())
    verdict, standing = request.GET.get("verdict", ""), request.GET.get("standing", "")
    post = request.GET.get("post", "").strip()
    chips = []
    if verdict in VerdictWord.values:
        rows = rows.filter(verdict=verdict)
        label = str(VerdictWord(verdict).label)
        chips.append(Chip("verdict", verdict, _("نتیجه"), label))
    if standing in _STANDING:
        rows = rows.filter(withdrawn_at__isnull=standing == "yes")
        chips.append(Chip("standing", standing, _("وضع"), _standing()[standing]))
    if post:
        rows = rows.filter(post__in=Post.objects.called(post))
        chips.append(Chip("post", post, _("پست"), post))
    related = ("person", "post", "unit")
    ordered = rows.latest_first().select_related(*related)
    page = Paginator(ordered, PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    words = ngettext("%(count)s تصمیم", "%(count)s تصمیم", count)
    context: dict[str, Any] = {
        "title": words % {"count": number(count)},
        "page": page,
        "chips": chips,
        "verdicts": VerdictWord.choices,
        "standings": _standing().items(),
        "asked": {"verdict": verdict, "standing": standing, "post": post},
    }
    return render(request, "eligibility/decisions.html", context)


_STANDING = ("yes", "no")


def _standing() -> dict[str, str]:
    return {"yes": _("برقرار"), "no": _("پس‌گرفته")}
