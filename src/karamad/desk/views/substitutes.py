"""Who sits in whose seat while he is on leave."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from karamad.desk.forms import NameSubstitute
from karamad.desk.views.users import grants_within, placed, users_within
from karamad.trust.accounts import actions
from karamad.trust.accounts.models import Grant, GrantQuerySet, User
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.components import Crumb

NAME = Permission.ACCOUNTS_SUBSTITUTE_NAME


@require_http_methods(["GET", "POST"])
@requires(NAME)
def mine(request: SignedRequest) -> HttpResponse:
    """Name a substitute for oneself."""
    today = localdate()
    offices = Grant.objects.of(request.user).held_on(today).filter(substitutes=None)
    return _page(request, request.user, offices, reverse("desk:substitute"), [])


@require_http_methods(["GET", "POST"])
@requires(Permission.ACCOUNTS_GRANT_GIVE)
def of(request: SignedRequest, user_id: int) -> HttpResponse:
    """Name a substitute for an officer below, in the offices within reach."""
    today = localdate()
    officer = get_object_or_404(users_within(request.user, today), pk=user_id)
    within = grants_within(request.user, today)
    offices = within.of(officer).held_on(today).filter(substitutes=None)
    crumbs = [
        Crumb(_("حساب‌ها و نقش‌ها"), reverse("desk:users")),
        Crumb(str(officer), reverse("desk:user", args=[officer.pk])),
    ]
    return _page(request, officer, offices, crumbs[-1].url, crumbs)


def _page(
    request: SignedRequest,
    officer: User,
    offices: GrantQuerySet,
    back: str,
    crumbs: list[Crumb],
) -> HttpResponse:
    today = localdate()
    form = NameSubstitute(request.POST or None, initial={"from_day": today})
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            seats = actions.name_substitute(
                officer=officer,
                substitute=asked["username"],
                from_day=asked["from_day"],
                until_day=asked["until_day"],
                offices=list(offices.order_by("pk")),
                by=request.user,
                on=today,
                at=timezone.now(),
            )
        except actions.Refused as refused:
            form.refuse(refused.grounds)
        else:
            words = _("%(name)s جانشین شد.") % {"name": seats[0].user}
            notices.say(request, words)
            return redirect(back)
    return render(
        request,
        "desk/substitute.html",
        {**_facts(officer, offices, today), "form": form, "crumbs": crumbs}
        | {"himself": officer.pk == request.user.pk},
        status=422 if form.errors else 200,
    )


def _facts(officer: User, offices: GrantQuerySet, today: date) -> dict[str, Any]:
    seats = Grant.objects.unrevoked().lasting_beyond(today).filter(substitutes=officer)
    shown = list(seats.select_related("user").order_by("from_day", "pk"))
    held = list(offices.order_by("pk"))
    return {
        "title": _("جانشین %(name)s") % {"name": officer},
        "officer": officer,
        "offices": placed(held),
        "seats": placed(shown),
        "today": today,
    }


@require_POST
@requires(NAME)
def end(request: SignedRequest, grant_id: int) -> HttpResponse:
    """Let one's own substitute go before his day."""
    seats = Grant.objects.unrevoked().filter(substitutes=request.user)
    seat = get_object_or_404(seats, pk=grant_id)
    actions.revoke(grant=seat, by=request.user, at=timezone.now())
    notices.say(request, _("جانشینی پایان یافت."))
    return redirect("desk:substitute")
