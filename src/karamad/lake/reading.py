"""The registers as they were at one moment, read by several at a time."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import OperationalError, connection, transaction
from psycopg.conninfo import make_conninfo

from karamad.lake.readers import Reader, of_postgres, of_sqlite
from karamad.lake.scanners import Scanner, ScannerRefused
from karamad.trust.audit import actions as audit

PAUSE: Final = 0.1  # seconds between two tries for the lock


class Busy(Exception):
    """Somebody wrote to the registers all the while; the extract is for later."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The registers as they were at a moment; every reader sees the same.

    first: for questions with short answers. scanners: for whole tables, each for a
    thread of its own; none where the cut was not asked for any.
    """

    moment: datetime
    first: Reader
    scanners: Sequence[Reader]


@contextmanager
def cut(
    *, clock: Callable[[], datetime], scanners: int, patience: float
) -> Iterator[Cut]:
    """Open readers that all see the registers of one moment.

    For the instant in which they begin nobody writes: whatever has a key up to the
    highest then is seen, and whatever is recorded later is stamped later (ADR 81).
    patience: seconds to wait for writers; none of them ever waits behind us for longer
    than that instant.
    Errors: Busy, ScannerLost.
    """
    where = address()
    with ExitStack() as stack:
        apart = _apart(where, scanners, stack) if connection.vendor == "sqlite" else []
        tried = time.monotonic()
        while (seen := _begin(clock(), where, scanners, apart, stack)) is None:
            if time.monotonic() - tried > patience:
                raise Busy
            time.sleep(PAUSE)
        yield seen


def _apart(where: str, number: int, stack: ExitStack) -> list[Scanner]:
    """Start reading processes, so that nobody who writes waits for their start."""
    scanners = [stack.enter_context(closing(Scanner(where))) for _ in range(number)]
    for scanner in scanners:
        scanner.greet()
    return scanners


def _begin(
    at: datetime,
    where: str,
    scanners: int,
    apart: Sequence[Scanner],
    stack: ExitStack,
) -> Cut | None:
    """Begin all readers while nobody writes; None while somebody does."""
    try:
        with ExitStack() as begun:
            with transaction.atomic(durable=True):
                moment = audit.moment_of_extract(at)
                if moment is None:
                    return None
                if connection.vendor == "sqlite":
                    first = begun.enter_context(of_sqlite(where))
                    for scanner in apart:
                        scanner.begin()
                    seen = Cut(moment, first, apart)
                else:
                    readers = [
                        begun.enter_context(of_postgres(where))
                        for _ in range(max(scanners, 1))
                    ]
                    seen = Cut(moment, readers[0], readers if scanners else ())
            stack.enter_context(begun.pop_all())
    except (OperationalError, sqlite3.OperationalError, ScannerRefused) as error:
        # SQLite's way to say that another transaction writes, or that the file is held
        # for a moment, as by whoever closes it last.
        if "locked" in str(error):
            return None
        raise
    return seen


def address() -> str:
    """Return where the database is, as its driver wants it told."""
    said = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"{Path(said['NAME']).absolute().as_uri()}?mode=ro"
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD"}
    names |= {"host": "HOST", "port": "PORT"}
    given = {ours: said[theirs] for ours, theirs in names.items() if said.get(theirs)}
    return make_conninfo(**given, application_name="karamad-extract")
