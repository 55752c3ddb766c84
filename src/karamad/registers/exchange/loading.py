"""Rows of one file into one register, batch by batch.

A batch is one transaction with a moment of its own. A dry run goes the same way and
stops before it writes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction

from karamad.registers.exchange.checking import Checker
from karamad.registers.exchange.rules.columns import Kind
from karamad.registers.exchange.rules.faults import Code, Refusal
from karamad.registers.exchange.rules.kinds import KINDS
from karamad.registers.exchange.seen import Seen
from karamad.registers.exchange.sources import Batch, RefusedRow
from karamad.registers.exchange.writing.dialects import dialect
from karamad.registers.exchange.writing.references import References
from karamad.registers.exchange.writing.rows import (
    Changes,
    Key,
    OnRecord,
    Refuse,
    Row,
    Stamp,
)
from karamad.registers.exchange.writing.stores import store_of
from karamad.trust.audit.actions import moment_of_record

BATCH = 10_000
ATTEMPTS = 3
LOADS_LOCK = 0x6B61_7262_0000  # the kind's number is added


@dataclass
class Counts:
    """Rows by what became of them; the first four sum up to all rows read."""

    new: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0
    mended: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        return self.new + self.changed + self.same + self.refused

    @property
    def good(self) -> int:
        return self.new + self.changed + self.same


@dataclass(frozen=True, slots=True)
class Writing:
    """By which act rows are written, and the clock their moments are read from."""

    entry_id: int
    clock: Callable[[], datetime]


Refused = Callable[[int, Sequence[str], Sequence[Refusal]], None]


def hold_kind(name: str) -> None:
    """Hold what a writer of a register holds until his transaction ends, by its name.

    Taken before the moment of record, by whoever writes rows that a load may write too.
    """
    dialect().lock(LOADS_LOCK + list(KINDS).index(name))


class Loading:
    """One file on its way into its register.

    checker: reads a row anew that has to be settled anew. refused: told of every
    refused row, its cells as they stood and the reasons. Dry until `write_by`.
    """

    def __init__(
        self,
        kind: Kind,
        checker: Checker,
        references: References,
        refused: Refused,
    ) -> None:
        self.counts = Counts()
        self._kind = kind
        self._checker = checker
        self._store = store_of(kind, references)
        self._writing: Writing | None = None
        dialect().prepare()
        self._tell = refused
        self._seen = Seen()
        names = self._store.rest_names
        absent = frozenset(kind.names) - checker.places.keys()
        self._unsaid = [n for n, name in enumerate(names) if name in absent]
        self._references = references
        # Spans of which the file tells only one end; the record tells the other.
        self._half_told = [
            (names.index(start), names.index(end), end)
            for start, end in kind.spans
            if {start, end} <= set(names) and {start, end} & absent
        ]

    def write_by(self, writing: Writing) -> None:
        """Write from here on."""
        self._writing = writing

    # ---- a batch ------------------------------------------------------------

    @property
    def writes(self) -> bool:
        return self._writing is not None

    def load(self, batch: Batch) -> Counts:
        """Load the rows of a batch; return the counts so far."""
        settled = self._settle_at_last(batch.good())
        self._seen.update(settled.seen)
        self._store.remember(settled.new)
        counts = self.counts
        counts.new += len(settled.new)
        counts.changed += len(settled.changed)
        counts.same += settled.same
        counts.mended += settled.mended
        self._report([*self._asked_too(batch.refused), *settled.refusals])
        return counts

    def _asked_too(self, refused: list[RefusedRow]) -> list[RefusedRow]:
        """Add what the registers do not know, so that one mending is enough."""
        lost = Lost(self._checker, refused)
        self._store.resolve([row for row, _ in refused], lost)
        return list(lost.rows())

    def _settle_at_last(self, good: list[Row]) -> Settled:
        """Settle the rows; look again where somebody wrote one of our keys."""
        for _attempt in range(1, ATTEMPTS):
            try:
                return self._settle(good)
            except IntegrityError:
                if self._writing is None:
                    raise
                self._references.forget()
                good = [row for row in map(self._again, good) if row is not None]
        return self._settle(good)

    def _report(self, refusals: list[RefusedRow]) -> None:
        for row, reasons in sorted(refusals, key=lambda each: each[0].number):
            self.counts.refused += 1
            self.counts.reasons.update({reason.code.value for reason in reasons})
            self._tell(row.number, row.cells, reasons)

    def _settle(self, rows: list[Row]) -> Settled:
        """Compare the rows with the register and write what differs."""
        writing = self._writing
        with transaction.atomic() if writing else nullcontext():
            stamp = self._hold(writing) if writing else None
            settled = self._compare(rows)
            if stamp is not None:
                self._store.write(Changes(settled.new, settled.changed), stamp)
        return settled

    def _hold(self, writing: Writing) -> Stamp:
        """Take what a writer of this kind takes, and the moment to stamp with."""
        hold_kind(self._kind.name)
        moment = moment_of_record(writing.clock())
        self._store.hold()
        return Stamp(moment, writing.entry_id)

    def _again(self, row: Row) -> Row | None:
        """Read a row anew; settling it has put keys in the place of codes."""
        return self._checker.check(row.number, row.cells).row

    def _compare(self, rows: list[Row]) -> Settled:
        lost = Lost(self._checker)
        ready = self._store.prepare(rows, lost)
        settled = self._sorted(ready, self._store.on_record(ready), lost)
        settled.refusals = list(lost.rows())
        return settled

    def _sorted(
        self, rows: Sequence[Row], known: Mapping[Key, OnRecord], refuse: Refuse
    ) -> Settled:
        """Tell new, changed and same rows apart; the first row of a key is taken."""
        keys = [hash(row.key) for row in rows]
        settled = Settled(seen=self._seen.among(keys))
        seen = settled.seen
        for row, key in zip(rows, keys, strict=True):
            found = known.get(row.key)
            if found is not None and self._unsaid:
                self._fill_in(row, found)
            if self._half_told and (column := self._ends_before_start(row)):
                refuse(row, column, Code.ENDS_BEFORE_START, "")
                continue
            value, first = hash(row.stored), seen.get(key)
            if first is None:
                seen[key] = value
            elif first != value:
                refuse(row, self._kind.key[0], Code.DUPLICATE_IN_FILE, "")
                continue
            settled.mended += row.mended
            if first is not None or (found is not None and found.stored == row.stored):
                settled.same += 1
            elif found is None:
                settled.new.append(row)
            else:
                row.found, row.old = found.pk, found.stored
                settled.changed.append(row)
        return settled

    def _ends_before_start(self, row: Row) -> str:
        """Return the column whose day comes too early for the record's, or nothing."""
        for start, end, column in self._half_told:
            first, last = row.stored[start], row.stored[end]
            if first is not None and last is not None and last <= first:
                return column
        return ""

    def _fill_in(self, row: Row, found: OnRecord) -> None:
        """Columns the file does not have say nothing; the record stays."""
        stored = list(row.stored)
        for place in self._unsaid:
            stored[place] = found.stored[place]
        row.stored = tuple(stored)


class Lost:
    """The rows refused, and why, told one reason at a time."""

    def __init__(self, checker: Checker, refused: Iterable[RefusedRow] = ()) -> None:
        self._checker = checker
        self._rows = {row.number: (row, list(why)) for row, why in refused}

    def __call__(self, row: Row, column: str, code: Code, about: str) -> None:
        shown = self._checker.shown(row.cells, column)
        refusal = Refusal(row.number, column, shown, code, about)
        self._rows.setdefault(row.number, (row, []))[1].append(refusal)

    def rows(self) -> Iterator[RefusedRow]:
        for row, why in self._rows.values():
            yield row, tuple(why)


@dataclass
class Settled:
    """What became of the rows of a batch."""

    new: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    same: int = 0
    mended: int = 0
    seen: dict[int, int] = field(default_factory=dict)
    refusals: list[RefusedRow] = field(default_factory=list)
