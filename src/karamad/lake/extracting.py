"""The registers copied into columns: everything, or what changed since the last."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from karamad.kernel.extracts import Extract, Kind
from karamad.lake import changes, shelf
from karamad.lake.catalogue import catalogue, digest
from karamad.lake.columns import WIDTH, kept, packed, packed_schema
from karamad.lake.parts import empty
from karamad.lake.progress import Notes, State
from karamad.lake.readers import Reader
from karamad.lake.reading import Busy, Cut, cut
from karamad.lake.scanners import ScannerLost
from karamad.lake.scanning import MuchToRead, expect_to_scan, scan
from karamad.lake.shelf import AtWork, Change, Lake, newest
from karamad.lake.work import Stopped, Work, question, spill, write_part

__all__ = [
    "AtWork",
    "Busy",
    "Outcome",
    "ScannerLost",
    "Stopped",
    "extract",
    "newest",
]

SCANNERS: Final = 2  # readers of whole tables, a core each
MANY: Final = 20_000  # people from whom on a table is read as a whole
ASKED: Final = 5_000  # keys in one question
PATIENCE: Final = 60.0  # seconds to wait for those who write


@dataclass(frozen=True)
class Outcome:
    """What an extract did. written: rows by table that was written anew; whole: all."""

    lake: Lake
    change: Change
    written: dict[str, int]
    whole: bool
    seconds: float


def extract(
    *,
    clock: Callable[[], datetime],
    whole: bool = False,
    tell: Callable[[str, int], None] = lambda _table, _rows: None,
    stop: Callable[[], bool] = lambda: False,
    patience: float = PATIENCE,
) -> Outcome:
    """Bring the lake up to the registers of this moment.

    whole: everything anew; otherwise only what changed since the extract in force.
    An extract that breaks off leaves the one in force as it is.
    Errors: AtWork, Busy, ScannerLost, Stopped; OSError where files cannot be written.
    """
    began = time.monotonic()
    with shelf.alone():
        notes = Notes(clock())

        def went(table: str, rows: int) -> None:
            notes.went(table, rows)
            tell(table, rows)

        try:
            before = newest()
            shelf.tidy(before)
            ended = partial(_any, stop, notes.is_to_stop)
            bring = partial(
                _brought_up,
                base=None if whole else before,
                before=before,
                tell=went,
                stop=ended,
            )
            outcome = _of_one_moment(bring, clock, patience)
            lake = shelf.put_in_force(outcome.lake, before, at=outcome.lake.moment)
        except Stopped:
            notes.end(State.STOPPED)
            raise
        except BaseException as error:
            notes.end(State.BROKEN, type(error).__name__)
            raise
        finally:
            shutil.rmtree(spill(), ignore_errors=True)
        notes.end(State.IDLE)
    return replace(outcome, lake=lake, seconds=time.monotonic() - began)


def _of_one_moment(
    bring: Callable[[Cut], Outcome], clock: Callable[[], datetime], patience: float
) -> Outcome:
    """Bring up by ourselves what is little, and by reading processes what is much."""
    try:
        with cut(clock=clock, scanners=0, patience=patience) as seen:
            return bring(seen)
    except MuchToRead:
        with cut(clock=clock, scanners=SCANNERS, patience=patience) as seen:
            return bring(seen)


def _any(*asked: Callable[[], bool]) -> bool:
    return any(ask() for ask in asked)


def _brought_up(
    seen: Cut,
    base: Lake | None,
    before: Lake | None,
    tell: Callable[[str, int], None],
    stop: Callable[[], bool],
) -> Outcome:
    number = before.number + 1 if before else 1
    work = Work(seen, number, tell, stop)
    now = changes.marks(seen.first)
    if base is not None and not _continues(seen.first, base):
        base = None
    change = _what_changed(work, base, now) if base else _everything(work, now)
    if base and not change:
        number = base.number
    told = list(before.changes) if before else []
    if number != (before.number if before else 0):
        told.append(_told(change, number))
    lake = Lake(
        folder=shelf.folder(),
        number=number,
        moment=seen.moment,
        catalogue=digest(),
        origin=changes.origin(seen.first, now[changes.ENTRIES]),
        marks=changes.advanced(base, now),
        files=work.files,
        texts=work.texts,
        changes=told[-shelf.REMEMBERED :],
    )
    return Outcome(lake, change, work.written, base is None, 0)


def _continues(reader: Reader, base: Lake) -> bool:
    """Test whether the registers are those of the extract, and its columns today's."""
    same = changes.origin(reader, base.marks[changes.ENTRIES]) == base.origin
    return base.catalogue == digest() and same


