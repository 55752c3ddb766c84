"""Whether whom an act of naming brought into a run may be taken back, all together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Stays(StrEnum):
    """Why those whom an act of naming brought in stay. The codes are stable."""

    AT_WORK = "naming_at_work"
    UNDONE = "naming_undone"
    NOT_STANDING = "run_not_standing"
    BEGUN = "run_begun"
    NOBODY = "naming_left_nobody"


@dataclass(frozen=True, slots=True)
class Naming:
    """An act of naming as it now is. people: those of it who are there yet.

    standing: its run is neither called off nor closed. first_day: None without
    sessions.
    """

    at_work: bool
    undone: bool
    standing: bool
    first_day: date | None
    people: int


def why_they_stay(naming: Naming, on: date) -> Stays | None:
    """Return why people stay whom an act of naming brought in; None: they may go.

    From the first day on each has sat in a session or was missed: then he goes alone.
    Source: docs/mission.md, M1 (bulk nomination in one act, with its way back).
    """
    if naming.at_work:
        return Stays.AT_WORK
    if naming.undone:
        return Stays.UNDONE
    if not naming.standing:
        return Stays.NOT_STANDING
    if naming.first_day is not None and naming.first_day <= on:
        return Stays.BEGUN
    return None if naming.people else Stays.NOBODY
