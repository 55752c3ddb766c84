"""What other apps tell of the demo nation, once its people are there.

An app above registers its chapter in `AppConfig.ready`; the demo knows none by name.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from karamad.cycle.eligibility.demo.nation import Nation
from karamad.trust.audit.models import Entry

Chapter: TypeAlias = Callable[[Nation, Entry, datetime], None]

_chapters: list[Chapter] = []


def add(chapter: Chapter) -> None:
    """Offer a chapter; one offered twice is told once."""
    if chapter not in _chapters:
        _chapters.append(chapter)


def tell(nation: Nation, entry: Entry, at: datetime) -> None:
    """Tell every chapter, in the order they were offered."""
    for chapter in _chapters:
        chapter(nation, entry, at)
