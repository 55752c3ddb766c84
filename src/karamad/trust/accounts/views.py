"""At the door: in, out, and when the key is lost."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TypeVar

from axes.helpers import get_client_ip_address, get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.tokens import default_token_generator
from django.core.cache import cache
from django.db.models import Sum
from django.db.models.functions import Least
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlsafe_base64_decode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language

from karamad.trust.accounts import actions, letters
from karamad.trust.accounts.forms import (
    ChangeSecret,
    ChooseSecret,
    Forgotten,
    SignIn,
    UsernameField,
)
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import (
    SEAT,
    SignedRequest,
    public,
    signed_in,
)
from karamad.web import notices

Answer = TypeVar("Answer", bound=HttpResponse)
LINK = "password_link"  # in the session, so that the address bar forgets it
SET = "set"
MAILS_AN_HOUR = 3
KNOWN = "known"
KNOWN_FOR = timedelta(days=180)
KNOWN_PEOPLE = 5  # of one browser, in an office where several share it


# ---- in and out --------------------------------------------------------------


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let somebody in, and lead on to the page asked for."""
    target = _target(request)
    if request.user.is_authenticated:
        return HttpResponseRedirect(target)
    form = SignIn(request, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if _too_many_from(request):
            return locked_out(request, None, {})
        name = UsernameField().to_python(request.POST.get("username"))
        if _too_many_on(name) and not _knows(request, name):
            return _guessed_at(request)
    if request.method == "POST" and form.is_valid():
        user = form.get_user()
        login(request, user)  # a fresh session key: nobody can have planted it
        if user.must_change_password:
            return _knowing(request, redirect("accounts:password"), user)
        response = _knowing(request, HttpResponseRedirect(target), user)
        return _speaking(response, user.language)
    if form.errors:
        _count_failure(request)
    return render(
        request,
        "accounts/sign_in.html",
        {
            "title": _("ورود"),
            "form": form,
            "next": target,
            "nobody_yet": not User.objects.exists(),
        },
        status=422 if form.errors else 200,
    )


def _too_many_from(request: HttpRequest) -> bool:
    """Test whether one address has tried too many names; counted in this process."""
    return int(cache.get(_failures_key(request), 0)) >= settings.FAILURES_OF_AN_ADDRESS


def _count_failure(request: HttpRequest) -> None:
    key = _failures_key(request)
    cache.add(key, 0, timeout=settings.AXES_COOLOFF_TIME * 3600)
    cache.incr(key)


def _failures_key(request: HttpRequest) -> str:
    return f"sign-in-failures:{client_ip(request)}"


def _too_many_on(name: str) -> bool:
    """Test whether one name is being tried from many addresses.

    An address counts for no more than what it may try, however often it knocks.
    """
    recently = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    tried = AccessAttempt.objects.filter(username=name, attempt_time__gt=recently)
    of_an_address = Least("failures_since_start", settings.AXES_FAILURE_LIMIT)
    failures = tried.aggregate(all=Sum(of_an_address))["all"] or 0
    return int(failures) >= settings.FAILURES_ON_A_NAME


def _guessed_at(request: HttpRequest) -> HttpResponse:
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    context = {"title": _("ورود با این نام، برای مدتی کند است"), "minutes": minutes}
    page = render(request, "accounts/guessed_at.html", context, status=429)
    page.headers["Retry-After"] = str(minutes * 60)
    return page


# A browser somebody has signed in from knows him: no guessing elsewhere keeps him out.


def _knows(request: HttpRequest, name: str) -> bool:
    return User.objects.filter(username=name, pk__in=_known(request)).exists()


def _known(request: HttpRequest) -> list[int]:
    """Return who signed in from this browser, the latest first."""
    said = request.get_signed_cookie(KNOWN, default="", salt=KNOWN, max_age=KNOWN_FOR)
    return [int(key) for key in str(said).split("-") if key]


def _knowing(request: HttpRequest, response: Answer, user: User) -> Answer:
    """Let the browser know who has signed in from it, or holds a link to his name."""
    known = [user.pk, *(key for key in _known(request) if key != user.pk)]
    response.set_signed_cookie(
        KNOWN,
        "-".join(map(str, known[:KNOWN_PEOPLE])),
        salt=KNOWN,
        max_age=KNOWN_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, str]
) -> HttpResponse:
    """Say how long the door stays shut after too many wrong passwords."""
    cool_off = get_cool_off(request)
    attempt = (
        AccessAttempt.objects.filter(
            username=credentials.get("username"),
            ip_address=get_client_ip_address(request),
        )
        .order_by("-attempt_time")
        .first()
    )
    left = cool_off
    if attempt and cool_off:
        left = attempt.attempt_time + cool_off - timezone.now()
    minutes = max(1, math.ceil(left.total_seconds() / 60)) if left else 1
    context = {
        "title": _("در، برای مدتی بسته است"),
        "minutes": minutes,
        "whole_address": not credentials,
    }
    page = render(request, "accounts/locked_out.html", context, status=429)
    page.headers["Retry-After"] = str(minutes * 60)
    return page


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    notices.say(request, _("بیرون آمدید."), tone="info")
    return redirect(settings.LOGOUT_REDIRECT_URL)


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak another language, and remember it for the next sign-in."""
    response = set_language(request)
    wish = request.POST.get("language", "")
    if request.user.is_authenticated and wish in dict(settings.LANGUAGES):
        User.objects.filter(pk=request.user.pk).update(language=wish)
    return response


def _target(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if ours else resolve_url(settings.LOGIN_REDIRECT_URL)


def _speaking(response: HttpResponse, code: str) -> HttpResponse:
    if code:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


# ---- whose seat --------------------------------------------------------------


@signed_in
@require_http_methods(["GET", "POST"])
def seat(request: SignedRequest) -> HttpResponse:
    """Let a substitute choose whose work he does now: his own, or an officer's."""
    user = request.user
    officers = user.officers_on(timezone.localdate())
    if request.method == "POST":
        wish = request.POST.get("seat", "")
        chosen = next((each for each in officers if str(each.pk) == wish), None)
        request.session[SEAT] = chosen.pk if chosen else 0
        if chosen:
            words = _("اکنون به جای «%(name)s» کار می‌کنید.") % {"name": chosen}
        else:
            words = _("اکنون در جای خودتان کار می‌کنید.")
        notices.say(request, words, tone="info")
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(
        request,
        "accounts/seat.html",
        {"title": _("به جای چه کسی کار می‌کنید؟"), "officers": officers},
    )


