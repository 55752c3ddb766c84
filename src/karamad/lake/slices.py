"""A nation that is more than an engine should hold, some people after others.

A slice has whole people: a range of their keys, and of other ranges the records that
were merged into one of them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from karamad.lake.catalogue import catalogue
from karamad.lake.columns import WIDTH
from karamad.lake.kinship import owners_of_merged
from karamad.lake.shelf import Lake


class Slice(NamedTuple):
    """One of `among` slices. tables: files by name, as an engine takes them."""

    number: int
    among: int
    tables: Mapping[str, Sequence[Path]]


def slices(lake: Lake, at_a_time: int | None) -> Iterator[Slice]:
    """Yield all people, about so many at a time; None is all at once.

    A slice's files may be gone when the next is asked for.
    """
    parts = sorted({file.part for file in lake.files["person"]})
    most = max(1, at_a_time // WIDTH) if at_a_time else len(parts)
    if len(parts) <= most:
        yield Slice(0, 1, lake.tables())
        return
    groups = [parts[first : first + most] for first in range(0, len(parts), most)]
    spill = lake.folder / "spill"
    spill.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=spill, prefix="slices-") as place:
        away = _Away(lake, groups, Path(place))
        for number, group in enumerate(groups):
            tables = {name: lake.paths(name) for name in _small(lake)}
            for name in _of_people(lake):
                tables[name] = [*lake.parts(name, group), away.file(name, number)]
            yield Slice(number, len(groups), tables)


def _of_people(lake: Lake) -> list[str]:
    return [name for name in lake.files if catalogue()[name].of_people]


def _small(lake: Lake) -> list[str]:
    return [name for name in lake.files if not catalogue()[name].of_people]


class _Away:
    """The rows of records merged into somebody of another slice than their own."""

    def __init__(self, lake: Lake, groups: Sequence[list[int]], place: Path) -> None:
        self._place = place
        slice_of = {
            part: number for number, group in enumerate(groups) for part in group
        }
        self._goes = {
            record: slice_of[owner // WIDTH]
            for record, owner in owners_of_merged(lake).items()
            if slice_of.get(owner // WIDTH) not in (None, slice_of[record // WIDTH])
        }
        self._rows = {name: self._read(lake, name) for name in _of_people(lake)}

    def file(self, name: str, number: int) -> Path:
        """Write the rows that a slice gets from elsewhere; there may be none."""
        rows = self._rows[name]
        mine = [record for record, goes in self._goes.items() if goes == number]
        path = self._place / f"{name}-{number}.parquet"
        pq.write_table(rows.filter(_among(rows["person"], mine)), path)
        return path

    def _read(self, lake: Lake, name: str) -> pa.Table:
        files = lake.parts(name, {record // WIDTH for record in self._goes})
        if not files:
            return pq.read_schema(lake.paths(name)[0]).empty_table()
        records = pa.array(sorted(self._goes), pa.int64())
        wanted = pc.field("person").isin(records)
        return ds.dataset([str(path) for path in files]).to_table(filter=wanted)


def _among(person: pa.ChunkedArray, records: Sequence[int]) -> pa.ChunkedArray:
    return pc.is_in(person, value_set=pa.array(records, pa.int64()))
