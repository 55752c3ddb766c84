"""Where a run stands on a day, from its draft to its settled outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from karamad.kernel.period import ALWAYS, Period


class Phase(StrEnum):
    """Where a run stands; a run is in one of them on any day."""

    DRAFT = "draft"
    ASKING = "asking"
    COMING = "coming"
    UNDER_WAY = "under_way"
    ENDED = "ended"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Course:
    """What of a run decides its phase. first_day, last_day: None without sessions.

    asking: days on which one may ask for a place.
    """

    first_day: date | None = None
    last_day: date | None = None
    asking: Period = ALWAYS
    published: bool = True
    cancelled: bool = False
    closed: bool = False


def phase(course: Course, on: date) -> Phase:
    """Return where a run stands on a day.

    It is under way from its first day to its last, both included; it is asked for
    until it begins, on the days of asking. Without sessions it has not begun.
    Source: docs/mission.md, M1 (runs: open, by nomination, by order).
    """
    if course.cancelled:
        return Phase.CANCELLED
    if course.closed:
        return Phase.CLOSED
    if not course.published:
        return Phase.DRAFT
    if course.first_day is None or on < course.first_day:
        return Phase.ASKING if on in course.asking else Phase.COMING
    if course.last_day is not None and on > course.last_day:
        return Phase.ENDED
    return Phase.UNDER_WAY
