"""What a scenario comes to, counted: from what to what, where, and what is needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum


class Standing(IntEnum):
    """What somebody is by an edition; the better the lower, and last: not asked."""

    ELIGIBLE = 0
    UNDETERMINED = 1
    NOT_ELIGIBLE = 2
    NOT_ASKED = 3


class Need(IntEnum):
    """What would bring somebody back who is eligible no more.

    UNKNOWN: training whose hours nobody fixed. BEYOND: more than training.
    """

    NONE = 0
    HOURS = 1
    UNKNOWN = 2
    BEYOND = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """How many in a province and post go from one standing to another."""

    province: str
    post: int
    before: Standing
    after: Standing
    count: int


@dataclass(slots=True)
class Move:
    """People in posts of a place: all, those who lose their verdict, who gain one."""

    count: int = 0
    lost: int = 0
    gained: int = 0

    def add(self, cell: Cell) -> None:
        self.count += cell.count
        was, is_now = (each is Standing.ELIGIBLE for each in (cell.before, cell.after))
        if was and not is_now and cell.after is not Standing.NOT_ASKED:
            self.lost += cell.count
        if is_now and not was and cell.before is not Standing.NOT_ASKED:
            self.gained += cell.count


@dataclass(slots=True)
class Figures:
    """matrix: people in posts by standing before and after. needs: people and hours."""

    total: Move = field(default_factory=Move)
    matrix: dict[tuple[Standing, Standing], int] = field(default_factory=dict)
    provinces: dict[str, Move] = field(default_factory=dict)
    posts: dict[int, Move] = field(default_factory=dict)
    needs: Mapping[Need, int] = field(default_factory=dict)
    hours: Decimal = Decimal(0)

    @property
    def people(self) -> int:
        """People to bring back, each once, whatever posts he holds."""
        return sum(self.needs.values())

    @property
    def changed(self) -> int:
        return sum(n for (was, now), n in self.matrix.items() if was is not now)

    def standing(self, before: Standing) -> int:
        return sum(n for (was, _now), n in self.matrix.items() if was is before)

    def becoming(self, after: Standing) -> int:
        return sum(n for (_was, now), n in self.matrix.items() if now is after)


def figures_of(
    cells: Iterable[Cell], needs: Mapping[Need, int], hours: Decimal
) -> Figures:
    """Return the figures of these cells; they add up.

    Source: docs/whatif.md, "From what to what".
    """
    found = Figures(needs=needs, hours=hours)
    matrix: dict[tuple[Standing, Standing], int] = defaultdict(int)
    for cell in cells:
        matrix[cell.before, cell.after] += cell.count
        found.total.add(cell)
        found.provinces.setdefault(cell.province, Move()).add(cell)
        found.posts.setdefault(cell.post, Move()).add(cell)
    found.matrix = dict(matrix)
    return found
