"""How the reader wants to hear: over which way, at once or once a day."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from karamad.cycle.outbox.actions import preferring
from karamad.cycle.outbox.forms import PreferenceForm
from karamad.cycle.outbox.rules import Pace
from karamad.registers.people.models import Person
from karamad.registers.people.models.himself import himself
from karamad.trust.accounts.permissions import SignedRequest, signed_in
from karamad.web import notices
from karamad.web.components import Crumb, Fact
from karamad.web.display import plain_digits


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def preferences(request: SignedRequest) -> HttpResponse:
    """Let the reader say how often he wants to hear over each way he has."""
    person = himself(request.user)
    form = None
    if person is not None:
        form = PreferenceForm(
            request.POST if request.method == "POST" else None,
            initial=preferring.preference_of(person).wanted,
        )
        if request.method == "POST" and form.is_valid():
            return _kept(request, person, form)
    context = {
        "title": _("پیام‌ها چگونه به شما برسد"),
        "crumbs": [
            Crumb(_("پیام‌ها"), reverse("outbox:messages")),
            Crumb(_("چگونه برسد")),
        ],
        "form": form,
        "facts": _addresses(person) if person else [],
        "gathers_at": plain_digits(f"{settings.DIGEST_AT:%H:%M}"),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "outbox/preferences.html", context, status=status)


def _addresses(person: Person) -> list[Fact]:
    none = _("از شما ثبت نشده است")
    return [
        Fact(_("پیامک"), person.mobile or none),
        Fact(_("رایانامه"), person.email or none),
    ]


def _kept(request: SignedRequest, person: Person, form: PreferenceForm) -> HttpResponse:
    changed = preferring.prefer(
        person=person,
        sms=Pace(form.cleaned_data["sms"]),
        email=Pace(form.cleaned_data["email"]),
        by=request.user,
        at=timezone.now(),
    )
    notices.say(request, _("ثبت شد.") if changed else _("چیزی دگرگون نشد."))
    return redirect("outbox:preferences")
