"""Doors out of a passport: what an app above does about a course that is missing.

An app offers its door in `AppConfig.ready`; the passport shows those that its reader
may open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from karamad.trust.accounts.permissions import Permission
from karamad.web.components import Choice

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class Door:
    """A page about one person that takes `?course=`. permission: asked of him."""

    label: _StrOrPromise
    url_name: str
    permission: Permission


_doors: list[Door] = []


def open_door(door: Door) -> None:
    """Offer a door; one offered twice is kept once."""
    if door not in _doors:
        _doors.append(door)


def doors(reaches: Callable[[Permission], bool]) -> tuple[Door, ...]:
    """Return the doors whose permission reaches a person."""
    return tuple(door for door in _doors if reaches(door.permission))


def ways(doors: Sequence[Door], person: int, course: str) -> tuple[Choice, ...]:
    """Return the doors as links about a person and a course, by its code."""
    query = urlencode({"course": course})
    return tuple(
        Choice(door.label, f"{reverse(door.url_name, args=[person])}?{query}")
        for door in doors
    )
