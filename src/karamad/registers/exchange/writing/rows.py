"""A row on its way from the file to the register."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import repeat
from typing import Any

from karamad.registers.exchange.rules.faults import Code

Key = tuple[Any, ...]
Cells = list[str]


@dataclass(slots=True)
class Row:
    """A row whose cells were read.

    page: where its cells stand as they stood in the file, by number.
    said: stored values in the order of the kind's columns; codes become keys of rows.
    derived: what follows from them alone, as `deriving` has it for the kind.
    key, stored: what the register knows it by, and the rest. found, old: the row on
    record that it changes. A `found` below 0 stands for a key not yet given.
    """

    number: int
    page: Mapping[int, Cells] = field(compare=False, repr=False)
    said: list[Any]
    mended: bool = False
    derived: tuple[Any, ...] = ()
    key: Key = ()
    stored: tuple[Any, ...] = ()
    found: int = 0
    old: tuple[Any, ...] = ()

    @property
    def cells(self) -> Cells:
        return self.page[self.number]


class Page(dict[int, Cells]):
    """Cells by the number of their row, unpacked once one of them is asked for.

    They are wanted of refused rows only, and those are few.
    """

    def __init__(self, numbers: Sequence[int], packed: bytes) -> None:
        super().__init__()
        self._numbers, self._packed = numbers, packed

    def __missing__(self, number: int) -> Cells:
        rows = pickle.loads(self._packed)  # noqa: S301 - packed by us
        self.update(zip(self._numbers, rows, strict=True))
        return self[number]


@dataclass(slots=True)
class Columns:
    """Good rows as bare columns, which are quick to check and to send.

    mended: numbers of rows. cells: row by row, packed. said, derived: as of `Row`, but
    column by column.
    """

    numbers: list[int]
    mended: set[int]
    cells: bytes
    said: Sequence[Sequence[Any]]
    derived: Sequence[Sequence[Any]]

    @staticmethod
    def packed(rows: Sequence[Cells]) -> bytes:
        return pickle.dumps(rows, pickle.HIGHEST_PROTOCOL)

    def rows(self) -> list[Row]:
        """Return the rows themselves, in the order of the file."""
        page, mended = Page(self.numbers, self.cells), self.mended
        derived = zip(*self.derived, strict=True) if self.derived else repeat(())
        said = zip(*self.said, strict=True)
        return [
            Row(number, page, list(values), number in mended, follows)
            for number, values, follows in zip(
                self.numbers, said, derived, strict=False
            )
        ]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every row written bears: when, and by which act."""

    moment: datetime
    entry_id: int


@dataclass(frozen=True, slots=True)
class OnRecord:
    """The current row of a key."""

    pk: int
    stored: tuple[Any, ...]


# row, English name of the column, code, what helps
Refuse = Callable[[Row, str, Code, str], None]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a batch adds and what it changes."""

    new: Sequence[Row]
    changed: Sequence[Row]
