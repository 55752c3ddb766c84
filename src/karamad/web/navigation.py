"""The menu: apps say what they offer, the shell shows what the reader may open.

An app registers its entries in `AppConfig.ready`; web knows only their names.
Who may open few pages has them in one row. Who may open many has the sections in
one row and the pages of the section he is in under it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from django.conf import settings
from django.db.models import TextChoices
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrOrPromise

May: TypeAlias = Callable[[str], bool]


class Place(StrEnum):
    """Where in the masthead an entry stands."""

    MAIN = "main"
    ACCOUNT = "account"


class Section(TextChoices):
    """What a page of the menu is about; sections stand in this order."""

    ALONE = "alone", ""
    PEOPLE = "people", _("کارکنان")
    ELIGIBILITY = "eligibility", _("احراز شرایط")
    TRAINING = "training", _("آموزش")
    FIGURES = "figures", _("نمای کلی")


# As many pages stand in one row at 1440 px in either language.
ONE_ROW = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of the menu.

    section: where it stands for a reader with many pages; alone beside the sections.
    permission: asked of `may` in the context; empty for every signed-in reader.
    guest: shown only to those not signed in.
    posts: a button that posts (sign-out), not a link.
    """

    label: _StrOrPromise
    url_name: str
    permission: str = ""
    order: int = 50
    section: Section = Section.ALONE
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
    section: Section


@dataclass(frozen=True, slots=True)
class Menu:
    """What stands in the first row, and the pages of the current section under it."""

    first: list[Shown]
    second: list[Shown]
    section: Section


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
        Shown(entry.label, url, url == here, entry.posts, entry.section)
        for entry, url in rows
        if url
    ]


def menu(request: HttpRequest | None, may: May | None) -> Menu:
    """Return the main menu of this reader."""
    pages = shown(Place.MAIN, request, may)
    if len(pages) <= ONE_ROW:
        return Menu(pages, [], Section.ALONE)
    first = [page for page in pages if page.section is Section.ALONE]
    current, second = Section.ALONE, []
    for section in Section:
        within = [page for page in pages if page.section is section]
        if section is Section.ALONE or not within:
            continue
        first.append(_heading(section, within))
        if len(within) > 1 and any(page.current for page in within):
            current, second = section, within
    return Menu(first, second, current)


def _heading(section: Section, pages: list[Shown]) -> Shown:
    """Return a section by its first page; a section of one page is that page."""
    if len(pages) == 1:
        return pages[0]
    here = any(page.current for page in pages)
    return Shown(section.label, pages[0].url, here, posts=False, section=section)


def _is_for(entry: Entry, *, signed_in: bool, may: May | None) -> bool:
    if entry.guest:
        return not signed_in
    if not signed_in:
        return False
    return not entry.permission or bool(may and may(entry.permission))


def _url(entry: Entry) -> str:
    return _address(entry.url_name, settings.ROOT_URLCONF, get_script_prefix())


# Every page asks for every entry's; they depend on nothing but these.
@lru_cache(maxsize=1 << 10)
def _address(url_name: str, addresses: str, prefix: str) -> str:
    del prefix
    try:
        return reverse(url_name, urlconf=addresses)
    except NoReverseMatch:
        return ""


def _lies_below(path: str, url: str) -> bool:
    return url != "/" and path.startswith(url.rstrip("/") + "/")
