"""Reading the database as columns, past Django's rows: one moment, several readers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import adbc_driver_manager.dbapi
import adbc_driver_postgresql.dbapi
import adbc_driver_sqlite.dbapi
import pyarrow as pa
from django.db import OperationalError, connection, transaction
from psycopg.conninfo import make_conninfo

from karamad.trust.audit import actions as audit

BATCH: Final = 65_536  # rows
PAUSE: Final = 0.1  # seconds between two tries for the lock


class Busy(Exception):
    """Somebody wrote to the registers all the while; the extract is for later."""


class Reader:
    """One connection in one reading transaction; for one thread at a time."""

    def __init__(self, connection: Any, vendor: str) -> None:
        self._connection = connection
        self.vendor = vendor

    def batches(self, sql: str) -> Iterator[pa.RecordBatch]:
        """Yield the answer as it comes."""
        with self._connection.cursor() as cursor:
            if self.vendor == "sqlite":
                cursor.adbc_statement.set_options(
                    **{"adbc.sqlite.query.batch_rows": str(BATCH)}
                )
            cursor.execute(sql)
            with cursor.fetch_record_batch() as batches:
                yield from batches

    def table(self, sql: str) -> pa.Table:
        with self._connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetch_arrow_table()

    def keys(self, sql: str) -> set[int]:
        """Return the first column of the answer, as a set."""
        return set(self.table(sql).column(0).to_pylist())

    def number(self, sql: str) -> int:
        """Return the one number that is the answer; nothing is 0."""
        return self.table(sql).column(0)[0].as_py() or 0


@dataclass(frozen=True, slots=True)
class Cut:
    """The registers as they were at a moment; every reader sees the same."""

    moment: datetime
    readers: Sequence[Reader]

    @property
    def first(self) -> Reader:
        return self.readers[0]


@contextmanager
def cut(
    *, clock: Callable[[], datetime], readers: int, patience: float
) -> Iterator[Cut]:
    """Open readers that all see the registers of one moment.

    For the instant in which they begin nobody writes: whatever has a key up to the
    highest then is seen, and whatever is recorded later is stamped later (ADR 81).
    patience: seconds to wait for writers; none of them ever waits behind us for longer
    than that instant.
    Errors: Busy.
    """
    where = address()
    with ExitStack() as stack:
        tried = time.monotonic()
        while (moment := _begin(clock(), where, readers, stack)) is None:
            if time.monotonic() - tried > patience:
                raise Busy
            time.sleep(PAUSE)
        yield moment


def _begin(at: datetime, where: str, readers: int, stack: ExitStack) -> Cut | None:
    """Begin all readers while nobody writes; None while somebody does."""
    try:
        with ExitStack() as begun:
            with transaction.atomic(durable=True):
                moment = audit.moment_of_extract(at)
                if moment is None:
                    return None
                opened = [begun.enter_context(_reader(where)) for _ in range(readers)]
            stack.enter_context(begun.pop_all())
    except (OperationalError, adbc_driver_manager.dbapi.Error) as error:
        # SQLite's way to say that another transaction writes; its driver's, that the
        # file is held for a moment, as by whoever closes it last.
        if "locked" in str(error):
            return None
        raise
    return Cut(moment, opened)


@contextmanager
def _reader(where: str) -> Iterator[Reader]:
    """Open a connection and begin its transaction: it sees what is there now."""
    vendor = connection.vendor
    driver = (
        adbc_driver_sqlite.dbapi if vendor == "sqlite" else adbc_driver_postgresql.dbapi
    )
    with driver.connect(where, autocommit=False) as opened:
        with opened.cursor() as cursor:
            if vendor == "postgresql":
                cursor.execute(
                    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
                )
            # The first question is what begins it, in both databases.
            cursor.execute("SELECT COUNT(*) FROM django_migrations")
            cursor.fetchall()
        yield Reader(opened, vendor)


def address() -> str:
    """Return where the database is, as its driver wants it told."""
    said = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"{Path(said['NAME']).absolute().as_uri()}?mode=ro"
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD"}
    names |= {"host": "HOST", "port": "PORT"}
    given = {ours: said[theirs] for ours, theirs in names.items() if said.get(theirs)}
    return make_conninfo(**given, application_name="karamad-extract")
