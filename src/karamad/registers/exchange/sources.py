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
from dataclasses import dataclass, field
from itertools import islice, repeat
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any, Protocol

from karamad.registers.exchange.checking import Checker, Terms
from karamad.registers.exchange.reading import Form, Sheet, open_sheet
from karamad.registers.exchange.rules.faults import FileCode, Refusal, Unreadable
from karamad.registers.exchange.writing.rows import Row

LARGE = 1 << 20  # bytes; below this a second process costs more than it brings
ROWS_BETWEEN = 1_000_000  # objects between two looks of the collector
AHEAD = "karamad.registers.exchange.ahead"

RefusedRow = tuple[Row, tuple[Refusal, ...]]
Columns = tuple[list[int], list[bool], list[Any], list[Any], list[Any]]


@dataclass(slots=True)
class Batch:
    """Rows of a file after the check of their cells; share: of the file, 0 to 1."""

    good: list[Row] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    share: float = 0


class Source(Protocol):
    """An open file. size: rows a batch, None for all of them at once."""

    header: list[str]
    form: Form

    def batches(self, terms: Terms, size: int | None) -> Iterator[Batch]: ...

    def close(self) -> None: ...


def open_source(path: Path) -> Source:
    """Open a file to be checked, ahead of us if that pays.

    Errors: Unreadable, with the reason; OSError where it cannot be opened.
    """
    alone = len(os.sched_getaffinity(0)) == 1
    return Here(path) if alone or path.stat().st_size < LARGE else Ahead(path)


def checked(sheet: Sheet, checker: Checker, size: int | None) -> Iterator[Batch]:
    """Yield the sheet's rows checked, blank ones left out.

    Errors: Unreadable where the file breaks off; the batch it breaks in is not given.
    """
    while rows := list(islice(sheet.rows, size)):
        batch = Batch()
        for number, cells in rows:
            said = checker.check(number, cells)
            if said.row is None:
                continue
            if said.refusals:
                batch.refused.append((said.row, said.refusals))
            else:
                batch.good.append(said.row)
        batch.share = sheet.read()
        yield batch


class Here:
    """A file read and checked by this process."""

    def __init__(self, path: Path) -> None:
        self._sheet = open_sheet(path)
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

    def __init__(self, path: Path) -> None:
        self._ours, theirs = Pipe()
        searched = os.pathsep.join(filter(None, sys.path))
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-P", "-m", AHEAD, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env={**os.environ, "PYTHONPATH": searched},
            )
        self._ours.send(path)
        try:
            self.header, self.form = self._heard()
        except BaseException:
            self.close()
            raise

    def batches(self, terms: Terms, size: int | None) -> Iterator[Batch]:
        self._ours.send((terms, size))
        while batch := self._next():
            yield batch

    def close(self) -> None:
        self._ours.close()
        self._process.kill()
        self._process.wait()

    def _next(self) -> Batch | None:
        said = self._heard()
        if said is None:
            return None
        good, refused, share = said
        return Batch(
            unpacked(good),
            [(Row(*each), reasons) for each, reasons in refused],
            share,
        )

    def _heard(self) -> Any:
        try:
            said = self._ours.recv()
        except (EOFError, ConnectionError):
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
            for batch in checked(sheet, Checker(terms), size):
                to.send(packed(batch))
        to.send(None)
    except Unreadable as fault:
        to.send(Unread(fault.code, fault.about))
    except (EOFError, ConnectionError):
        return  # nobody listens any more
    except OSError as error:
        to.send(error)


def packed(batch: Batch) -> tuple[Columns, list[Any], float]:
    """Return the batch as bare columns, which are quick to send."""
    good = batch.good
    columns = (
        [row.number for row in good],
        [row.mended for row in good],
        list(zip(*[row.cells for row in good], strict=True)),
        list(zip(*[row.said for row in good], strict=True)),
        list(zip(*[row.derived for row in good], strict=True)),
    )
    refused = [
        ((row.number, row.cells, row.said, row.mended, row.derived), reasons)
        for row, reasons in batch.refused
    ]
    return columns, refused, batch.share


def unpacked(columns: Columns) -> list[Row]:
    """Return the rows of which `packed` made columns."""
    numbers, mended, cells, said, derived = columns
    none = repeat(())
    return [
        Row(number, list(cell), list(values), fixed, follows)
        for number, fixed, cell, values, follows in zip(
            numbers,
            mended,
            zip(*cells, strict=True),
            zip(*said, strict=True),
            zip(*derived, strict=True) if derived else none,
            strict=False,
        )
    ]
