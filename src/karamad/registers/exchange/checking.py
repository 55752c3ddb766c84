"""Rows of a file, checked cell by cell; nothing is asked of a register.

Many rows are checked a column at a time, which costs a third of checking them row by
row; those with a fault are then checked once more by themselves, to name every fault.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from karamad.kernel.sealing import Keys, Seal
from karamad.kernel.text import clean
from karamad.registers.exchange.deriving import Derivation
from karamad.registers.exchange.rules.cells import Mended, Value, national_id
from karamad.registers.exchange.rules.columns import Column
from karamad.registers.exchange.rules.faults import Code, Fault, Refusal
from karamad.registers.exchange.rules.kinds import KINDS
from karamad.registers.exchange.writing.rows import Cells, Columns, Row

REMEMBERED = 1 << 13  # distinct cells a column
REMEMBERED_PEOPLE = 1 << 15
LONGEST_CELL = 5_000
SHOWN = 200  # characters of a refused value that are kept

Read = Callable[[str], Any]
Step = tuple[int, int, Read, str]
Line = tuple[int, Cells]


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
        self._derivation = Derivation(kind.name, Seal(terms.keys))
        self._template = [DEFAULTS.get((kind.name, name)) for name in kind.names]
        self._steps: list[Step] = [
            (places[column.name], index, self._reader(column, terms.today), column.name)
            for index, column in enumerate(kind.columns)
            if column.name in places
        ]
        order = {name: index for index, name in enumerate(kind.names)}
        self._spans = [(order[a], order[b], b) for a, b in kind.spans]

    # ---- many rows ----------------------------------------------------------

    def check_all(self, lines: Sequence[Line]) -> tuple[Columns, list[Checked]]:
        """Read many rows; returns the good and the refused, no blank ones."""
        if self.kind.finish:
            return self._one_by_one(lines)
        numbers = [number for number, _ in lines]
        rows = [self._cut(cells) for _, cells in lines]
        said, mended, odd = self._read_columns(rows)
        odd |= self._ending_early(said)
        odd |= {n for n, (_, cells) in enumerate(lines) if self._too_wide(cells)}
        if odd:
            sound = [n for n in range(len(lines)) if n not in odd]
            numbers, rows = [numbers[n] for n in sound], [rows[n] for n in sound]
            said = [[values[n] for n in sound] for values in said]
        refused = [self.check(*lines[n]) for n in sorted(odd)]
        derived: list[Sequence[Any]] = self._derivation.of_all(said)
        if order := self._derivation.order(derived):
            numbers, rows = [numbers[n] for n in order], [rows[n] for n in order]
            said = [[values[n] for n in order] for values in said]
            derived = [[values[n] for n in order] for values in derived]
        return (
            Columns(
                numbers,
                {lines[n][0] for n in mended - odd},
                Columns.packed(rows),
                said,
                derived,
            ),
            [each for each in refused if each.row is not None],
        )

    def _read_columns(
        self, rows: Sequence[Cells]
    ) -> tuple[list[Sequence[Value]], set[int], set[int]]:
        """Return the values of every column, which rows were mended, which are odd."""
        columns = list(zip(*rows, strict=True))
        said: list[Sequence[Value]] = [[value] * len(rows) for value in self._template]
        mended: set[int] = set()
        odd: set[int] = set()
        for place, index, read, _ in self._steps:
            try:
                values = list(map(read, columns[place]))
            except Fault:
                values = [_read_or_odd(read, cell) for cell in columns[place]]
            if not NOTABLE.isdisjoint(map(type, values)):
                for n, value in enumerate(values):
                    if value is ODD:
                        odd.add(n)
                        values[n] = None
                    elif value.__class__ is Mended:
                        mended.add(n)
                        values[n] = value.value
            said[index] = values
        return said, mended, odd

    def _ending_early(self, said: Sequence[Sequence[Any]]) -> set[int]:
        """Return the rows in which a span ends before it starts."""
        return {
            n
            for start, end, _ in self._spans
            for n, (first, last) in enumerate(zip(said[start], said[end], strict=True))
            if first is not None and last is not None and last <= first
        }

    def _one_by_one(self, lines: Sequence[Line]) -> tuple[Columns, list[Checked]]:
        checked = [self.check(number, cells) for number, cells in lines]
        rows = [each for each in checked if each.row is not None]
        good = [each.row for each in rows if each.row and not each.refusals]
        return (
            Columns(
                [row.number for row in good],
                {row.number for row in good if row.mended},
                Columns.packed([row.cells for row in good]),
                list(zip(*[row.said for row in good], strict=True)),
                list(zip(*[row.derived for row in good], strict=True)),
            ),
            [each for each in rows if each.refusals],
        )

    def _too_wide(self, cells: Cells) -> bool:
        return len(cells) > self.width and any(map(str.strip, cells[self.width :]))

    def _cut(self, cells: Cells) -> Cells:
        """Return exactly a cell for every column."""
        if len(cells) == self.width:
            return cells
        return cells[: self.width] + [""] * (self.width - len(cells))

    # ---- one row ------------------------------------------------------------

    def check(self, number: int, cells: Cells) -> Checked:
        """Read one row; every faulty cell is named."""
        said: list[Value] = self._template.copy()
        faults: list[tuple[str, Fault]] = []
        mended = False
        if self._too_wide(cells):
            faults.append(("", Fault(Code.TOO_MANY_CELLS, str(self.width))))
        else:
            cells = self._cut(cells)
        for place, index, read, name in self._steps:
            try:
                value = read(cells[place])
            except Fault as fault:
                faults.append((name, fault))
                continue
            if value.__class__ is Mended:
                value, mended = value.value, True
            said[index] = value
        faults += self._faults_of_row(said)
        if faults and not any(map(clean, cells)):
            return Checked(None)
        derived = self._derivation.of(said)
        row = Row(number, {number: cells}, said, mended, derived)
        return Checked(
            row,
            tuple(
                Refusal(number, name, self.shown(cells, name), fault.code, fault.about)
                for name, fault in faults
            ),
        )

    def shown(self, cells: Cells, column: str) -> str:
        """Return a refused cell as it stood, cut where it is too long to show."""
        place = self.places.get(column)
        return "" if place is None else cells[place][:SHOWN]

    def _faults_of_row(self, said: list[Value]) -> list[tuple[str, Fault]]:
        """Look at the row as a whole; a cell that could not be read says nothing."""
        faults = []
        for start, end, name in self._spans:
            first: Any = said[start]
            last: Any = said[end]
            if first is not None and last is not None and last <= first:
                faults.append((name, Fault(Code.ENDS_BEFORE_START)))
        if self.kind.finish:
            named = dict(zip(self.kind.names, said, strict=True))
            faults += self.kind.finish(named)
            said[:] = map(stored, named.values())
        return faults

    def _reader(self, column: Column, today: date) -> Read:
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

        if column.read is not national_id:
            return lru_cache(REMEMBERED)(read_cell)
        # Among the people themselves nobody comes twice.
        of_people = self.kind.name == "people"
        return read_cell if of_people else lru_cache(REMEMBERED_PEOPLE)(read_cell)


ODD = object()  # stands for a value that a cell does not have
NOTABLE = {Mended, object}


def _read_or_odd(read: Read, cell: str) -> Any:
    try:
        return read(cell)
    except Fault:
        return ODD


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
