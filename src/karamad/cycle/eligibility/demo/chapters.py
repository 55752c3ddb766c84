"""What other apps tell of the demo nation, once its people are there.

An app above registers its chapter in `AppConfig.ready`; the demo knows none by name.
By its place, not itself: what a demo needs (statistics, tables in columns) is much, and
no other program has to carry it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from django.utils.module_loading import import_string

from karamad.cycle.eligibility.demo.nation import Nation
from karamad.trust.audit.models import Entry

Chapter: TypeAlias = Callable[[Nation, Entry, datetime], None]

_chapters: list[str] = []


def add(place: str) -> None:
    """Offer a `Chapter` by its module and name; one offered twice is told once."""
    if place not in _chapters:
        _chapters.append(place)


def tell(nation: Nation, entry: Entry, at: datetime) -> None:
    """Tell every chapter, in the order they were offered."""
    for place in _chapters:
        chapter: Chapter = import_string(place)
        chapter(nation, entry, at)
