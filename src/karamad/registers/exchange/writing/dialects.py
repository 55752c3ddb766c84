"""The two databases: the few sentences they do not say alike.

Everything here takes and gives *stored* values, as the database itself has them, so
that a row of a file and a row on record compare equal on both.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, ClassVar, Protocol

from django.db import connection, models

# The driver quotes an array element by element; a text joined by a sign that no cell
# keeps is as good and three times as quick.
BETWEEN = "\x1f"
LOG_PAGES = 8_000  # of 4 KiB, in SQLite's log before they go home
MOST_VALUES = 2_000  # in one sentence of SQLite, which takes 32,766
Stored = Any
StoredRow = tuple[Stored, ...]


class Dialect(Protocol):
    """How one database is spoken to. Tables and columns are names we made ourselves."""

    def stored(self, moment: datetime) -> Stored: ...

    def lock(self, number: int) -> None: ...

    def prepare(self) -> None: ...

    def insert(
        self, table: str, columns: Sequence[str], rows: Sequence[StoredRow]
    ) -> None: ...

    def add_missing(
        self, table: str, columns: Sequence[str], rows: Sequence[StoredRow]
    ) -> None: ...

    def new_ids(self, table: str, count: int) -> Sequence[int]: ...

    def matching(
        self,
        columns: Sequence[models.Field[Any, Any]],
        table: str,
        keys: Sequence[models.Field[Any, Any]],
        asked: Sequence[StoredRow],
        condition: str = "",
    ) -> Iterator[StoredRow]: ...

    def among(self, column: str, values: Sequence[Stored]) -> tuple[str, list[Any]]: ...

    def update(
        self,
        table: str,
        columns: Sequence[models.Field[Any, Any]],
        rows: Sequence[StoredRow],
    ) -> None: ...


def quoted(*names: str) -> str:
    return ", ".join(f'"{name}"' for name in names)


def run(sentence: str, values: Sequence[Any] = ()) -> list[StoredRow]:
    """Say a sentence; return what it answers, nothing if it has no answer."""
    with connection.cursor() as cursor:
        cursor.execute(sentence, values)
        return cursor.fetchall() if cursor.description else []


def is_day(field: models.Field[Any, Any]) -> bool:
    """Test whether the field holds days; Django has its moments for days too."""
    return isinstance(field, models.DateField) and not isinstance(
        field, models.DateTimeField
    )


def dialect() -> Dialect:
    return Postgres() if connection.vendor == "postgresql" else Sqlite()


class Sqlite:
    """A list of keys is a JSON text."""

    def stored(self, moment: datetime) -> Stored:
        return connection.ops.adapt_datetimefield_value(moment)

    def prepare(self) -> None:
        """Save memory and the disk, for as long as the connection lives."""
        # By pages, not by mapping all of the file into our memory.
        run("PRAGMA mmap_size = 0")
        # Each batch writes the same pages of indexes: not all of them home each time.
        run(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")

    def lock(self, number: int) -> None:
        """Do nothing: a writing transaction is alone from its first word."""

    def insert(
        self, table: str, columns: Sequence[str], rows: Sequence[StoredRow]
    ) -> None:
        if not rows:
            return
        # A sentence costs as much as two rows. FAIL, because undoing a sentence half
        # said would want a copy of every page it touches; we undo the transaction.
        into = f'INSERT OR FAIL INTO "{table}" ({quoted(*columns)}) VALUES '  # noqa: S608
        one = f"({', '.join(['%s'] * len(columns))})"
        many = max(MOST_VALUES // len(columns), 1)
        whole = len(rows) - len(rows) % many
        with connection.cursor() as cursor:
            cursor.executemany(
                into + ", ".join([one] * many),
                [
                    tuple(chain.from_iterable(rows[start : start + many]))
                    for start in range(0, whole, many)
                ],
            )
            cursor.executemany(into + one, rows[whole:])

    def add_missing(
        self, table: str, columns: Sequence[str], rows: Sequence[StoredRow]
    ) -> None:
        """Insert rows of texts, those left out that are there already."""
        marks = ", ".join(["%s"] * len(columns))
        with connection.cursor() as cursor:
            cursor.executemany(
                f'INSERT OR IGNORE INTO "{table}" ({quoted(*columns)}) '  # noqa: S608
                f"VALUES ({marks})",
                rows,
            )

    def new_ids(self, table: str, count: int) -> Sequence[int]:
        rows = run("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = rows[0][0] if rows else 0
        return range(last + 1, last + count + 1)

    def matching(
        self,
        columns: Sequence[models.Field[Any, Any]],
        table: str,
        keys: Sequence[models.Field[Any, Any]],
        asked: Sequence[StoredRow],
        condition: str = "",
    ) -> Iterator[StoredRow]:
        if not asked:
            return iter(())
        chosen = ", ".join(map(self._read, columns))
        same = " AND ".join(
            f"t.\"{key.column}\" = json_extract(k.value, '$[{place}]')"
            for place, key in enumerate(keys)
        )
        if len(keys) == 1:  # a list of values is read twice as fast as one of lists
            same = f't."{keys[0].column}" = k.value'
            asked = [value for (value,) in asked]
        return iter(
            run(
                f"SELECT {chosen} FROM json_each(%s) AS k "  # noqa: S608
                f'CROSS JOIN "{table}" AS t ON {same}'
                f"{condition and ' WHERE t.' + condition}",
                [json.dumps(asked, default=str)],
            )
        )

    def _read(self, field: models.Field[Any, Any]) -> str:
        """Return the column as it stands in the file, not as Python would have it."""
        number = isinstance(field, models.DecimalField)
        return f'CAST(t."{field.column}" AS TEXT)' if number else f'+t."{field.column}"'

    def among(self, column: str, values: Sequence[Stored]) -> tuple[str, list[Any]]:
        sentence = f'"{column}" IN (SELECT value FROM json_each(%s))'  # noqa: S608
        return sentence, [json.dumps(list(values))]

    def update(
        self,
        table: str,
        columns: Sequence[models.Field[Any, Any]],
        rows: Sequence[StoredRow],
    ) -> None:
        if not rows:
            return
        changes = ", ".join(f'"{column.column}" = %s' for column in columns)
        with connection.cursor() as cursor:
            cursor.executemany(
                f'UPDATE "{table}" SET {changes} WHERE id = %s',  # noqa: S608
                [(*row[1:], row[0]) for row in rows],
            )


class Postgres:
    """Values go as they are; many rows go by COPY, many keys as arrays."""

    CASTS: ClassVar[dict[str, str]] = {"bigserial": "bigint", "serial": "integer"}

    def stored(self, moment: datetime) -> Stored:
        # As a text: the driver would put it into words once a row.
        return moment.isoformat()

    def prepare(self) -> None:
        """Do nothing: memory and disk are the server's."""

    def lock(self, number: int) -> None:
        run("SELECT pg_advisory_xact_lock(%s)", [number])

    def insert(
        self, table: str, columns: Sequence[str], rows: Sequence[StoredRow]
    ) -> None:
        if not rows:
            return
        with (
            connection.cursor() as cursor,
            cursor.copy(f'COPY "{table}" ({quoted(*columns)}) FROM STDIN') as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def add_missing(
        self, table: str, columns: Sequence[str], rows: Sequence[StoredRow]
    ) -> None:
        """Insert rows of texts, those left out that are there already."""
        if rows:
            arrays = ", ".join(["%s::text[]"] * len(columns))
            run(
                f'INSERT INTO "{table}" ({quoted(*columns)}) '  # noqa: S608
                f"SELECT * FROM unnest({arrays}) ON CONFLICT DO NOTHING",
                [list(values) for values in zip(*rows, strict=True)],
            )

    def new_ids(self, table: str, count: int) -> Sequence[int]:
        ((sequence,),) = run("SELECT pg_get_serial_sequence(%s, 'id')", [f'"{table}"'])
        rows = run("SELECT nextval(%s) FROM generate_series(1, %s)", [sequence, count])
        return [row[0] for row in rows]

    def matching(
        self,
        columns: Sequence[models.Field[Any, Any]],
        table: str,
        keys: Sequence[models.Field[Any, Any]],
        asked: Sequence[StoredRow],
        condition: str = "",
    ) -> Iterator[StoredRow]:
        if not asked:
            return iter(())
        chosen = ", ".join(map(self._read, columns))
        names = [f"k{place}" for place in range(len(keys))]
        same = " AND ".join(
            f't."{key.column}" = k.{name}'
            for key, name in zip(keys, names, strict=True)
        )
        arrays = ", ".join(
            f"string_to_array(%s, '{BETWEEN}')::{self._type(key)}[]" for key in keys
        )
        # LATERAL and OFFSET: row by row along the index. Left to itself, the planner
        # reads a table that grows while it is loaded from end to end, once a batch.
        return iter(
            run(
                f"SELECT t.* FROM unnest({arrays}) AS k({', '.join(names)}), "  # noqa: S608
                f'LATERAL (SELECT {chosen} FROM "{table}" AS t WHERE {same}'
                f"{condition and ' AND t.' + condition} OFFSET 0) AS t",
                [BETWEEN.join(map(str, values)) for values in zip(*asked, strict=True)],
            )
        )

    def _read(self, field: models.Field[Any, Any]) -> str:
        """Return the column as a file's value is stored: days and numbers as texts."""
        if isinstance(field, models.DecimalField):
            return f'trim_scale(t."{field.column}")::text'
        return f't."{field.column}"{"::text" * is_day(field)}'

    def among(self, column: str, values: Sequence[Stored]) -> tuple[str, list[Any]]:
        return f'"{column}" = ANY(%s)', [list(values)]

    def update(
        self,
        table: str,
        columns: Sequence[models.Field[Any, Any]],
        rows: Sequence[StoredRow],
    ) -> None:
        if not rows:
            return
        changes = ", ".join(f'"{c.column}" = k."{c.column}"' for c in columns)
        arrays = ", ".join(f"%s::{self._type(column)}[]" for column in columns)
        run(
            f'UPDATE "{table}" AS t SET {changes} '  # noqa: S608
            f"FROM unnest(%s::bigint[], {arrays}) "
            f"AS k(id, {quoted(*(str(c.column) for c in columns))}) WHERE t.id = k.id",
            [list(values) for values in zip(*rows, strict=True)],
        )

    def _type(self, field: models.Field[Any, Any]) -> str:
        named = field.db_type(connection) or "text"
        return self.CASTS.get(named, named)
