"""Reading a database as columns, past Django's rows, within one transaction."""

from __future__ import annotations

import hashlib
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any, Final

import adbc_driver_postgresql.dbapi
import pyarrow as pa

BATCH: Final = 65_536  # rows
# The first question is what begins a transaction, in both databases.
FIRST: Final = "SELECT COUNT(*) FROM django_migrations"


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

    def told(self, _sql: str, _columns: Sequence[str]) -> str:
        """Return what tells these rows from others, where that is quicker than reading.

        Nothing where it is not.
        """
        return ""

    def break_off(self) -> None:  # noqa: B027 - ours cannot be broken off
        """Let whoever waits for an answer wait no more, where that can be done."""


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
    """Reads by the SQLite that Django writes with: little, and at once.

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

    def told(self, sql: str, columns: Sequence[str]) -> str:
        """Return a digest of all the rows as one text, which SQLite itself writes."""
        row = ", ".join(f'"{name}"' for name in columns)
        asked = f"SELECT json_group_array(json_array({row})) FROM ({sql})"  # noqa: S608
        (text,) = self._opened.execute(asked).fetchone()
        return hashlib.sha256(text.encode()).hexdigest()


@contextmanager
def of_sqlite(where: str) -> Iterator[Reader]:
    # A reader is opened here and asked by a thread of its own.
    opened = sqlite3.connect(
        where, uri=True, isolation_level=None, check_same_thread=False
    )
    with closing(opened):
        opened.execute("BEGIN")
        opened.execute(FIRST).fetchall()
        yield SqliteReader(opened)


@contextmanager
def of_postgres(where: str) -> Iterator[Reader]:
    driver = adbc_driver_postgresql.dbapi
    with driver.connect(where, autocommit=False) as opened:
        with opened.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute(FIRST)
            cursor.fetchall()
        yield PostgresReader(opened)
