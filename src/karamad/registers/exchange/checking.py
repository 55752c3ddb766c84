"""Rows of a file, checked cell by cell; nothing is asked of a register."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from karamad.kernel.sealing import Keys, Seal
from karamad.kernel.text import clean
from karamad.registers.exchange.deriving import derivation
from karamad.registers.exchange.rules.cells import Mended, Value, national_id
from karamad.registers.exchange.rules.columns import Column
from karamad.registers.exchange.rules.faults import Code, Fault, Refusal
from karamad.registers.exchange.rules.kinds import KINDS
from karamad.registers.exchange.writing.rows import Row

REMEMBERED = 1 << 13  # distinct cells a column
REMEMBERED_PEOPLE = 1 << 15
LONGEST_CELL = 5_000
SHOWN = 200  # characters of a refused value that are kept

Step = tuple[int, int, Callable[[str], Any], str]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a file's rows are checked by, told to whichever process checks them.

    places: where in the file each column stands, of `width` header cells.
    """

    kind: str
    places: dict[str, int]
    width: int
    today: date
    keys: Keys


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a row's cells; no row where all of them are blank.

    refusals: of a row that is refused, which holds only what could be read.
    """

    row: Row | None
    refusals: tuple[Refusal, ...] = ()


class Checker:
    """Reads the cells of one file's rows into stored values."""

    def __init__(self, terms: Terms) -> None:
        self.kind = kind = KINDS[terms.kind]
        self.width = terms.width
        self.places = places = terms.places
        self._derive = derivation(kind.name, Seal(terms.keys))
        self._template = [DEFAULTS.get((kind.name, name)) for name in kind.names]
        self._steps: list[Step] = [
            (places[column.name], index, self._reader(column, terms.today), column.name)
            for index, column in enumerate(kind.columns)
            if column.name in places
        ]
        order = {name: index for index, name in enumerate(kind.names)}
        self._spans = [(order[a], order[b], b) for a, b in kind.spans]

    def check(self, number: int, cells: list[str]) -> Checked:
        """Read one row; every faulty cell is named."""
        said: list[Value] = self._template.copy()
        faults: list[tuple[str, Fault]] = []
        mended = False
        if len(cells) != self.width:
            cells = self._filled(cells, faults)
        for place, index, read, name in self._steps:
            try:
                value = read(cells[place])
            except Fault as fault:
                faults.append((name, fault))
                continue
            if value.__class__ is Mended:
                value, mended = value.value, True
            said[index] = value
        if not faults:
            faults = self._faults_of_row(said)
        if not faults:
            return Checked(Row(number, cells, said, mended, self._derive(said)))
        if not any(map(clean, cells)):
            return Checked(None)
        return Checked(
            Row(number, cells, said, mended, self._derive(said)),
            tuple(
                Refusal(number, name, self.shown(cells, name), fault.code, fault.about)
                for name, fault in faults
            ),
        )

    def _filled(self, cells: list[str], faults: list[tuple[str, Fault]]) -> list[str]:
        """Return a cell for every column; more of them than that is a fault."""
        if any(map(str.strip, cells[self.width :])):
            faults.append(("", Fault(Code.TOO_MANY_CELLS, str(self.width))))
            return cells
        return cells[: self.width] + [""] * (self.width - len(cells))

    def shown(self, cells: Sequence[str], column: str) -> str:
        """Return a refused cell as it stood, cut where it is too long to show."""
        place = self.places.get(column)
        return "" if place is None else cells[place][:SHOWN]

    def _faults_of_row(self, said: list[Value]) -> list[tuple[str, Fault]]:
        faults = []
        for start, end, name in self._spans:
            first: Any = said[start]
            last: Any = said[end]
            if first is not None and last is not None and last <= first:
                faults.append((name, Fault(Code.ENDS_BEFORE_START)))
        if self.kind.finish and not faults:
            named = dict(zip(self.kind.names, said, strict=True))
            try:
                self.kind.finish(named)
            except Fault as fault:
                column = (
                    "instrument"
                    if fault.code is Code.INSTRUMENT_MISMATCH
                    else self.kind.finishes
                )
                return [(column, fault)]
            said[:] = map(stored, named.values())
        return faults

    def _reader(self, column: Column, today: date) -> Callable[[str], Any]:
        """Return the column's reader, which remembers the cells it has read."""
        read, required = column.read, column.required
        default = DEFAULTS.get((self.kind.name, column.name))

        def read_cell(cell: str) -> Any:
            if len(cell) > LONGEST_CELL:
                raise Fault(Code.TEXT_TOO_LONG, str(LONGEST_CELL))
            value = read(cell, today)
            if value is None:
                if required:
                    raise Fault(Code.REQUIRED)
                return default
            return value if value.__class__ is Mended else stored(value)

        people = column.read is national_id
        return lru_cache(REMEMBERED_PEOPLE if people else REMEMBERED)(read_cell)


def stored(value: Value) -> Value:
    """Return a value as both databases take and compare it: days, numbers as texts."""
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else value


# What the registers keep where a file says nothing: "" in texts, no in flags.
DEFAULTS: dict[tuple[str, str], Any] = {
    **{("units", name): "" for name in ("province",)},
    **{("posts", name): "" for name in ("family", "unit_kind")},
    ("posts", "level"): "none",
    ("posts", "managerial"): False,
    **{
        ("people", name): ""
        for name in ("father_name", "gender", "degree", "employment", "mobile", "email")
    },
    ("assignments", "kind"): "appointment",
    **{("courses", name): "" for name in ("class", "scope", "mode")},
    ("courses", "degree_programme"): False,
    ("providers", "kind"): "",
    **{("completions", name): "" for name in ("mode", "certificate_no")},
    **{("credentials", name): "" for name in ("number", "issuer")},
}
