"""Tables without their indexes and guards while millions of rows go in.

Only for a home that holds no people yet: every key written comes from a look-up that
would have failed, and an interrupted demo is made anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

CACHE = 256 * 1024  # KiB

_POSTGRES_KEYS = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s',
              conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint
WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)
ORDER BY conname
"""
# An index that a constraint rests on stays: primary keys and unique columns.
_POSTGRES_INDEXES = """
SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index
WHERE indrelid::regclass::text = ANY(%s)
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
ORDER BY indexrelid::regclass::text
"""
_SQLITE_INDEXES = """
SELECT 'DROP INDEX "' || name || '"', sql FROM sqlite_master
WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})
ORDER BY name
"""


@contextmanager
def bare(tables: Sequence[str]) -> Iterator[None]:
    """Take indexes and foreign keys off the tables, and put them back as they were.

    Inside a transaction, as in most tests, they stay.
    """
    if connection.in_atomic_block:
        yield
        return
    taken = _taken_off(tables)
    _run([off for off, _ in taken])
    try:
        with _hurried():
            yield
    finally:
        _run([on for _, on in reversed(taken)])


def _taken_off(tables: Sequence[str]) -> list[tuple[str, str]]:
    """Return what to take off, as pairs of statements: off, and on again."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_KEYS, [list(tables)])
            keys = cursor.fetchall()
            cursor.execute(_POSTGRES_INDEXES, [list(tables)])
            return [*keys, *cursor.fetchall()]
        marks = ", ".join(["%s"] * len(tables))
        cursor.execute(_SQLITE_INDEXES.format(marks=marks), list(tables))
        return list(cursor.fetchall())


def _run(statements: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def _hurried() -> Iterator[None]:
    """Let SQLite neither look each foreign key up nor wait for the disk."""
    if connection.vendor != "sqlite":
        yield
        return
    kept = {
        name: _pragma(name) for name in ("foreign_keys", "synchronous", "cache_size")
    }
    hurried = {"foreign_keys": 0, "synchronous": 0, "cache_size": -CACHE}
    _run([f"PRAGMA {name} = {value}" for name, value in hurried.items()])
    try:
        yield
    finally:
        _run([f"PRAGMA {name} = {value}" for name, value in kept.items()])


def _pragma(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return int(cursor.fetchone()[0])
