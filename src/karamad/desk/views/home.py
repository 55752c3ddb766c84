"""The first page of the day."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from karamad.trust.accounts.permissions import Permission, SignedRequest, requires


@require_GET
@requires(Permission.DESK_HOME_VIEW)
def home(request: SignedRequest) -> HttpResponse:
    return render(request, "desk/home.html", {"title": _("میز کار")})
