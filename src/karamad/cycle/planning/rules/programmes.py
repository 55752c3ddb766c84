"""What a programme may not be, and how a province stands in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ProgrammeGround(StrEnum):
    """Why a programme or a wave is not recorded so; the codes are stable."""

    NO_COURSES = "no-courses"
    NO_POSTS = "no-posts"
    DEGREE_PROGRAMME = "programme-of-a-degree"
    ENDS_BEFORE_START = "ends-before-start"
    NOT_A_PROVINCE = "not-a-province"
    TURN_ALREADY = "turn-already"
    NOTHING_LEFT = "nothing-left"
    CLOSED = "programme-closed"
    NOT_CLOSED = "programme-not-closed"


class Turn(StrEnum):
    """How a province's wave stands on a day."""

    NONE = "none"
    AHEAD = "ahead"
    RUNNING = "running"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Progress:
    """So many are asked under a place, and so many have passed everything."""

    heads: int = 0
    done: int = 0

    def __add__(self, other: Progress) -> Progress:
        return Progress(self.heads + other.heads, self.done + other.done)

    @property
    def left(self) -> int:
        return self.heads - self.done

    @property
    def share(self) -> float | None:
        """The share done, 0 to 1; None where nobody is asked."""
        return self.done / self.heads if self.heads else None


def programme_refusals(
    *, courses: int, posts: int, degree_programmes: int, closed: bool = False
) -> tuple[ProgrammeGround, ...]:
    """Return every reason not to record a programme.

    Source: docs/mission.md, row M1 (every audience has its programme); قانون مدیریت
    خدمات کشوری, art. 61.
    """
    found = []
    if closed:
        found.append(ProgrammeGround.CLOSED)
    if not courses:
        found.append(ProgrammeGround.NO_COURSES)
    if not posts:
        found.append(ProgrammeGround.NO_POSTS)
    if degree_programmes:
        found.append(ProgrammeGround.DEGREE_PROGRAMME)
    return tuple(found)


def wave_refusals(
    from_day: date,
    until_day: date,
    *,
    province: bool,
    again: bool,
    closed: bool = False,
) -> tuple[ProgrammeGround, ...]:
    """Return every reason not to give a province its turn so.

    Source: docs/mission.md, row M1 (held in the 15th of 31 provinces).
    """
    found = []
    if closed:
        found.append(ProgrammeGround.CLOSED)
    if until_day <= from_day:
        found.append(ProgrammeGround.ENDS_BEFORE_START)
    if not province:
        found.append(ProgrammeGround.NOT_A_PROVINCE)
    if again:
        found.append(ProgrammeGround.TURN_ALREADY)
    return tuple(found)


def turn_on(wave: tuple[date, date] | None, on: date) -> Turn:
    """Return how a wave stands on a day; its last day is not in it any more.

    Source: docs/mission.md, row M1.
    """
    if wave is None:
        return Turn.NONE
    from_day, until_day = wave
    if on < from_day:
        return Turn.AHEAD
    return Turn.RUNNING if on < until_day else Turn.HELD


def held(turns: Iterable[Turn]) -> int:
    """Return in how many provinces a programme was held.

    Source: docs/mission.md, row M1 (15 of 31).
    """
    return sum(turn is Turn.HELD for turn in turns)
