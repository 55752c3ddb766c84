"""Who calls, what his token allows, and how often he may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from inspect import signature
from typing import Any, cast

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.timezone import localdate
from ninja.security import HttpBearer

from karamad.desk.api.errors import Code, Fault, Refused
from karamad.kernel.jalali import BadDay, parse_day
from karamad.trust.accounts.actions import program_of
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission

MINUTE = 60


class TokenDoor(HttpBearer):
    """Knows a program by the token it sends: `Authorization: Bearer krm_…`."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        return program_of(presented=token, at=timezone.now())


class ApiRequest(HttpRequest):
    """A request whose token was recognised."""

    auth: User


Operation = Callable[..., Any]


def needs(permission: Permission) -> Callable[[Operation], Operation]:
    """Let an operation run only for tokens whose role allows `permission`.

    Which rows it sees is the querysets' business: outside the scope is 404.
    """

    def decorate(operation: Operation) -> Operation:
        @wraps(operation)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            caller = cast("ApiRequest", request).auth
            _count(caller)
            if permission not in caller.permissions_on(localdate()):
                raise Refused(Code.NOT_ALLOWED)
            return operation(request, *args, **kwargs)

        vars(guarded)["required_permission"] = permission
        # Ninja reads the names of types where the wrapper lives, not the wrapped.
        vars(guarded)["__signature__"] = signature(operation, eval_str=True)
        return guarded

    return decorate


def _count(caller: User) -> None:
    """Refuse beyond so many requests a minute; counted in this process alone."""
    key = f"api-calls:{caller.username}:{int(timezone.now().timestamp()) // MINUTE}"
    cache.add(key, 0, timeout=2 * MINUTE)
    if cache.incr(key) > settings.API_CALLS_A_MINUTE:
        raise Refused(Code.TOO_MANY)


def slow_down(response: HttpResponse) -> HttpResponse:
    response.headers["Retry-After"] = str(MINUTE)
    return response


def asked_day(text: str | None, where: str = "on") -> date:
    """Return the day a parameter names, Jalali or Gregorian; None is today."""
    if text is None:
        return localdate()
    try:
        return parse_day(text)
    except BadDay as bad:
        raise Refused(Code.BAD_DAY, Fault(where=where, why=bad.code)) from None
