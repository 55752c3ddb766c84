"""When a run may be announced, and when what it says may be changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """Why a run may not be announced or changed so. The codes are stable."""

    ANOTHER_COURSE = "another_course"
    ASKING_ENDS_BEFORE_IT_BEGINS = "asking_ends_before_it_begins"
    BEGUN = "begun"
    CALLED_OFF = "called_off"
    CLOSED = "closed"
    DAY_IS_PAST = "day_is_past"
    FEWER_PLACES_THAN_PEOPLE = "fewer_places_than_people"
    NOBODY_GOES = "nobody_goes"
    NOTHING_CHANGES = "nothing_changes"
    NO_PROVIDER = "no_provider"
    NO_SESSIONS = "no_sessions"
    OTHER_COURSE_WITH_PEOPLE = "other_course_with_people"
    ROOM_TOO_SMALL = "room_too_small"
    SAME_RUN = "same_run"
    TEACHES_IT = "teaches_it"


@dataclass(frozen=True, slots=True)
class Objection:
    """One reason against; `about` is the fact that decided it, for the letter."""

    fault: Fault
    about: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A run as it is to be. placed: people who have a place; living: who ask, too.

    sessions: how many it has. meets: it needs some before it is announced.
    least_room: seats of the smallest room it meets in, None when nobody counted.
    same_course: its course stays what it was.
    """

    capacity: int
    placed: int = 0
    living: int = 0
    sessions: int = 0
    meets: bool = True
    has_provider: bool = True
    least_room: int | None = None
    same_course: bool = True
    asking_in_order: bool = True
    cancelled: bool = False
    closed: bool = False


def changing(draft: Draft) -> tuple[Objection, ...]:
    """Return every reason why a run may not say so; none means yes.

    Source: docs/mission.md, M1 (seats never exceed the capacity, nor the room).
    """
    return tuple(_changing(draft))


def publishing(draft: Draft) -> tuple[Objection, ...]:
    """Return every reason why a run may not be announced; none means yes.

    Source: docs/mission.md, M1 (a run is announced with its hours and provider).
    """
    return (*_changing(draft), *_publishing(draft))


def _changing(draft: Draft) -> Iterator[Objection]:
    if draft.cancelled:
        yield Objection(Fault.CALLED_OFF)
    if draft.closed:
        yield Objection(Fault.CLOSED)
    if not draft.asking_in_order:
        yield Objection(Fault.ASKING_ENDS_BEFORE_IT_BEGINS)
    if draft.capacity < draft.placed:
        yield Objection(Fault.FEWER_PLACES_THAN_PEOPLE, str(draft.placed))
    if draft.least_room is not None and draft.least_room < draft.capacity:
        yield Objection(Fault.ROOM_TOO_SMALL, str(draft.least_room))
    if draft.living and not draft.same_course:
        yield Objection(Fault.OTHER_COURSE_WITH_PEOPLE, str(draft.living))


def _publishing(draft: Draft) -> Iterator[Objection]:
    if not draft.has_provider:
        yield Objection(Fault.NO_PROVIDER)
    if draft.meets and not draft.sessions:
        yield Objection(Fault.NO_SESSIONS)
