"""Rows of people, gathered by ranges of their keys and written sorted by person."""

from __future__ import annotations

import hashlib
import threading
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from karamad.kernel.extracts import Extract
from karamad.lake.columns import WIDTH, kept, kept_schema, packed_schema

ROWS_A_GROUP: Final = 32_768
GATHER: Final = 16 * 65_536  # rows to scatter at a time
ROOM: Final = 192 * 2**20  # bytes held in memory before they go to disk


class Parts:
    """Gathers batches of one table by part, whatever order they come in.

    Several threads may add. Rows keep the order of their key: `turn` is the place of
    their stretch of keys in the whole. Beyond ROOM what is held goes to `spill`.
    """

    def __init__(self, extract: Extract, spill: Path) -> None:
        self.extract = extract
        self._schema = packed_schema(extract).set(
            0, pa.field(extract.columns[0].name, pa.uint16())
        )
        self._spill = spill
        self._held: dict[int, list[tuple[int, pa.Table]]] = defaultdict(list)
        self._bytes = 0
        self._spilt: dict[int, list[tuple[int, Path]]] = defaultdict(list)
        self._lock = threading.Lock()

    def add(self, turn: int, batches: list[pa.RecordBatch]) -> None:
        """Take packed batches of one stretch of keys, in their order."""
        table = pa.Table.from_batches(batches).combine_chunks()
        persons = table.column(0).to_numpy()
        if not len(persons):
            return
        offsets = pa.array((persons % WIDTH).astype(np.uint16))
        parts = (persons // WIDTH).astype(np.int64)
        table = table.set_column(0, self._schema.field(0), offsets)
        with self._lock:
            for part, rows in _split(table, parts):
                self._held[part].append((turn, rows))
            self._bytes += table.nbytes
            if self._bytes > ROOM:
                self._to_disk()

    def numbers(self) -> list[int]:
        """Return which parts there are."""
        return sorted(self._held.keys() | self._spilt.keys())

    def take(self, part: int) -> pa.Table:
        """Return a part as it is kept, sorted by person; it is then ours no more."""
        pieces = [_from_disk(*spilt) for spilt in self._spilt.pop(part, [])]
        pieces += self._held.pop(part, [])
        pieces.sort(key=lambda piece: piece[0])
        table = pa.concat_tables([rows for _, rows in pieces]).combine_chunks()
        offsets = table.column(0).to_numpy()
        if (offsets[1:] < offsets[:-1]).any():
            order = np.argsort(offsets, kind="stable")
            table, offsets = table.take(pa.array(order)), offsets[order]
        persons = offsets.astype(np.int64) + part * WIDTH
        named = packed_schema(self.extract).field(0)
        return kept(table.set_column(0, named, pa.array(persons)), self.extract)

    def _to_disk(self) -> None:
        self._spill.mkdir(parents=True, exist_ok=True)
        for part, pieces in self._held.items():
            for turn in {turn for turn, _ in pieces}:
                path = self._spill / (
                    f"{self.extract.name}-{part}-{turn}-{len(self._spilt[part])}.arrow"
                )
                rows = pa.concat_tables([rows for t, rows in pieces if t == turn])
                with pa.ipc.new_file(path, rows.schema) as sink:
                    sink.write_table(rows)
                self._spilt[part].append((turn, path))
        self._held.clear()
        self._bytes = 0


def _from_disk(turn: int, path: Path) -> tuple[int, pa.Table]:
    with pa.ipc.open_file(path) as source:
        return turn, source.read_all()


def _split(table: pa.Table, parts: np.ndarray) -> Iterator[tuple[int, pa.Table]]:
    if parts[0] == parts[-1] and parts.min() == parts.max():
        yield int(parts[0]), table
        return
    if (parts[1:] < parts[:-1]).any():
        order = np.argsort(parts, kind="stable")
        table, parts = table.take(pa.array(order)), parts[order]
    edges = np.flatnonzero(np.diff(parts)) + 1
    starts = [0, *edges.tolist()]
    ends = [*edges.tolist(), len(parts)]
    for start, end in zip(starts, ends, strict=True):
        yield int(parts[start]), table.slice(start, end - start)


def encoded(table: pa.Table) -> tuple[pa.Buffer, str]:
    """Return a table as the bytes of a Parquet file, and their SHA-256."""
    sink = pa.BufferOutputStream()
    pq.write_table(
        table,
        sink,
        compression="zstd",
        compression_level=1,
        row_group_size=ROWS_A_GROUP,
        store_decimal_as_integer=True,
    )
    content = sink.getvalue()
    return content, hashlib.sha256(content).hexdigest()


def empty(extract: Extract) -> pa.Table:
    return kept_schema(extract).empty_table()