# ---- passwords ---------------------------------------------------------------


@signed_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: SignedRequest) -> HttpResponse:
    """Change one's own password; at the first sign-in there is no way around it."""
    user = request.user
    form = ChangeSecret(user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.set_password(
            user=user,
            password=form.cleaned_data["new_password1"],
            by=user,
            at=timezone.now(),
        )
        update_session_auth_hash(request, user)  # his other sessions end
        notices.say(request, _("گذرواژهٔ شما عوض شد."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(
        request,
        "accounts/password.html",
        {
            "title": _("گذرواژهٔ تازه‌ای برگزینید")
            if user.must_change_password
            else _("تغییر گذرواژه"),
            "form": form,
            "forced": user.must_change_password,
        },
        status=422 if form.errors else 200,
    )


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password_link(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Let whoever holds a one-time link set the password."""
    user = _user_of(uid)
    if user is not None and token != SET:
        if default_token_generator.check_token(user, token):
            request.session[LINK] = token
            return redirect("accounts:password-link", uid, SET)
        user = None
    kept = request.session.get(LINK, "")
    if user is None or not default_token_generator.check_token(user, kept):
        context = {"title": _("این پیوند دیگر کار نمی‌کند")}
        return render(request, "accounts/link_spent.html", context, status=410)
    form = ChooseSecret(user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.set_password(
            user=user,
            password=form.cleaned_data["new_password1"],
            by=user,
            at=timezone.now(),
        )
        del request.session[LINK]
        notices.say(request, _("گذرواژه ثبت شد؛ اکنون با آن وارد شوید."))
        return _knowing(request, redirect(settings.LOGIN_URL), user)
    return render(
        request,
        "accounts/password.html",
        {"title": _("گذرواژهٔ خود را برگزینید"), "form": form, "owner": user},
        status=422 if form.errors else 200,
    )


@public
@never_cache
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Mail a link where mail is set up; say whom to ask where it is not.

    The answer is the same whether or not such a user exists.
    """
    form = Forgotten(request.POST if request.method == "POST" else None)
    context = {"title": _("گذرواژه‌ام را فراموش کرده‌ام"), "form": form}
    context["mails"] = settings.MAILS
    if request.method == "POST":
        if not settings.MAILS:
            raise Http404
        if form.is_valid():
            _mail_link(request, form.cleaned_data["username"])
            return render(request, "accounts/forgotten.html", {**context, "sent": True})
    status = 422 if form.errors else 200
    return render(request, "accounts/forgotten.html", context, status=status)


def _mail_link(request: HttpRequest, username: str) -> None:
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None or not user.email:
        return
    key = f"password-mails:{user.pk}"
    cache.add(key, 0, timeout=3600)
    if cache.incr(key) > MAILS_AN_HOUR:
        return
    path = actions.link_for(user=user, by=None, at=timezone.now())
    letters.send_link(user_id=user.pk, address=request.build_absolute_uri(path))


def _user_of(uid: str) -> User | None:
    try:
        key = int(urlsafe_base64_decode(uid).decode())
    except ValueError:
        return None
    return User.objects.filter(pk=key, is_active=True).first()


def client_ip(request: HttpRequest) -> str:
    """Return who knocks: behind our own proxy, the address that the proxy saw."""
    if settings.BEHIND_PROXY:
        seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip()
        if seen:
            return str(seen)
    return str(request.META.get("REMOTE_ADDR", ""))
