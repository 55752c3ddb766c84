"""How a register says which of its columns are copied for questions about everyone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a column holds; it comes out as this type in every copy."""

    KEY = "key"  # a database key, 64 bits
    NUMBER = "number"  # a small whole number, 32 bits
    AMOUNT = "amount"  # DECIMAL(7, 2): hours, points
    DAY = "day"
    FLAG = "flag"
    WORD = "word"  # a text; nothing written is nothing known


@dataclass(frozen=True, slots=True)
class Column:
    """One column. of: its name in the database, where that differs.

    code_of: the model ("app.Model") that `of` is a key to; its code is copied instead.
    """

    name: str
    kind: Kind
    of: str = ""
    code_of: str = ""

    @property
    def stored(self) -> str:
        return self.of or self.name


@dataclass(frozen=True, slots=True)
class Extract:
    """One table of the copies: the current rows of one model, some of its columns.

    model: "app.Model". columns: in order; for facts about people the first is the
    person's key. of_people: the rows are kept by ranges of people's keys, so that a
    change rewrites one range; other tables are small and kept whole.
    former: the model of its former states, with its key to this one, for a model whose
    rows are corrected in place; a model without one supersedes its rows.
    merged: the column that says into which row another was merged.
    """

    name: str
    model: str
    columns: tuple[Column, ...]
    of_people: bool = True
    former: tuple[str, str] | None = None
    merged: str = ""


def key(name: str, of: str = "") -> Column:
    return Column(name, Kind.KEY, of or f"{name}_id")


def day(name: str) -> Column:
    return Column(name, Kind.DAY)


def word(name: str) -> Column:
    return Column(name, Kind.WORD)


def amount(name: str) -> Column:
    return Column(name, Kind.AMOUNT)


def flag(name: str) -> Column:
    return Column(name, Kind.FLAG)


def number(name: str) -> Column:
    return Column(name, Kind.NUMBER)
