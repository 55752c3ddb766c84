"""What a kind of file is made of: its columns, their names and readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from karamad.registers.exchange.rules.cells import Reader, Value
from karamad.registers.exchange.rules.faults import Fault

Register = Literal["person", "course", "post", "unit", "provider", "profile"]
Said = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a kind of file.

    name: English, for ever. names: Persian, the official one first.
    refers: the register in which the value must stand.
    """

    name: str
    names: tuple[str, ...]
    read: Reader
    required: bool = False
    refers: Register | None = None

    @property
    def persian(self) -> str:
        return self.names[0]


@dataclass(frozen=True)
class Kind:
    """A kind of file. Its key tells one row from another.

    spans: pairs of columns of which the second, if stated, comes after the first.
    finish: looks at the row as a whole, may change a value, yields faults by column.
    national: only national roles load it. itself: the column that may name a row of the
    same file.
    """

    name: str
    title: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    spans: tuple[tuple[str, str], ...] = ()
    finish: Callable[[Said], Iterator[tuple[str, Fault]]] | None = None
    national: bool = False
    itself: str = ""

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)
