"""Tables of people read from the first row to the last, by several at a time."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Final

import pyarrow as pa

from karamad.kernel.extracts import Extract
from karamad.lake.columns import packed
from karamad.lake.parts import GATHER, Parts, empty
from karamad.lake.readers import Reader
from karamad.lake.work import Work, question, spill, write_part

STRETCH: Final = 1_000_000  # keys a reader takes at a time
LITTLE: Final = 100_000  # rows that are read sooner than a process starts
WORD: Final = 0.5  # seconds between two words on how far it is


class MuchToRead(Exception):
    """A large table is to be read whole, and nobody is there who does that quickly."""


def expect_to_scan(work: Work, now: dict[str, int], names: set[str]) -> None:
    """Call for those who scan, before anything is read, unless it is little."""
    rows = sum(now[name] for name in names)
    if rows > LITTLE and not work.cut.scanners:
        raise MuchToRead


def scan(work: Work, extract: Extract, last: int) -> None:
    """Read a table of people from its first row to its last, and write its parts."""
    parts = Parts(extract, spill())
    with ThreadPoolExecutor(len(work.scanners)) as threads:
        try:
            _gather(work, extract, parts, last, threads)
            files = list(
                threads.map(
                    lambda part: write_part(work, extract, part, parts.take(part)),
                    parts.numbers(),
                )
            )
        except BaseException:
            work.break_off()
            raise
    work.files[extract.name] = tuple(files) or (
        write_part(work, extract, 0, empty(extract)),
    )
    work.written[extract.name] = sum(file.rows for file in files)


def _gather(
    work: Work, extract: Extract, parts: Parts, last: int, threads: ThreadPoolExecutor
) -> None:
    """Let every scanner take a stretch of keys after the other until none is left."""
    turns: SimpleQueue[int] = SimpleQueue()
    read: SimpleQueue[int] = SimpleQueue()
    for turn in range(last // STRETCH + 1):
        turns.put(turn)
    reading = {
        threads.submit(_read, work, extract, parts, scanner, (turns, read))
        for scanner in work.scanners
    }
    while reading:
        done, reading = wait(reading, timeout=WORD)
        # Told from here: who hears it may use the database, whose connections are
        # each a thread's own.
        if rows := sum(_taken(read)):
            work.tell(extract.name, rows)
        for each in done:
            each.result()


def _read(
    work: Work,
    extract: Extract,
    parts: Parts,
    reader: Reader,
    queues: tuple[SimpleQueue[int], SimpleQueue[int]],
) -> None:
    turns, read = queues
    for turn in _taken(turns):
        sql = question(extract, reader.vendor) + (
            f" AND t.id > {turn * STRETCH} AND t.id <= {(turn + 1) * STRETCH}"
        )
        gathered: list[pa.RecordBatch] = []
        for batch in reader.batches(sql):
            work.pause()
            gathered.append(packed(batch, extract))
            if sum(each.num_rows for each in gathered) >= GATHER:
                parts.add(turn, gathered)
                gathered = []
            read.put(batch.num_rows)
        if gathered:
            parts.add(turn, gathered)


def _taken(queue: SimpleQueue[int]) -> Iterator[int]:
    """Take what is in the queue until it is empty."""
    with suppress(Empty):
        while True:
            yield queue.get_nowait()
