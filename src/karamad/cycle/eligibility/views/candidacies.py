"""Who is considered for a post: put up from the passport, and ended there."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from karamad.cycle.eligibility.actions import candidacies
from karamad.cycle.eligibility.actions.refusing import Refused
from karamad.cycle.eligibility.forms import CandidacyEndForm, CandidacyForm
from karamad.cycle.eligibility.letters.refusals import refusal_words
from karamad.cycle.eligibility.models import Candidacy
from karamad.registers.people.models import Person, Unit
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.components import Crumb
from karamad.web.display import jalali_long, said

EDIT = Permission.ELIGIBILITY_CANDIDACY_EDIT


@require_http_methods(["GET", "POST"])
@never_cache
@requires(EDIT)
def consider(request: SignedRequest, pk: int) -> HttpResponse:
    """Put a person up for a post in a unit, both within reach."""
    today = timezone.localdate()
    people = Person.objects.visible_to(request.user, on=today, permission=EDIT)
    person = get_object_or_404(people, pk=pk)
    units = Unit.objects.visible_to(request.user, on=today, permission=EDIT)
    initial = {"from_day": today}
    form = CandidacyForm(request.POST or None, units=units, initial=initial)
    if request.method == "POST" and form.is_valid():
        proposal = candidacies.Proposal(**form.cleaned_data)
        try:
            row = candidacies.consider(
                person=person, proposal=proposal, by=request.user, at=timezone.now()
            )
        except Refused as refused:
            for refusal in refused.refusals:
                form.add_error(None, refusal_words(refusal))
        else:
            words = {"post": said(row.post, "title"), "day": jalali_long(row.from_day)}
            notices.say(request, _("از %(day)s نامزد پست %(post)s است.") % words)
            return redirect("eligibility:passport", pk=person.pk)
    return _page(
        request,
        person,
        form,
        title=_("نامزد کردن %(name)s برای یک پست") % {"name": person.name},
        lede=_("تا پایان نامزدی، شناسنامه‌اش برای آن پست نیز می‌سنجد."),
        button=_("ثبت نامزدی"),
    )


@require_http_methods(["GET", "POST"])
@never_cache
@requires(EDIT)
def end(request: SignedRequest, pk: int) -> HttpResponse:
    """End a candidacy for a unit within reach."""
    today = timezone.localdate()
    people = Person.objects.visible_to(request.user, on=today, permission=EDIT)
    units = Unit.objects.visible_to(request.user, on=today, permission=EDIT)
    rows = Candidacy.objects.current().select_related("person", "post", "unit")
    within = rows.filter(person__in=people.values("pk"), unit__in=units.values("pk"))
    row = get_object_or_404(within, pk=pk)
    form = CandidacyEndForm(request.POST or None, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        try:
            candidacies.stop_considering(
                candidacy=row,
                on=form.cleaned_data["on"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            for refusal in refused.refusals:
                form.add_error(None, refusal_words(refusal))
        else:
            notices.say(request, _("پایان نامزدی ثبت شد."))
            return redirect("eligibility:passport", pk=row.person_id)
    words = {
        "post": said(row.post, "title"),
        "unit": said(row.unit, "name"),
        "day": jalali_long(row.from_day),
    }
    return _page(
        request,
        row.person,
        form,
        title=_("پایان دادن به نامزدی"),
        lede=_("نامزد %(post)s در %(unit)s، از %(day)s.") % words,
        button=_("ثبت پایان"),
    )


def _page(
    request: SignedRequest, person: Person, form: Any, **words: str
) -> HttpResponse:
    back = reverse("eligibility:passport", args=[person.pk])
    context = {"crumbs": [Crumb(person.name, back)], "form": form, "back": back}
    status = 422 if form.errors else 200
    return render(request, "web/act.html", {**context, **words}, status=status)
