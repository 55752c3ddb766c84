"""What the marks of a person in a session say together, and what share he was there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

# The officer's and the instructor's list settles; a signed sheet outweighs a phone that
# scanned a code, since one can scan for another.
WEIGHT = {"code": 0, "offline": 1, "sheet": 2, "list": 3}
THERE = frozenset({"present", "late"})
HUNDRED = Decimal(100)
CENT = Decimal("0.01")


class Mark(NamedTuple):
    """One mark. marked_at: by the device's clock. received_at: by ours."""

    presence: str
    minutes: int
    way: str
    marked_at: datetime
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """What the marks come to: the one that counts, and whether another denies it."""

    mark: Mark
    disputed: bool


def stands(marks: Sequence[Mark]) -> Standing:
    """Return which of the marks of one person in one session counts.

    The weightier way counts; of the same way the one made last. It does not matter in
    which order they came. Disputed: a mark of another way says he was there where
    this one says he was not, or the reverse, and was not made before a list that
    somebody has gone over since. Errors: ValueError for no marks.
    Source: docs/mission.md, M1 (attendance, twice without doubling, conflicts shown).
    """
    if not marks:
        raise ValueError("no marks")
    counted = max(
        marks,
        key=lambda mark: (
            WEIGHT[mark.way],
            mark.marked_at,
            mark.received_at,
            mark.presence,
            mark.minutes,
        ),
    )
    others = (mark for mark in marks if mark.way != counted.way)
    return Standing(counted, any(_denies(counted, other) for other in others))


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
