"""Entities whose rows may name other rows of the same file: units, courses.

The whole file is one batch. A row that names a refused row is refused itself.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from itertools import count
from typing import ClassVar

from karamad.registers.exchange.rules.columns import Kind, Register
from karamad.registers.exchange.rules.faults import Code
from karamad.registers.exchange.writing.dialects import dialect
from karamad.registers.exchange.writing.entities import Entities
from karamad.registers.exchange.writing.references import References
from karamad.registers.exchange.writing.rows import Changes, Refuse, Row, Stamp


class Naming(Entities):
    """Gives the new rows of a file keys below 0 until they are written."""

    named: ClassVar[str]
    register: ClassVar[Register]

    def __init__(self, kind: Kind, references: References) -> None:
        super().__init__(kind, references)
        self._imagined = count(-10, -1)  # Python hashes -1 and -2 alike
        self._coming: dict[str, int] = {}
        self._in_file: set[str] = set()

    @abstractmethod
    def names_of(self, row: Row) -> tuple[str, ...]:
        """Return the codes that the row names."""

    @abstractmethod
    def fault_of(self, row: Row) -> Code | None:
        """Return why the row may not name what it names, if so."""

    @abstractmethod
    def renumber(self, row: Row, given: dict[int, int]) -> None:
        """Put the keys given in the place of the imagined ones."""

    def key_of(self, code: str) -> int | None:
        return self._known.get(code, self._coming.get(code))

    def keys_named(self, row: Row) -> list[int]:
        keys = (self.key_of(code) for code in self.names_of(row))
        return [pk for pk in keys if pk is not None]

    def resolve(self, rows: Sequence[Row], refuse: Refuse) -> list[Row]:
        """Refuse what names itself, or what neither the register nor the file has."""
        known = self.references.codes(self.register)
        coming = self._in_file | {row.said[0] for row in rows}
        sound = []
        for row in rows:
            names = self.names_of(row)
            lost = [each for each in names if each not in known.keys() | coming]
            if row.said[0] in names:
                refuse(row, self.named, Code.REFERS_TO_ITSELF, "")
            elif lost:
                unknown = self.references.unknown(self.register, lost[0])
                refuse(row, self.named, *unknown)
            else:
                sound.append(row)
        return sound

    def prepare(self, rows: Sequence[Row], refuse: Refuse) -> list[Row]:
        self._known = self.references.codes(self.register)
        self._in_file |= {row.said[0] for row in rows}
        ready = super().prepare(rows, refuse)
        self._coming = {
            row.said[0]: next(self._imagined)
            for row in ready
            if row.said[0] not in self._known
        }
        sound = []
        for row in ready:
            fault = self.fault_of(row)
            if fault is None:
                sound.append(row)
            else:
                refuse(row, self.named, fault, "")
        return self._with_names_known(sound, refuse)

    def _with_names_known(self, rows: list[Row], refuse: Refuse) -> list[Row]:
        """Refuse rows that name nothing, until no row names a refused one."""
        while True:
            accepted = {row.said[0] for row in rows}
            for code in self._coming.keys() - accepted:
                del self._coming[code]
            kept = []
            for row in rows:
                lost = [c for c in self.names_of(row) if self.key_of(c) is None]
                if lost:
                    unknown = self.references.unknown(self.register, lost[0])
                    refuse(row, self.named, *unknown)
                else:
                    kept.append(row)
            if len(kept) == len(rows):
                return kept
            rows = kept

    def write(self, changes: Changes, stamp: Stamp) -> None:
        pks = dialect().new_ids(self.table, len(changes.new))
        given = {}
        for row, pk in zip(changes.new, pks, strict=True):
            given[self._coming[row.said[0]]] = pk
            self._coming[row.said[0]] = row.found = pk
        for rows in (changes.new, changes.changed):
            for row in rows:
                self.renumber(row, given)
        super().write(changes, stamp)

    def remember(self, new: Sequence[Row]) -> None:
        """Let later rows name these, written or only tried."""
        self.references.codes(self.register).update(
            {row.said[0]: self._coming[row.said[0]] for row in new}
        )
