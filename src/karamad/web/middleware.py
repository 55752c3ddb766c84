"""What holds for every page: its language, what an address may hold, who keeps it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.utils import translation
from django.utils.cache import patch_vary_headers

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LONGEST = 4_000  # characters of one thing asked; no field and no name is as long


class ChosenLanguage:
    """Speak the language of the cookie, or else Persian.

    Office browsers are often set to English by whoever installed them; Django's own
    middleware would greet a Persian officer in English.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wish = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = {code for code, _ in settings.LANGUAGES}
        language = wish if wish in known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        return response


class PlainAddresses:
    """Answer 400 to a page's address that no database searches for.

    PostgreSQL takes no NUL in a text, SQLite no pattern of 50,000 bytes. Pages are told
    by naming their permission; the API refuses in its own words.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> None:
        if not hasattr(view, "required_permission"):
            return
        asked = (value for values in request.GET.lists() for value in values[1])
        texts = (request.path_info, *asked)
        if any("\0" in text or len(text) > LONGEST for text in texts):
            raise BadRequest


class KeptByNobody:
    """Let no browser or proxy keep a page of someone signed in: it holds people."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
