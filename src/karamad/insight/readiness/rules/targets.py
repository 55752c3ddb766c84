"""What a target may not be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

LONGEST: Final = 1_000  # days of a campaign


class Ground(StrEnum):
    """Why a target is not recorded as it was typed."""

    ENDS_BEFORE_START = "ends-before-start"
    TOO_LONG = "too-long"
    ASKS_NOTHING = "asks-nothing"
    ASKS_TWICE = "asks-twice"
    NO_POSTS = "no-posts"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a target asks, as far as rules read it."""

    from_day: date
    deadline: date
    courses: int
    profiles: int
    posts: int


def refusals(asked: Asked) -> tuple[Ground, ...]:
    """Return every reason not to record a target.

    Source: docs/mission.md, row M2 (trained before a day).
    """
    found = []
    if asked.deadline <= asked.from_day:
        found.append(Ground.ENDS_BEFORE_START)
    elif (asked.deadline - asked.from_day).days >= LONGEST:
        found.append(Ground.TOO_LONG)
    if not asked.courses and not asked.profiles:
        found.append(Ground.ASKS_NOTHING)
    if asked.courses and asked.profiles:
        found.append(Ground.ASKS_TWICE)
    if not asked.posts:
        found.append(Ground.NO_POSTS)
    return tuple(found)
