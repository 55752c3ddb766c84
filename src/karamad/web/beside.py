"""Pages about the same thing: an app offers its own beside those of apps below it.

Registered in `AppConfig.ready`, shown by the shell to who may open them; neither page
knows the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from karamad.web.navigation import May

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class Page:
    """A page offered beside another one, of the same thing.

    beside, url_name: names of addresses with the same arguments. keeps: parameters of
    the address that go along.
    """

    beside: str
    label: _StrOrPromise
    url_name: str
    permission: str
    keeps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A page as this reader sees it."""

    label: _StrOrPromise
    url: str


_pages: list[Page] = []


def register(*pages: Page) -> None:
    """Offer pages; a page given twice is kept once."""
    _pages.extend(page for page in pages if page not in _pages)


def shown(request: HttpRequest | None, may: May | None) -> list[Link]:
    """Return what is offered beside the page of the request to its reader."""
    match = request.resolver_match if request else None
    if request is None or match is None or may is None:
        return []
    offered = (page for page in _pages if page.beside == match.view_name)
    links = [
        Link(page.label, _url(page, match.kwargs, request))
        for page in offered
        if may(page.permission)
    ]
    return [link for link in links if link.url]


def _url(page: Page, kwargs: dict[str, object], request: HttpRequest) -> str:
    try:
        url = reverse(page.url_name, kwargs=kwargs)
    except NoReverseMatch:
        return ""
    kept = {name: request.GET[name] for name in page.keeps if name in request.GET}
    return f"{url}?{urlencode(kept)}" if kept else url
