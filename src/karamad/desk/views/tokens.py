"""The keys of other systems."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from karamad.desk.forms import IssueToken, place_of
from karamad.desk.views.users import grants_within, offered_units, placed
from karamad.trust.accounts import actions
from karamad.trust.accounts.models import Grant, Token, User
from karamad.trust.accounts.permissions import (
    Permission,
    Role,
    SignedRequest,
    requires,
)
from karamad.web import notices
from karamad.web.components import Crumb

ISSUE = Permission.ACCOUNTS_TOKEN_ISSUE
LONGEST = timedelta(days=366)
PAGE = 50


def tokens_within(user: User) -> QuerySet[Token]:
    """Tokens of programs whose role lies within reach."""
    within = grants_within(user, localdate(), ISSUE)
    seen = within.filter(user=OuterRef("user"))
    return Token.objects.filter(Exists(seen))


@never_cache
@require_http_methods(["GET", "POST"])
@requires(ISSUE)
def tokens(request: SignedRequest) -> HttpResponse:
    """List tokens; issue one, and show it this once."""
    today = localdate()
    form = IssueToken(request.POST or None)
    form.fields["until_day"].latest = today + LONGEST  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            token, secret = actions.issue_token(
                name=asked["name"],
                role=Role(asked["role"]),
                place=place_of(asked["unit"]),
                until_day=asked["until_day"],
                expires_at=make_aware(datetime.combine(asked["until_day"], time())),
                by=request.user,
                on=today,
                at=timezone.now(),
            )
        except actions.Refused as refused:
            form.refuse(refused.grounds)
        else:
            context = {
                "title": _("نشانهٔ «%(name)s»") % {"name": token.name},
                "crumbs": [Crumb(_("سامانه‌های همکار"), reverse("desk:tokens"))],
                "secret": secret,
                "token": token,
            }
            return render(request, "desk/token_once.html", context)
    rows = (
        tokens_within(request.user)
        .select_related("created_by", "user")
        .order_by("revoked_at", "-pk")
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    grants = Grant.objects.filter(user__in=[each.user_id for each in page])
    held = {grant.user_id: (grant, unit) for grant, unit in placed(grants)}
    return render(
        request,
        "desk/tokens.html",
        {
            "title": _("سامانه‌های همکار"),
            "page": page,
            "rows": [(token, *held[token.user_id]) for token in page],
            "now": timezone.now(),
            "form": form,
            "offered": offered_units(request.user, today),
        },
        status=422 if form.errors else 200,
    )


@require_POST
@requires(ISSUE)
def revoke_token(request: SignedRequest, token_id: int) -> HttpResponse:
    """End a token at once."""
    usable = tokens_within(request.user).filter(revoked_at=None)
    token = get_object_or_404(usable, pk=token_id)
    actions.revoke_token(token=token, by=request.user, at=timezone.now())
    notices.say(request, _("نشانه باطل شد؛ از همین دم کار نمی‌کند."))
    return redirect("desk:tokens")
