"""How a target stands, in a unit or as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from math import ceil

from karamad.insight.forecasts import Band, Needs

SURE, HOPELESS = 0.9, 0.1


class Answer(StrEnum):
    """How a target stands on a day."""

    NOBODY = "nobody"
    HIDDEN = "hidden"
    NOT_BEGUN = "not-begun"
    DONE = "done"
    WILL = "will"
    MAY = "may"
    WILL_NOT = "will-not"
    UNKNOWN = "unknown"
    LAST_DAY = "last-day"
    MET = "met"
    MISSED = "missed"


def people_asked(heads: int, share: int) -> int:
    """Return how many of so many people are hundredths of them, rounded up.

    Source: docs/mission.md, row M2.
    """
    return ceil(heads * share / 100)


def answer(
    *,
    heads: int,
    missing: int,
    begun: bool,
    over: bool,
    chance: float | None,
    last: bool = False,
) -> Answer:
    """Say how a target stands.

    missing: people still to be done, up to the share asked. last: the deadline is
    today, and what today brings still counts. chance: that the date is met; None where
    nothing can be foreseen yet.
    Source: docs/mission.md, row M2.
    """
    if not heads:
        return Answer.NOBODY
    if over:
        return Answer.MISSED if missing > 0 else Answer.MET
    if missing <= 0:
        return Answer.DONE
    if chance is None:
        so_far = Answer.UNKNOWN if begun else Answer.NOT_BEGUN
        return Answer.LAST_DAY if last else so_far
    if chance >= SURE:
        return Answer.WILL
    return Answer.WILL_NOT if chance <= HOPELESS else Answer.MAY


@dataclass(frozen=True, slots=True)
class Row:
    """Figures of a unit and all below it, or of the whole.

    asked: people that must be done. pace: people an open day lately; None: no open day
    yet. band: None where nothing is foreseen. hidden: too small to be shown.
    """

    path: str
    heads: int
    done: int
    asked: int
    pace: float | None
    answer: Answer
    band: Band | None = None
    needs: Needs = field(default_factory=lambda: Needs(0, 0))
    hidden: bool = False

    @property
    def missing(self) -> int:
        """People still to be done, up to the share asked."""
        return max(0, self.asked - self.done)

    @property
    def left(self) -> int:
        """People not done."""
        return self.heads - self.done

    @property
    def parts(self) -> tuple[int, ...]:
        """All people, then every figure of people that is shown."""
        return (self.heads, self.done, self.left)

    def without_figures(self) -> Row:
        """Return the row as who may not see people reads it where it is too small."""
        return Row(self.path, 0, 0, 0, None, Answer.HIDDEN, hidden=True)

    @property
    def share(self) -> float:
        return self.done / self.heads if self.heads else 0.0

    @property
    def chance(self) -> float | None:
        """That the date is met; None where it is not foreseen."""
        if self.answer in {Answer.DONE, Answer.MET}:
            return 1.0
        if self.answer is Answer.MISSED:
            return 0.0
        return self.band.probability if self.band else None
