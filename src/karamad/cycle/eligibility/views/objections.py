"""Objections: raised by the person judged, answered by an officer in a term."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from karamad.cycle.eligibility.actions import objecting
from karamad.cycle.eligibility.actions.judging import judge_person
from karamad.cycle.eligibility.actions.laws import law_of
from karamad.cycle.eligibility.actions.refusing import Refused
from karamad.cycle.eligibility.actions.seats import NO_SEAT, seat_of
from karamad.cycle.eligibility.forms import AnswerForm, ObjectionForm
from karamad.cycle.eligibility.letters.refusals import refusal_words
from karamad.cycle.eligibility.models import Objection
from karamad.cycle.eligibility.models.objections import ObjectionState
from karamad.cycle.eligibility.rules import Outcome
from karamad.cycle.eligibility.rules.objecting import Term
from karamad.cycle.eligibility.views import asking
from karamad.registers.competencies.letters import names_for, sentence
from karamad.registers.competencies.models import Edition
from karamad.registers.people.models import Person
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.asof import asked_day
from karamad.web.components import Choice, Crumb, Fact
from karamad.web.display import jalali_long, number, said
from karamad.web.templatetags.words import code

RAISE = Permission.ELIGIBILITY_OBJECTION_RAISE
ANSWER = Permission.ELIGIBILITY_OBJECTION_ANSWER
PAGE = 50


@require_http_methods(["GET", "POST"])
@never_cache
@requires(RAISE)
def raise_one(request: SignedRequest, pk: int) -> HttpResponse:
    """Let the person judged say that a finding is wrong."""
    today = timezone.localdate()
    as_of = asked_day(request, today=today)
    seen = Person.objects.visible_to(request.user, on=today, permission=RAISE)
    person = get_object_or_404(seen, pk=pk, account=request.user)
    asked = asking.asked(request, person)
    if asked.law is None:
        raise Http404
    seat = seat_of(asked.post, asked.unit) if asked.post else NO_SEAT
    (answer,) = judge_person(person, on=as_of.day, seats=[seat], by=[asked.law])
    try:
        finding = answer.judgement.finding(request.GET.get("criterion", ""))
    except KeyError:
        raise Http404 from None
    form = ObjectionForm(request.POST or None, initial={"asked": Outcome.MET})
    back = reverse("eligibility:passport", args=[person.pk]) + as_of.query
    if request.method == "POST" and form.is_valid():
        claim = objecting.Claim(
            law=asked.law,
            criterion=finding.criterion.id,
            on=as_of.day,
            asked=Outcome[form.cleaned_data["asked"].upper()],
            text=form.cleaned_data["text"],
            post=asked.post,
            unit=asked.unit,
        )
        try:
            row = objecting.object_to(
                person=person, claim=claim, by=request.user, at=timezone.now()
            )
        except Refused as refused:
            for refusal in refused.refusals:
                form.add_error(None, refusal_words(refusal))
        else:
            words = {"day": jalali_long(row.due_on)}
            notices.say(request, _("اعتراض ثبت شد؛ تا %(day)s پاسخ می‌گیرد.") % words)
            return redirect("eligibility:objection", pk=row.pk)
    term = objecting.term_on(today)
    names = names_for(asked.law.profile)
    context = {
        "title": _("اعتراض به یک یافته"),
        "crumbs": [Crumb(person.name, back)],
        "form": form,
        "lede": sentence(finding.criterion, names),
        "note": _term_words(term),
        "button": _("ثبت اعتراض"),
        "back": back,
    }
    status = 422 if form.errors else 200
    return render(request, "web/act.html", context, status=status)


def _term_words(term: Term) -> str:
    words = {"days": number(term.days)}
    if term.is_ours:
        return (
            _(
                "پاسخ تا %(days)s روز داده می‌شود. این مهلت را خود سامانه گذاشته است؛ "
                "سندی برای آن یافت نشد."
            )
            % words
        )
    return _("پاسخ تا %(days)s روز داده می‌شود.") % words


# ---- reading and answering -------------------------------------------------


@require_http_methods(["GET", "POST"])
@never_cache
@requires(Permission.ELIGIBILITY_VERDICT_VIEW)
def objection(request: SignedRequest, pk: int) -> HttpResponse:
    """Show an objection and its answer; an officer answers here."""
    row = _one(request, pk)
    may_answer = row.answered_at is None and _answers(request, row)
    form = AnswerForm(request.POST or None) if may_answer else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            reply = objecting.Reply(**form.cleaned_data)
            now = timezone.now()
            try:
                objecting.answer(objection=row, reply=reply, by=request.user, at=now)
            except Refused as refused:
                for refusal in refused.refusals:
                    form.add_error(None, refusal_words(refusal))
            else:
                notices.say(request, _("پاسخ ثبت شد؛ فرد آن را می‌بیند."))
                return redirect("eligibility:objection", pk=row.pk)
    edition = Edition.objects.with_criteria().get(pk=row.edition_id)
    profile = law_of(edition).profile
    criterion = profile.criterion(row.criterion)
    context = {
        "title": _("اعتراض %(name)s") % {"name": row.person.name},
        "objection": row,
        "what": sentence(criterion, names_for(profile)),
        "state": row.state_on(timezone.localdate()),
        "facts": _facts(row),
        "crumbs": _crumbs(request),
        "form": form,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "eligibility/objection.html", context, status=status)


def _one(request: SignedRequest, pk: int) -> Objection:
    seen = Objection.objects.visible_to(request.user, on=timezone.localdate())
    related = ("person", "post", "unit", "edition__profile")
    return get_object_or_404(seen.select_related(*related), pk=pk)


def _answers(request: SignedRequest, row: Objection) -> bool:
    allowed = request.user.permissions_on(timezone.localdate())
    return ANSWER in allowed and row.person.account_id != request.user.pk


def _crumbs(request: SignedRequest) -> list[Crumb]:
    allowed = request.user.permissions_on(timezone.localdate())
    if ANSWER not in allowed:
        return []
    return [Crumb(_("اعتراض‌ها"), reverse("eligibility:objections"))]


def _facts(row: Objection) -> list[Fact]:
    post = said(row.post, "title") if row.post else "—"
    facts = [
        Fact(_("نمایه"), said(row.edition, "title")),
        Fact(_("پست"), post),
        Fact(_("سنجش در روزِ"), jalali_long(row.judged_on)),
        Fact(_("یافته"), row.get_found_display()),
        Fact(_("خواستهٔ او"), row.get_asked_display()),
        Fact(_("ثبت اعتراض"), jalali_long(row.recorded_at)),
        Fact(_("مهلت پاسخ"), jalali_long(row.due_on)),
    ]
    if row.answered_at:
        facts.append(Fact(_("پاسخ در"), jalali_long(row.answered_at)))
        facts.append(Fact(_("سند پاسخ"), code(row.answer_document)))
    return facts


@require_GET
@requires(ANSWER)
def objections(request: SignedRequest) -> HttpResponse:
    """List what waits for an answer, overdue first; or what was answered."""
    today = timezone.localdate()
    seen = Objection.objects.visible_to(request.user, on=today)
    waiting, late = seen.open().count(), seen.overdue_on(today).count()
    answered = request.GET.get("show") == "answered"
    rows = (
        seen.answered().order_by("-answered_at", "-pk")
        if answered
        else (seen.open().most_urgent_first())
    )
    related = rows.select_related("person", "post", "unit", "edition__profile")
    page = Paginator(related, PAGE).get_page(request.GET.get("page"))
    words = {"count": number(waiting), "late": number(late)}
    title = ngettext(
        "%(count)s اعتراض در انتظار پاسخ", "%(count)s اعتراض در انتظار پاسخ", waiting
    )
    if late:
        title = _("%(waiting)s؛ مهلت %(late)s تا گذشته است") % {
            "waiting": title % words,
            **words,
        }
    context = {
        "title": title % words if not late else title,
        "page": page,
        "rows": [(row, row.state_on(today)) for row in page],
        "overdue": ObjectionState.OVERDUE,
        "tabs": [
            Choice(_("در انتظار"), "?", not answered),
            Choice(_("پاسخ‌گرفته"), "?show=answered", answered),
        ],
    }
    return render(request, "eligibility/objections.html", context)
