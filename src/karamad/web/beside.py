"""Pages about the same thing: an app offers its own beside those of apps below it.

Registered in `AppConfig.ready`, shown by the shell to who may open them; neither page
knows the other.
"""

from __future__ import annotations

from collections.abc import Mapping
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

    beside, url_name: names of addresses with the same arguments; beside may also name
    a row of a page, which says its arguments itself. keeps: parameters of the address
    that go along.
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
    return of(match.view_name, match.kwargs, may, request.GET)


def of(
    name: str, kwargs: Mapping[str, object], may: May, asked: Mapping[str, str]
) -> list[Link]:
    """Return what is offered beside a page, or a row of one, by its name.

    asked: the parameters of the page's address.
    """
    offered = (page for page in _pages if page.beside == name)
    links = [
        Link(page.label, _url(page, kwargs, asked))
        for page in offered
        if may(page.permission)
    ]
    return [link for link in links if link.url]


def _url(page: Page, kwargs: Mapping[str, object], asked: Mapping[str, str]) -> str:
    try:
        url = reverse(page.url_name, kwargs=dict(kwargs))
    except NoReverseMatch:
        return ""
    kept = {name: asked[name] for name in page.keeps if name in asked}
    return f"{url}?{urlencode(kept)}" if kept else url
