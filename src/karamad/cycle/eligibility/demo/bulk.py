"""Millions of rows into a table, by the fastest way of each database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Max

Row = Sequence[str | int | bytes | None]


class Table:
    """Writes rows of plain values; days and moments as text, truth as 0 and 1.

    Keys are given by us from the highest on record on; `close` tells the database.
    """

    def __init__(self, model: type[models.Model], *columns: str) -> None:
        self.model = model
        meta = model._meta  # noqa: SLF001 - Django's own door to a model
        self.name = meta.db_table
        self.columns = ("id", *columns)
        highest = model._default_manager.aggregate(last=Max("pk"))["last"]  # noqa: SLF001
        self.last = int(highest or 0)

    def next(self) -> int:
        """Return the next key."""
        self.last += 1
        return self.last

    def write(self, rows: Iterable[Row]) -> None:
        """Insert the rows, each with its key first."""
        columns = ", ".join(f'"{column}"' for column in self.columns)
        into = f'"{self.name}" ({columns})'
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.cursor.copy(f"COPY {into} FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                marks = ", ".join("?" * len(self.columns))
                statement = f"INSERT INTO {into} VALUES ({marks})"  # noqa: S608 - ours
                cursor.cursor.executemany(statement, rows)

    def close(self) -> None:
        """Let the database go on counting after our last key."""
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(
                no_style(), [self.model]
            ):
                cursor.execute(statement)


def moment(at: datetime) -> str:
    """Return `at` as both databases read it in a bulk insert."""
    text = at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return f"{text}+00" if connection.vendor == "postgresql" else text


def analyse() -> None:
    """Let the planner know how much there is now."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
