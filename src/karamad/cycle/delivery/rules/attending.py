"""When a mark may have been made, what marks say together, what share he was there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import NamedTuple

# The officer's and the instructor's list settles; a signed sheet outweighs a phone that
# scanned a code, since one can scan for another.
WEIGHT = {"code": 0, "offline": 1, "sheet": 2, "list": 3}
THERE = frozenset({"present", "late"})
HUNDRED = Decimal(100)
CENT = Decimal("0.01")

AHEAD = timedelta(days=7)  # before a session begins, a phone has its list
EARLY = timedelta(hours=1)  # before it begins, one may be marked as having come
GRACE = timedelta(hours=12)  # after it ended, a phone still keeps its names
DRIFT = timedelta(minutes=2)  # clocks that differ by less are alike


class Untimely(StrEnum):
    """Why a mark cannot have been made when its device says. The codes are stable."""

    IN_FUTURE = "in_future"
    MADE_TOO_EARLY = "made_too_early"
    MADE_TOO_LATE = "made_too_late"


class Meeting(NamedTuple):
    """When a session begins and ends."""

    begins_at: datetime
    ends_at: datetime


def made_at(*, said: datetime, sent: datetime, received: datetime) -> datetime:
    """Return when a mark was made by our clock, whatever its device's clock says.

    said, sent: when it was made and sent by the device's clock. received: by ours.
    Source: docs/adr/0136, the phone's clock is set by ours.
    """
    return said + (received - sent)


def untimely(
    presence: str, made: datetime, meeting: Meeting, *, received: datetime, kept: bool
) -> Untimely | None:
    """Return why a mark cannot have been made then; None when it can.

    made: by our clock. kept: the device kept it until there was a line; what is
    written at once may correct a session of last year. Leave is known beforehand.
    Source: docs/adr/0141, what is believed of a phone's clock.
    """
    if made > received + DRIFT:
        return Untimely.IN_FUTURE
    if presence != "leave" and made < meeting.begins_at - EARLY:
        return Untimely.MADE_TOO_EARLY
    if kept and made < meeting.begins_at - AHEAD:
        return Untimely.MADE_TOO_EARLY
    if kept and made > meeting.ends_at + GRACE:
        return Untimely.MADE_TOO_LATE
    return None


class Mark(NamedTuple):
    """One mark. marked_at: when it was made. received_at: when it came. by: whose."""

    presence: str
    minutes: int
    way: str
    marked_at: datetime
    received_at: datetime
    by: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """What the marks come to: the one that counts, and whether another denies it."""

    mark: Mark
    disputed: bool


def stands(marks: Sequence[Mark]) -> Standing:
    """Return which of the marks of one person in one session counts.

    The weightier way counts; of the same way the one made last. It does not matter in
    which order they came. Disputed: the last word of another way, or of somebody else
    by the same way, says he was there where this one says he was not, or the reverse,
    and did not come before a list that somebody has gone over since. Errors:
    ValueError for no marks.
    Source: docs/mission.md, M1 (attendance, twice without doubling, conflicts shown).
    """
    if not marks:
        raise ValueError("no marks")
    last: dict[tuple[str, int], Mark] = {}
    for mark in sorted(marks, key=_turn):
        last[mark.way, mark.by] = mark
    counted = max(last.values(), key=_turn)
    others = (mark for mark in last.values() if mark is not counted)
    return Standing(counted, any(_denies(counted, other) for other in others))


def _turn(mark: Mark) -> tuple[int, datetime, datetime, str, int, int]:
    """Order marks so that the one that counts stands last."""
    return (
        WEIGHT[mark.way],
        mark.marked_at,
        mark.received_at,
        mark.presence,
        mark.minutes,
        mark.by,
    )


def _denies(counted: Mark, other: Mark) -> bool:
    if counted.way == "list" and other.received_at <= counted.marked_at:
        return False  # whoever kept the list could see it
    return (counted.presence in THERE) != (other.presence in THERE)


class Sat(NamedTuple):
    """One session: its length in minutes, and what the register of it says.

    presence: empty when nobody has marked him.
    """

    length: int
    presence: str
    minutes: int = 0


def share(sessions: Iterable[Sat], *, leave_counts: bool) -> Decimal | None:
    """Return the hundredths of the sessions' time at which somebody was there.

    Two decimals. None while a session has no mark of him, or there is no session.
    Source: docs/mission.md, M1 (attendance; the absence rule is data per class).
    """
    held = list(sessions)
    if not held or any(not each.presence for each in held):
        return None
    there = sum(_minutes(each, leave_counts=leave_counts) for each in held)
    whole = sum(each.length for each in held)
    return (HUNDRED * there / whole).quantize(CENT, ROUND_HALF_UP)


def _minutes(sat: Sat, *, leave_counts: bool) -> int:
    if sat.presence == "present" or (sat.presence == "leave" and leave_counts):
        return sat.length
    if sat.presence == "late":
        return max(0, sat.length - sat.minutes)
    return 0
