"""Processes that read SQLite for us: quicker than Python, a core each (ADR 98)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, Final, cast

import pyarrow as pa

from karamad.lake.readers import Reader

APART: Final = "karamad.lake.apart"
YES, NO, END = b"+", b"-", b"."
AHEAD: Final = 2**20  # bytes a process may be ahead of who listens to it
LEAVE: Final = 5.0  # seconds for a process that was told to go


class ScannerLost(Exception):
    """A reading process ended before its answer did; the text is its last words."""


class ScannerRefused(Exception):
    """A reading process could not answer; the text is the driver's."""


class Scanner(Reader):
    """One reading process. It sees the moment at which it was last told to begin."""

    vendor = "sqlite"

    def __init__(self, where: str) -> None:
        searched = os.pathsep.join(filter(None, sys.path))
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - closed with it
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-P", "-m", APART, where],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            env={**os.environ, "PYTHONPATH": searched},
            pipesize=AHEAD,
        )
        self._asked = cast("IO[bytes]", self._process.stdin)
        self._said = cast("IO[bytes]", self._process.stdout)

    def greet(self) -> None:
        """Wait until it is there. Errors: ScannerLost."""
        self._expect(END)

    def begin(self) -> None:
        """Let it look at the file anew. Errors: ScannerLost, ScannerRefused."""
        self._ask(None)
        self._expect(END)

    def batches(self, sql: str) -> Iterator[pa.RecordBatch]:
        with self._answer(sql) as stream:
            yield from stream

    def table(self, sql: str) -> pa.Table:
        with self._answer(sql) as stream:
            return stream.read_all()

    def break_off(self) -> None:
        self._process.kill()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        self._said.close()
        with suppress(BrokenPipeError):
            self._asked.close()
        self._complaints.close()

    @contextmanager
    def _answer(self, sql: str) -> Iterator[pa.RecordBatchReader]:
        self._ask(sql)
        self._expect(YES)
        try:
            with pa.ipc.open_stream(self._said) as stream:
                yield stream
        except (pa.ArrowException, OSError):
            raise self._lost() from None
        except BaseException:
            # Half an answer stands in the pipe; nobody may take it for the next one.
            self.break_off()
            raise
        # A stream that was cut off looks like one that came to its end.
        self._expect(END)

    def _ask(self, sql: str | None) -> None:
        try:
            self._asked.write(json.dumps(sql).encode() + b"\n")
            self._asked.flush()
        except BrokenPipeError:
            raise self._lost() from None

    def _expect(self, word: bytes) -> None:
        said = self._said.read(1)
        if said == NO:
            raise ScannerRefused(json.loads(self._said.readline()))
        if said != word:
            raise self._lost()

    def _lost(self) -> ScannerLost:
        """Return what is known of its end: how it ended, and its last words."""
        try:
            ended = self._process.wait(LEAVE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            ended = self._process.wait()
        self._complaints.seek(0)
        words = self._complaints.read().decode(errors="replace").strip()
        return ScannerLost(f"{ended}: {words[-500:]}" if words else str(ended))
