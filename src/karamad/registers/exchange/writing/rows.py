"""A row on its way from the file to the register."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from karamad.registers.exchange.rules.faults import Code

Key = tuple[Any, ...]


@dataclass(slots=True)
class Row:
    """A row whose cells were read.

    said: stored values in the order of the kind's columns; codes become keys of rows.
    derived: what follows from them alone, as `deriving` has it for the kind.
    key, stored: what the register knows it by, and the rest. found, old: the row on
    record that it changes. A `found` below 0 stands for a key not yet given.
    """

    number: int
    cells: list[str]
    said: list[Any]
    mended: bool = False
    derived: tuple[Any, ...] = ()
    key: Key = ()
    stored: tuple[Any, ...] = ()
    found: int = 0
    old: tuple[Any, ...] = ()


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
