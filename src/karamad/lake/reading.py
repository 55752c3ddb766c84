"""Reading the database as columns, past Django's rows: one moment, several readers."""

from __future__ import annotations

import sqlite3
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import adbc_driver_postgresql.dbapi
import pyarrow as pa
from django.db import OperationalError, connection, transaction
from psycopg.conninfo import make_conninfo

from karamad.trust.audit import actions as audit

BATCH: Final = 65_536  # rows
PAUSE: Final = 0.1  # seconds between two tries for the lock


class Busy(Exception):
    """Somebody wrote to the registers all the while; the extract is for later."""


class Reader(ABC):
    """One connection in one reading transaction; for one thread at a time."""

    vendor: str

    @abstractmethod
    def batches(self, sql: str) -> Iterator[pa.RecordBatch]:
        """Yield the answer as it comes."""

    @abstractmethod
    def table(self, sql: str) -> pa.Table:
        """Return the answer as a whole."""

    def keys(self, sql: str) -> set[int]:
        """Return the first column of the answer, as a set."""
        return set(self.table(sql).column(0).to_pylist())

    def number(self, sql: str) -> int:
        """Return the one number that is the answer; nothing is 0."""
        return self.table(sql).column(0)[0].as_py() or 0


class PostgresReader(Reader):
    vendor = "postgresql"

    def __init__(self, opened: Any) -> None:
        self._opened = opened

    def batches(self, sql: str) -> Iterator[pa.RecordBatch]:
        with self._opened.cursor() as cursor:
            cursor.execute(sql)
            with cursor.fetch_record_batch() as batches:
                yield from batches

    def table(self, sql: str) -> pa.Table:
        with self._opened.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetch_arrow_table()


class SqliteReader(Reader):
    """Reads by the SQLite that Django writes with.

    A second copy of SQLite in the process would undo its locks (ADR 97).
    """

    vendor = "sqlite"

    def __init__(self, opened: sqlite3.Connection) -> None:
        self._opened = opened

    def batches(self, sql: str) -> Iterator[pa.RecordBatch]:
        with closing(self._opened.execute(sql)) as cursor:
            names = [column[0] for column in cursor.description]
            while rows := cursor.fetchmany(BATCH):
                columns = [pa.array(values) for values in zip(*rows, strict=True)]
                yield pa.RecordBatch.from_arrays(columns, names)

    def table(self, sql: str) -> pa.Table:
        with closing(self._opened.execute(sql)) as cursor:
            names = [column[0] for column in cursor.description]
            rows = cursor.fetchall()
        values = zip(*rows, strict=True) if rows else ([] for _ in names)
        return pa.Table.from_arrays([pa.array(each) for each in values], names)


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
    except (OperationalError, sqlite3.OperationalError) as error:
        # SQLite's way to say that another transaction writes, or that the file is held
        # for a moment, as by whoever closes it last.
        if "locked" in str(error):
            return None
        raise
    return Cut(moment, opened)


def _reader(where: str) -> AbstractContextManager[Reader]:
    """Open a connection and begin its transaction: it sees what is there now."""
    return _of_sqlite(where) if connection.vendor == "sqlite" else _of_postgres(where)


# The first question is what begins a transaction, in both databases.
FIRST: Final = "SELECT COUNT(*) FROM django_migrations"


@contextmanager
def _of_sqlite(where: str) -> Iterator[Reader]:
    # A reader is opened here and asked by a thread of its own.
    opened = sqlite3.connect(
        where, uri=True, isolation_level=None, check_same_thread=False
    )
    with closing(opened):
        opened.execute("BEGIN")
        opened.execute(FIRST).fetchall()
        yield SqliteReader(opened)


@contextmanager
def _of_postgres(where: str) -> Iterator[Reader]:
    driver = adbc_driver_postgresql.dbapi
    with driver.connect(where, autocommit=False) as opened:
        with opened.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute(FIRST)
            cursor.fetchall()
        yield PostgresReader(opened)


def address() -> str:
    """Return where the database is, as its driver wants it told."""
    said = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"{Path(said['NAME']).absolute().as_uri()}?mode=ro"
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD"}
    names |= {"host": "HOST", "port": "PORT"}
    given = {ours: said[theirs] for ours, theirs in names.items() if said.get(theirs)}
    return make_conninfo(**given, application_name="karamad-extract")
