"""When a session may meet: its room, its instructor, the day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from karamad.cycle.delivery.rules.seating import Span
from karamad.kernel.period import Period


class Hindrance(StrEnum):
    """Why a session may not meet as wished. The codes are stable."""

    ENDS_BEFORE_BEGINNING = "ends_before_beginning"
    INSTRUCTOR_AWAY = "instructor_away"
    INSTRUCTOR_NOT_APPROVED = "instructor_not_approved"
    INSTRUCTOR_TAKEN = "instructor_taken"
    ROOM_CLOSED = "room_closed"
    ROOM_TAKEN = "room_taken"
    ROOM_TOO_SMALL = "room_too_small"
    SAME_RUN_MEETS = "same_run_meets"
    SEATED_CLASH = "seated_clash"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason against; `about` is the fact that decided it, for the letter."""

    hindrance: Hindrance
    about: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session wished for, and what else takes place meanwhile.

    run: its other sessions. room, instructor: what takes them up elsewhere. None of a
    period or number: there is no room or instructor, or nobody counted the seats.
    approved: days on which the instructor may teach the course.
    seated: codes of runs, each with how many people of this one sit there meanwhile.
    """

    span: Span
    day: date
    capacity: int
    run: tuple[Span, ...] = ()
    room: tuple[Span, ...] = ()
    room_seats: int | None = None
    room_open: bool = True
    instructor: tuple[Span, ...] = ()
    approved: tuple[Period, ...] | None = None
    away: tuple[Period, ...] = ()
    seated: tuple[tuple[str, int], ...] = ()


def obstacles(meeting: Meeting) -> tuple[Obstacle, ...]:
    """Return every reason against a session at this time and place; none means yes.

    Source: docs/mission.md, M1 and M23 (runs without clashes; approved instructors).
    """
    return tuple(_obstacles(meeting))


def _obstacles(meeting: Meeting) -> Iterator[Obstacle]:
    span = meeting.span
    if span.ends_at <= span.begins_at:
        yield Obstacle(Hindrance.ENDS_BEFORE_BEGINNING)
        return
    yield from _taken(Hindrance.SAME_RUN_MEETS, meeting.run, span)
    yield from _taken(Hindrance.ROOM_TAKEN, meeting.room, span)
    if not meeting.room_open:
        yield Obstacle(Hindrance.ROOM_CLOSED)
    if meeting.room_seats is not None and meeting.room_seats < meeting.capacity:
        yield Obstacle(Hindrance.ROOM_TOO_SMALL, str(meeting.room_seats))
    yield from _taken(Hindrance.INSTRUCTOR_TAKEN, meeting.instructor, span)
    if meeting.approved is not None and not _holds(meeting.approved, meeting.day):
        yield Obstacle(Hindrance.INSTRUCTOR_NOT_APPROVED, meeting.day.isoformat())
    if _holds(meeting.away, meeting.day):
        yield Obstacle(Hindrance.INSTRUCTOR_AWAY, meeting.day.isoformat())
    for run, people in meeting.seated:
        yield Obstacle(Hindrance.SEATED_CLASH, f"{run} {people}")


def _taken(
    hindrance: Hindrance, others: tuple[Span, ...], span: Span
) -> Iterator[Obstacle]:
    for other in sorted(set(others)):
        if other.clashes(span):
            yield Obstacle(hindrance, f"{other.run} {other.begins_at.isoformat()}")


def _holds(periods: tuple[Period, ...], day: date) -> bool:
    return any(day in period for period in periods)
