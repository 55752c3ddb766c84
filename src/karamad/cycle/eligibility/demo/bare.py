"""Millions of rows at one stroke, into tables without their indexes and guards.

Only for a home that holds no people yet: every key written comes from a look-up that
would have failed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _

from karamad.web.display import number

HURRIED = {
    "foreign_keys": "0",
    "synchronous": "0",
    "cache_size": "-262144",  # KiB
    "temp_store": "1",  # sort indexes on disk, not in memory
    "journal_mode": "delete",
}

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
def at_one_stroke() -> Iterator[None]:
    """All of it or nothing, however it is interrupted: one transaction.

    Inside a transaction, as in most tests, SQLite is told nothing.
    """
    if connection.in_atomic_block:
        yield
        return
    with _hurried(), transaction.atomic():
        yield


@contextmanager
def bare(
    tables: Sequence[str], tell: Callable[[str], None] = lambda words: None
) -> Iterator[None]:
    """Take indexes and foreign keys off the tables, and put them back as they were.

    Within a transaction, whose end without success puts them back instead. `tell` hears
    what is being put back.
    """
    if connection.vendor == "postgresql":
        # It alters no table on which keys wait to be looked up.
        _run(["SET CONSTRAINTS ALL IMMEDIATE"])
    taken = _taken_off(tables)
    _run([off for off, _ in taken])
    yield
    for place, (_off, on) in enumerate(reversed(taken), start=1):
        so_far = {"n": number(place), "all": number(len(taken))}
        tell(_("فهرست %(n)s از %(all)s در پایگاه داده") % so_far)
        _run([on])


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
    """Let SQLite neither look each foreign key up nor wait for the disk.

    Its rollback journal keeps the few pages that stood there before; the usual
    write-ahead log would hold the whole nation a second time.
    """
    if connection.vendor != "sqlite":
        yield
        return
    kept = {name: _pragma(name) for name in HURRIED}
    _tell_sqlite(HURRIED)
    try:
        yield
    finally:
        _tell_sqlite(kept)


def _tell_sqlite(pragmas: Mapping[str, str]) -> None:
    for name, value in pragmas.items():
        # While somebody else has the database open, its journal stays as it is.
        with suppress(OperationalError):
            _run([f"PRAGMA {name} = {value}"])


def _pragma(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return str(cursor.fetchone()[0])
