"""Requests for training: the learner's own, an office's for him, and the answer."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from karamad.cycle.planning.actions import requesting
from karamad.cycle.planning.actions.refusing import Refused
from karamad.cycle.planning.forms.needs import AcceptForm, RequestForm
from karamad.cycle.planning.letters import needs as letters
from karamad.cycle.planning.models import Need
from karamad.cycle.planning.models.sources import REQUEST
from karamad.cycle.planning.rules.needs import OWN_TERM_DAYS
from karamad.cycle.planning.views import acting
from karamad.registers.people.models import Person
from karamad.registers.people.models.himself import himself, own_records
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.components import Crumb
from karamad.web.display import jalali_long, number

ASK = Permission.PLANNING_NEED_REQUEST
EDIT = Permission.PLANNING_NEED_EDIT
MOST = 200  # of those asked for others, the newest


@require_GET
@never_cache
@requires(ASK)
def mine(request: SignedRequest) -> HttpResponse:
    """Show a reader what is needed of himself, and the answers he was given."""
    today = timezone.localdate()
    rows = Need.objects.own(request.user).select_related(
        "course", "plan", "asked_entry"
    )
    shown = [
        (need, letters.what(need), letters.answer_words(need, today))
        for need in rows.order_by("-recorded_at", "-pk")
    ]
    waiting = Need.objects.own(request.user).waiting().count()
    seen = Person.objects.visible_to(request.user, on=today, permission=ASK)
    others = (
        Need.objects.asked_by(request.user)
        .filter(person__in=seen.values("pk"))
        .exclude(person__in=own_records(request.user))
        .select_related("course", "plan", "asked_entry", "person")
    )
    for_others = [
        (need, letters.what(need), letters.answer_words(need, today))
        for need in others.order_by("-recorded_at", "-pk")[:MOST]
    ]
    words = ngettext(
        "%(n)s درخواست شما پاسخ می‌گیرد", "%(n)s درخواست شما پاسخ می‌گیرد", waiting
    )
    title = words % {"n": number(waiting)}
    if not waiting:
        title = _("درخواستی از شما بی‌پاسخ نیست")
    context = {
        "title": title,
        "rows": shown,
        "for_others": for_others,
        "has_record": himself(request.user) is not None,
    }
    return render(request, "planning/mine.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
@requires(ASK)
def own(request: SignedRequest) -> HttpResponse:
    """Let a reader ask to be trained in something."""
    person = himself(request.user)
    if person is None:
        context = {"title": _("پروندهٔ شما به این حساب پیوند نخورده است"), "rows": []}
        return render(request, "planning/mine.html", context)
    back = reverse("planning:mine")
    return _ask(
        request,
        person,
        back=back,
        crumbs=[Crumb(_("درخواست‌های آموزشی من"), back)],
        title=_("چه می‌خواهید بیاموزید؟"),
    )


@require_http_methods(["GET", "POST"])
@never_cache
@requires(ASK)
def for_person(request: SignedRequest, pk: int) -> HttpResponse:
    """Let his office ask for somebody in reach."""
    today = timezone.localdate()
    people = Person.objects.visible_to(request.user, on=today, permission=ASK)
    person = get_object_or_404(people, pk=pk)
    back = reverse("eligibility:passport", args=[person.pk])
    return _ask(
        request,
        person,
        back=back,
        crumbs=[Crumb(person.name, back)],
        title=_("درخواست آموزش برای %(name)s") % {"name": person.name},
    )


def _ask(request: SignedRequest, person: Person, **shown: Any) -> HttpResponse:
    form = RequestForm(
        request.POST if request.method == "POST" else None,
        initial={"course": request.GET.get("course", "")},
    )
    if request.method == "POST" and form.is_valid():
        wished = requesting.Request(**form.cleaned_data)
        try:
            need = requesting.request_training(
                person=person, request=wished, by=request.user, at=timezone.now()
            )
        except Refused as refused:
            acting.refuse(form, refused)
        else:
            day = {"day": jalali_long(need.answer_by)} if need.answer_by else {}
            notices.say(
                request,
                _("درخواست ثبت شد؛ تا %(day)s پاسخ می‌گیرد.") % day,
                undo=reverse("planning:withdraw", args=[need.pk]),
            )
            return redirect(shown["back"])
    days = {"days": number(OWN_TERM_DAYS)}
    return acting.page(
        request,
        form,
        lede=_(
            "پاسخ تا %(days)s روز داده می‌شود. این مهلت را خود سامانه گذاشته است؛ "
            "سندی برای آن یافت نشد."
        )
        % days,
        button=_("ثبت درخواست"),
        **shown,
    )


@require_POST
@never_cache
@requires(ASK)
def withdraw(request: SignedRequest, pk: int) -> HttpResponse:
    """Take a request back that its reader made, or that is for him."""
    mine = Need.objects.own(request.user) | Need.objects.asked_by(request.user)
    need = get_object_or_404(mine.filter(source=REQUEST).distinct(), pk=pk)
    try:
        requesting.withdraw(need=need, by=request.user, at=timezone.now())
    except Refused as refused:
        for ground in refused.grounds:
            notices.say(request, letters.ground_words(ground), tone="warn")
    else:
        notices.say(request, _("درخواست پس گرفته شد."))
    return redirect("planning:mine")


@require_http_methods(["GET", "POST"])
@never_cache
@requires(EDIT)
def accept(request: SignedRequest, pk: int) -> HttpResponse:
    """Answer a request with yes: it waits for a plan from now on."""
    today = timezone.localdate()
    seen = Need.objects.visible_to(request.user, on=today, permission=EDIT)
    related = seen.select_related("course", "priority", "person")
    need = get_object_or_404(related, pk=pk)
    if need.source != REQUEST:
        raise Http404
    form = AcceptForm(
        request.POST if request.method == "POST" else None,
        need=need,
        initial={"priority": need.priority.code},
    )
    back = reverse("planning:need", args=[need.pk])
    if request.method == "POST" and form.is_valid():
        answer = {"course": None, **form.cleaned_data}
        try:
            requesting.accept(need=need, **answer, by=request.user, at=timezone.now())
        except Refused as refused:
            acting.refuse(form, refused)
        else:
            notices.say(request, _("پذیرفته شد؛ درخواست‌کننده آن را می‌بیند."))
            return redirect(back)
    return acting.page(
        request,
        form,
        back=back,
        crumbs=[
            Crumb(_("نیازها"), reverse("planning:needs")),
            Crumb(letters.what(need), back),
        ],
        title=_("پذیرش درخواست «%(what)s»") % {"what": letters.what(need)},
        button=_("بپذیر"),
    )
