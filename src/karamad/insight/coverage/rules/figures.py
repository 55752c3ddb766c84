"""Counts of people in posts, of a unit or of many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Answer(IntEnum):
    """What somebody is by the conditions of his post; the better the lower."""

    ELIGIBLE = 0
    UNDETERMINED = 1
    NOT_ELIGIBLE = 2


@dataclass(frozen=True, slots=True)
class Figures:
    """People in posts. soon: of the eligible, who is so for ninety days at most."""

    eligible: int = 0
    undetermined: int = 0
    not_eligible: int = 0
    soon: int = 0

    @property
    def people(self) -> int:
        return self.eligible + self.undetermined + self.not_eligible

    @property
    def share(self) -> float | None:
        """The share of the eligible, 0 to 1; None of nobody."""
        return self.eligible / self.people if self.people else None

    @property
    def parts(self) -> tuple[int, ...]:
        """All people, then every figure that is shown or follows from those shown."""
        lasting = self.eligible - self.soon
        return (
            self.people,
            self.eligible,
            self.undetermined,
            self.not_eligible,
            self.soon,
            lasting,
            self.undetermined + self.not_eligible,
        )

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.eligible + other.eligible,
            self.undetermined + other.undetermined,
            self.not_eligible + other.not_eligible,
            self.soon + other.soon,
        )

    def __sub__(self, other: Figures) -> Figures:
        return Figures(
            self.eligible - other.eligible,
            self.undetermined - other.undetermined,
            self.not_eligible - other.not_eligible,
            self.soon - other.soon,
        )


def total_of(figures: Iterable[Figures]) -> Figures:
    """Return the figures of all together; they add up.

    Source: docs/mission.md, row M2.
    """
    return sum(figures, Figures())