def _told(change: Change, number: int) -> dict[str, Any]:
    people = change.people
    if people:
        return {
            "number": number,
            "people": shelf.list_people(sorted(people), number),
            "tables": sorted(change.tables),
        }
    return {
        "number": number,
        "people": None if people is None else "",
        "tables": sorted(change.tables),
    }


# ---- everything -------------------------------------------------------------


def _everything(work: Work, now: dict[str, int]) -> Change:
    expect_to_scan(work, now, {n for n, e in catalogue().items() if e.of_people})
    for each in catalogue().values():
        if each.of_people:
            scan(work, each, now[each.name])
        else:
            _small(work, each, None)
    return Change(None, frozenset(n for n, e in catalogue().items() if not e.of_people))


# ---- what changed -----------------------------------------------------------


def _what_changed(work: Work, base: Lake, now: dict[str, int]) -> Change:
    touched = changes.touched(work.cut.first, base)
    tables = set()
    scanned = {name for name, people in touched.people.items() if len(people) > MANY}
    expect_to_scan(work, now, scanned)
    for name, each in catalogue().items():
        if each.of_people:
            people = touched.people[name]
            if name in scanned:
                scan(work, each, now[name])
            else:
                _patch(work, each, base, people)
        elif _small(work, each, base):
            tables.add(name)
    return Change(touched.everyone(), frozenset(tables))


def _patch(work: Work, extract: Extract, base: Lake, people: set[int]) -> None:
    """Write anew the parts of these people: the others' rows as they were."""
    files = {file.part: file for file in base.files[extract.name]}
    if people:
        fresh = _rows_of(work, extract, sorted(people))
        parts = np.asarray(fresh.column(0).to_numpy()) // WIDTH
        for part in sorted({person // WIDTH for person in people}):
            new = fresh.filter(pa.array(parts == part))
            old = files.pop(part, None)
            if old is not None:
                path = base.folder / old.path
                was = pq.read_table(path, partitioning=None)
                theirs = pc.is_in(was.column(0), pa.array(people, pa.int64()))
                new = pa.concat_tables([was.filter(pc.invert(theirs)), new])
            if new.num_rows:
                files[part] = write_part(work, extract, part, _by_person(new))
        if not files:
            files[0] = write_part(work, extract, 0, empty(extract))
        work.written[extract.name] = fresh.num_rows
    work.files[extract.name] = tuple(files[part] for part in sorted(files))


def _rows_of(work: Work, extract: Extract, people: Sequence[int]) -> pa.Table:
    """Return the current rows of these people."""
    reader = work.cut.first
    batches: list[pa.RecordBatch] = []
    for start in range(0, len(people), ASKED):
        work.pause()
        keys = ", ".join(map(str, people[start : start + ASKED]))
        sql = question(extract, reader.vendor)
        sql += f' AND t."{extract.columns[0].stored}" IN ({keys})'
        for batch in reader.batches(sql):
            batches.append(packed(batch, extract))
            work.tell(extract.name, batch.num_rows)
    return kept(pa.Table.from_batches(batches, packed_schema(extract)), extract)


def _by_person(table: pa.Table) -> pa.Table:
    order = np.argsort(table.column(0).to_numpy(), kind="stable")
    return table.take(pa.array(order))


# ---- small tables -----------------------------------------------------------


def _small(work: Work, extract: Extract, base: Lake | None) -> bool:
    """Read a small table; write it if it differs from `base`'s. Returns if it did."""
    reader = work.cut.first
    old = base.files[extract.name] if base else ()
    names = [column.name for column in extract.columns]
    told = reader.told(question(extract, reader.vendor), names)
    work.texts[extract.name] = told
    if base and told and told == base.texts.get(extract.name):
        work.files[extract.name] = tuple(old)
        return False
    batches = [
        packed(batch, extract)
        for batch in reader.batches(question(extract, reader.vendor))
    ]
    table = kept(pa.Table.from_batches(batches, packed_schema(extract)), extract)
    order = [
        (c.name, "ascending") for c in extract.columns if c.kind in (Kind.KEY, Kind.DAY)
    ]
    table = table.sort_by(order)
    work.tell(extract.name, table.num_rows)
    if base and pq.read_table(base.paths(extract.name)[0]).equals(table):
        work.files[extract.name] = tuple(old)
        return False
    work.files[extract.name] = (write_part(work, extract, 0, table),)
    work.written[extract.name] = table.num_rows
    return True
