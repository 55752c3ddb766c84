"""What was recorded since an extract, asked of the registers' own marks.

Facts are added and superseded, never changed: new ones have higher keys, superseded
ones a later stamp. What is corrected in place leaves its former state, with a key of
its own. Only taking back a load removes rows, and leaves an audit entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from typing import Final

import pyarrow.compute as pc
import pyarrow.dataset as ds

from karamad.kernel.extracts import Extract
from karamad.lake.catalogue import catalogue
from karamad.lake.columns import table_of
from karamad.lake.readers import Reader
from karamad.lake.shelf import Lake

TAKEN_BACK: Final = "exchange:load:take-back"
ENTRIES: Final = "entry"


@dataclass(slots=True)
class Touched:
    """Keys of the person records any of whose rows may differ, by table."""

    people: dict[str, set[int]] = field(default_factory=dict)

    def everyone(self) -> frozenset[int]:
        return frozenset(chain.from_iterable(self.people.values()))


def telling() -> dict[str, str]:
    """Return the database's tables that tell of changes, by the name of their mark."""
    tables = {ENTRIES: table_of("audit.Entry")}
    for name, extract in catalogue().items():
        tables[name] = table_of(extract.model)
        if extract.former:
            tables[_former(name)] = table_of(extract.former[0])
    return tables


def marks(reader: Reader) -> dict[str, int]:
    """Return the highest key of each table that tells of changes."""
    return {
        name: reader.number(f'SELECT MAX(id) FROM "{table}"')  # noqa: S608
        for name, table in telling().items()
    }


def origin(reader: Reader, entry: int) -> str:
    """Return what tells this database's past from another's: one audit entry.

    A backup put back, or another database, has not this entry at this moment.
    """
    entries = table_of("audit.Entry")
    found = reader.table(
        f'SELECT CAST(at AS TEXT) AS at FROM "{entries}" WHERE id = {entry}'  # noqa: S608
    )
    return f"{entry} {found.column(0)[0].as_py()}" if found.num_rows else ""


def touched(reader: Reader, before: Lake) -> Touched:
    """Return whose rows may have changed since the extract `before`."""
    found = Touched()
    for name, extract in catalogue().items():
        if not extract.of_people:
            continue
        if extract.former is None:
            found.people[name] = _recorded(reader, extract, before)
        else:
            found.people[name] = (
                _corrected(reader, extract, before)
                | _merged(reader, extract, before)
                | _removed(reader, extract, before)
            )
    return found


def _recorded(reader: Reader, extract: Extract, before: Lake) -> set[int]:
    """Whose facts came, and whose were superseded; the latter have an index."""
    table = table_of(extract.model)
    person = extract.columns[0].stored
    moment = stamp(before.moment, reader.vendor)
    # Apart, for a database that is asked for different people reads them all by an
    # index of people, to see which of them are new.
    new = f'SELECT "{person}" AS person FROM "{table}" WHERE id > {before.marks[extract.name]}'  # noqa: E501, S608
    came = reader.keys(
        f"WITH new AS MATERIALIZED ({new}) SELECT DISTINCT person FROM new"  # noqa: S608
    )
    went = reader.keys(
        f'SELECT DISTINCT "{person}" FROM "{table}" '  # noqa: S608
        f"WHERE superseded_at IS NOT NULL AND superseded_at > '{moment}'"
    )
    return came | went


def _corrected(reader: Reader, extract: Extract, before: Lake) -> set[int]:
    if extract.former is None:
        return set()
    model, person = extract.former
    marks = before.marks
    new = f'SELECT id FROM "{table_of(extract.model)}" WHERE id > {marks[extract.name]}'  # noqa: S608
    corrected = (
        f'SELECT DISTINCT "{person}" FROM "{table_of(model)}" '  # noqa: S608
        f"WHERE id > {marks[_former(extract.name)]}"
    )
    return reader.keys(new) | reader.keys(corrected)


def _merged(reader: Reader, extract: Extract, before: Lake) -> set[int]:
    """Both records of every merge that came or went; a merge leaves no former state."""
    merged = extract.merged
    now = reader.table(
        f'SELECT id, "{merged}" FROM "{table_of(extract.model)}" '  # noqa: S608
        f'WHERE "{merged}" > 0'
    )
    person, into = extract.columns[0].name, _named(extract, merged)
    then = ds.dataset(before.paths(extract.name)).to_table(
        columns=[person, into], filter=pc.field(into).is_valid()
    )
    pairs = [
        set(zip(*(c.to_pylist() for c in table.columns), strict=True))
        for table in (now, then)
    ]
    return {key for pair in pairs[0] ^ pairs[1] for key in pair}


def _removed(reader: Reader, extract: Extract, before: Lake) -> set[int]:
    """Who is on record no more, if a load was taken back since."""
    entries = table_of("audit.Entry")
    taken_back = reader.number(
        f'SELECT COUNT(*) FROM "{entries}" '  # noqa: S608
        f"WHERE act = '{TAKEN_BACK}' AND id > {before.marks[ENTRIES]}"
    )
    if not taken_back:
        return set()
    now = reader.keys(f'SELECT id FROM "{table_of(extract.model)}"')  # noqa: S608
    person = extract.columns[0].name
    then = ds.dataset(before.paths(extract.name)).to_table(columns=[person])
    return set(then.column(0).to_pylist()) - now


def stamp(moment: datetime, vendor: str) -> str:
    """Return a moment as the database compares it, to the microsecond."""
    universal = moment.astimezone(UTC)
    if vendor == "sqlite":
        return str(universal.replace(tzinfo=None))
    return universal.isoformat()


def advanced(before: Lake | None, now: Mapping[str, int]) -> dict[str, int]:
    """Return the marks from now on; a table whose last rows went keeps its own."""
    past = before.marks if before else {}
    return {name: max(mark, past.get(name, 0)) for name, mark in now.items()}


def _former(name: str) -> str:
    return f"former {name}"


def _named(extract: Extract, stored: str) -> str:
    return next(c.name for c in extract.columns if c.stored == stored)
