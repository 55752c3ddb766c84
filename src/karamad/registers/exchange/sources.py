"""A file's rows, checked and in batches: by this process, or by one that runs ahead.

What checks has no need of the database, so that a large file is read and checked by a
second process while this one writes.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, repeat
from multiprocessing.connection import Connection, Pipe
from queue import Queue
from threading import Thread
from typing import Any, Protocol, Self

from karamad.kernel.sealed_files import AnyFile, size_of
from karamad.registers.exchange.checking import Checker, Terms
from karamad.registers.exchange.reading import Form, Sheet, open_sheet
from karamad.registers.exchange.rules.faults import FileCode, Refusal, Unreadable
from karamad.registers.exchange.writing.rows import Columns, Row

FIRST = 1_000  # rows of the first batch
LARGE = 1 << 20  # bytes; below this a second process costs more than it brings
ROWS_BETWEEN = 1_000_000  # objects between two looks of the collector
AHEAD = "karamad.registers.exchange.ahead"

RefusedRow = tuple[Row, tuple[Refusal, ...]]


@dataclass(slots=True)
class Batch:
    """Rows of a file after the check of their cells; share: of the file, 0 to 1."""

    columns: Columns
    refused: list[RefusedRow]
    share: float

    def good(self) -> list[Row]:
        return self.columns.rows()


class Source(Protocol):
    """An open file. size: rows a batch, None for all of them at once."""

    header: list[str]
    form: Form

    def batches(self, terms: Terms, size: int | None) -> Iterator[Batch]: ...

    def close(self) -> None: ...


def open_source(file: AnyFile) -> Source:
    """Open a file to be checked, ahead of us if that pays.

    Errors: Unreadable, with the reason; OSError where it cannot be opened.
    """
    alone = len(os.sched_getaffinity(0)) == 1
    return Here(file) if alone or size_of(file) < LARGE else Ahead(file)


def checked(sheet: Sheet, checker: Checker, size: int | None) -> Iterator[Batch]:
    """Yield the sheet's rows checked, blank ones left out.

    Errors: Unreadable where the file breaks off; the batch it breaks in is not given.
    """
    for count in sizes(size):
        lines = list(islice(sheet.rows, count))
        if not lines:
            return
        columns, refused = checker.check_all(lines)
        said = [(each.row, each.refusals) for each in refused if each.row]
        yield Batch(columns, said, sheet.read())


def sizes(most: int | None) -> Iterator[int | None]:
    """Yield how many rows each batch has: few at first, so that writing can begin."""
    count = FIRST
    while most is not None and count < most:
        yield count
        count *= 2
    yield from repeat(most)


class Here:
    """A file read and checked by this process."""

    def __init__(self, file: AnyFile) -> None:
        self._sheet = open_sheet(file)
        self.header, self.form = self._sheet.header, self._sheet.form

    def batches(self, terms: Terms, size: int | None) -> Iterator[Batch]:
        yield from checked(self._sheet, Checker(terms), size)

    def close(self) -> None:
        self._sheet.close()


@contextmanager
def few_collections() -> Iterator[None]:
    """Let the garbage collector look seldom: rows never form circles."""
    before = gc.get_threshold()
    gc.set_threshold(ROWS_BETWEEN, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


# ---- a process ahead ----------------------------------------------------------


class Ahead:
    """A file read and checked by a process of its own, a batch ahead of us.

    The pipe between us holds it back; it ends when we close our end, however we end.
    Errors: Unreadable(STOPPED) once it is gone before the end of the file.
    """

    def __init__(self, file: AnyFile) -> None:
        self._ours, theirs = Pipe()
        searched = os.pathsep.join(filter(None, sys.path))
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-P", "-m", AHEAD, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env={**os.environ, "PYTHONPATH": searched},
            )
        self._ours.send(file)
        try:
            self.header, self.form = self._heard()
        except BaseException:
            self.close()
            raise

    def batches(self, terms: Terms, size: int | None) -> Iterator[Batch]:
        self._ours.send((terms, size))
        while batch := self._heard():
            yield batch

    def close(self) -> None:
        self._ours.close()
        self._process.kill()
        self._process.wait()

    def _heard(self) -> Any:
        try:
            said = self._ours.recv()
        except (EOFError, OSError):  # also in the middle of a message
            status = str(self._process.wait())
            raise Unreadable(FileCode.STOPPED, status) from None
        match said:
            case Unread(code, about):
                raise Unreadable(code, about)
            case OSError():
                raise said
        return said


@dataclass(frozen=True, slots=True)
class Unread:
    """An `Unreadable` on its way between two processes."""

    code: FileCode
    about: str


def run_ahead(to: Connection) -> None:
    """Read and check the file named by the other end; return when it is all said."""
    try:
        with open_sheet(to.recv()) as sheet:
            to.send((sheet.header, sheet.form))
            terms, size = to.recv()
            with Sending(to) as sending:
                for batch in checked(sheet, Checker(terms), size):
                    sending.put(batch)
        to.send(None)
    except Unreadable as fault:
        to.send(Unread(fault.code, fault.about))
    except (EOFError, ConnectionError):
        return  # nobody listens any more
    except OSError as error:
        to.send(error)


class Sending:
    """Sends while the next batch is being made: one on its way, one that waits.

    Without it whoever checks stands still until the other end has written and listens.
    """

    def __init__(self, to: Connection) -> None:
        self._to = to
        self._waiting: Queue[Batch | None] = Queue(1)
        self._broken: OSError | None = None
        self._thread = Thread(target=self._send, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Wait until all is sent."""
        self._waiting.put(None)
        self._thread.join()
        if self._broken:
            raise self._broken

    def put(self, batch: Batch) -> None:
        """Hand a batch over. Errors: ConnectionError when nobody listens any more."""
        self._waiting.put(batch)
        if self._broken:
            raise self._broken

    def _send(self) -> None:
        while batch := self._waiting.get():
            try:
                if not self._broken:
                    self._to.send(batch)
            except OSError as error:
                self._broken = error
