"""People: found by the blind index of their national id, kept encrypted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any

from karamad.kernel.identifiers import FOREIGN_LENGTH
from karamad.registers.exchange.deriving import INDEX, SORT_KEY
from karamad.registers.exchange.rules.columns import Kind
from karamad.registers.exchange.rules.faults import Code
from karamad.registers.exchange.writing.dialects import dialect
from karamad.registers.exchange.writing.entities import Entities
from karamad.registers.exchange.writing.facts import table_of
from karamad.registers.exchange.writing.references import (
    References,
    current_by_former,
    key_by_index,
)
from karamad.registers.exchange.writing.rows import Changes, Refuse, Row, Stamp
from karamad.registers.people.models import NameKey
from karamad.registers.people.rules import name_keys

NAMES = 2  # `Row.stored` begins with the first name and the family name
MOST_NAMES = 200_000  # to be remembered


class People(Entities):
    """A person whom the user may not see is refused; a new one gets his unit."""

    key_wanted = False

    def __init__(self, kind: Kind, references: References) -> None:
        super().__init__(kind, references)
        self._known: set[str] = set()
        self._fresh: set[str] = set()  # written by the batch under way

    def derive_names(self) -> Sequence[str]:
        return ("sort_key",)

    def derive(self, row: Row) -> tuple[Any, ...]:
        return row.derived[SORT_KEY:]

    def prepare(self, rows: Sequence[Row], refuse: Refuse) -> list[Row]:
        ready, stored = list(rows), self._stored
        for row in ready:
            row.key, row.stored = (row.derived[INDEX],), stored(row.said)
        self._follow_corrected(ready)
        return self._in_scope(ready, refuse)

    def resolve(self, rows: Sequence[Row], refuse: Refuse) -> list[Row]:
        named = [row for row in rows if row.derived]
        for row in named:
            row.key = (row.derived[INDEX],)
        self._follow_corrected(named)
        return self._in_scope(named, refuse)

    def _in_scope(self, rows: list[Row], refuse: Refuse) -> list[Row]:
        """Refuse the people whom the user may not see."""
        if self.references.scope.everywhere:
            return rows
        known = key_by_index(row.key[0] for row in rows)
        visible = self.references.scope.people(known.values())
        inside = []
        for row in rows:
            pk = known.get(row.key[0])
            if pk is None or pk in visible:
                inside.append(row)
            else:
                refuse(row, "national_id", Code.OUT_OF_SCOPE, "")
        return inside

    def _follow_corrected(self, rows: list[Row]) -> None:
        """Let rows under an id that was corrected since the file mean today's."""
        corrected = current_by_former(row.key[0] for row in rows)
        for borne in key_by_index(corrected) if corrected else ():
            del corrected[borne]  # by somebody else, today
        if corrected:
            # Two may mean one person now: then the first of the file counts.
            rows.sort(key=attrgetter("number"))
            for row in rows:
                index = row.key[0]
                row.mended |= index in corrected
                row.key = (corrected.get(index, index),)

    def identity_columns(self) -> list[str]:
        return ["blind_index", "national_id", "foreigner", "home_unit_id"]

    def identities(self, rows: Sequence[Row]) -> Iterable[tuple[Any, ...]]:
        home = self.references.scope.home
        unit = home.pk if home else None
        for row in rows:
            index, sealed, _ = row.derived
            yield index, sealed, len(row.said[0]) == FOREIGN_LENGTH, unit

    def write(self, changes: Changes, stamp: Stamp) -> None:
        super().write(changes, stamp)
        said = chain(changes.new, changes.changed)
        names = set(chain.from_iterable(row.stored[:NAMES] for row in said))
        self._fresh = names - self._known
        # In an order that all writers keep, so that two never wait for each other.
        dialect().add_missing(
            table_of(NameKey),
            ["name", "key"],
            [(name, key) for name in sorted(self._fresh) for key in name_keys(name)],
        )

    def remember(self, new: Sequence[Row]) -> None:
        """Remember the names that stand in `NameKey` now; none ever leaves it."""
        del new
        if len(self._known) < MOST_NAMES:
            self._known |= self._fresh
