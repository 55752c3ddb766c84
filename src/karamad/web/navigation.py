"""The menu: apps say what they offer, the shell shows what the reader may open.

An app registers its entries in `AppConfig.ready`; web knows only their names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from django.urls import NoReverseMatch, reverse

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrOrPromise

May: TypeAlias = Callable[[str], bool]


class Place(StrEnum):
    """Where in the masthead an entry stands."""

    MAIN = "main"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of the menu.

    permission: asked of `may` in the context; empty for every signed-in reader.
    guest: shown only to those not signed in.
    posts: a button that posts (sign-out), not a link.
    """

    label: _StrOrPromise
    url_name: str
    permission: str = ""
    order: int = 50
    place: Place = Place.MAIN
    guest: bool = False
    posts: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as this reader sees it."""

    label: _StrOrPromise
    url: str
    current: bool
    posts: bool


_entries: list[Entry] = []


def register(*entries: Entry) -> None:
    """Offer entries; an entry given twice is kept once."""
    _entries.extend(entry for entry in entries if entry not in _entries)


def entries(place: Place) -> list[Entry]:
    """Return what was offered for a place, in the order of the menu."""
    offered = (entry for entry in _entries if entry.place == place)
    return sorted(offered, key=lambda entry: (entry.order, entry.url_name))


def shown(place: Place, request: HttpRequest | None, may: May | None) -> list[Shown]:
    """Return the entries this reader may open, the current one marked."""
    signed_in = bool(request and getattr(request, "user", None)) and bool(
        request.user.is_authenticated if request else False
    )
    rows = [
        (entry, _url(entry))
        for entry in entries(place)
        if _is_for(entry, signed_in=signed_in, may=may)
    ]
    path = request.path if request else ""
    under = [url for _, url in rows if url and (path == url or _lies_below(path, url))]
    here = max(under, key=len, default=None)
    return [
        Shown(entry.label, url, url == here, entry.posts) for entry, url in rows if url
    ]


def _is_for(entry: Entry, *, signed_in: bool, may: May | None) -> bool:
    if entry.guest:
        return not signed_in
    if not signed_in:
        return False
    return not entry.permission or bool(may and may(entry.permission))


def _url(entry: Entry) -> str:
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        return ""


def _lies_below(path: str, url: str) -> bool:
    return url != "/" and path.startswith(url.rstrip("/") + "/")
