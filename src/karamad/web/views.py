"""The pages that belong to no domain: errors, preferences, the gallery."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_GET, require_POST

from karamad.web.gallery import JOB, everything, job
from karamad.web.keys import whole_number
from karamad.web.templatetags.controls import DENSITIES

# Google asks here before it reads a calendar for whoever gave it the secret address.
ROBOTS = "User-agent: *\nAllow: /*.ics$\nDisallow: /\n"


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component in every state, in the language of the page."""
    return render(request, "web/gallery.html", everything(request))


@require_GET
def gallery_progress(request: HttpRequest) -> HttpResponse:
    """Answer a poll of the gallery's running job with its next step."""
    step = min(whole_number(request.GET.get("done", "")) or 0, JOB)
    return render(request, "web/gallery_progress.html", {"job": job(step)})


@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(ROBOTS, content_type="text/plain")


@require_POST
def density(request: HttpRequest) -> HttpResponse:
    """Remember how close the reader wants rows, and lead back to his page."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    response = HttpResponseRedirect(target)
    wish = request.POST.get("density")
    if wish in DENSITIES:
        response.set_cookie(
            "density",
            wish,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def _error(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, f"{status}.html", status=status)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _error(request, 400)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _error(request, 403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _error(request, 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say sorry with nothing that could fail again: no request, no database.

    The number on the page is beside the fault in what the server writes.
    """
    fault = secrets.token_hex(3)
    request.fault = fault  # type: ignore[attr-defined]
    return HttpResponse(render_to_string("500.html", {"fault": fault}), status=500)
