"""DuckDB inside this process: one database in memory, a cursor a session."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from karamad.lake.engines import Source
from karamad.lake.engines.text import identifier, literal

# A day as a number, and back: how Spark says it.
_SPOKEN_BY_SPARK = (
    "unix_date(day) AS (day - DATE '1970-01-01')",
    "date_from_unix_date(number) AS (DATE '1970-01-01' + number)",
)


class Duck:
    """One DuckDB; its sessions share memory and threads, and no table.

    memory: as DuckDB writes it, "2GB"; beyond it spills to disk. What was once needed
    is held until it is closed. threads: 0 is one a core. spill: a folder of ours, made
    when it is needed.
    """

    name = "duckdb"
    # More than this does not fit its memory, and waits for the disk.
    people_at_a_time: int | None = 524_288

    def __init__(self, *, memory: str, threads: int, spill: Path) -> None:
        asked: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": memory,
            # A block given back is used again, not asked of the system anew: of a
            # judgement of everyone a seventh of the processor's time went there.
            "block_allocator_memory": memory,
            "temp_directory": str(spill),
            # What is not in the wheel is not there: nothing is fetched, ever.
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            # A name that is no table is a mistake, not a variable of the caller's.
            "python_enable_replacements": False,
            "preserve_insertion_order": False,
        }
        if threads:
            asked["threads"] = threads
        self._database = duckdb.connect(":memory:", config=asked)
        for spoken in _SPOKEN_BY_SPARK:
            self._database.execute(f"CREATE MACRO {spoken}")

    @contextmanager
    def session(self, tables: Mapping[str, Source]) -> Iterator[DuckSession]:
        # A cursor is a connection of its own: its temporary tables die with it.
        with self._database.cursor() as cursor:
            session = DuckSession(cursor)
            for name, source in tables.items():
                session.add(name, source)
            yield session

    def run(self, sql: str, tables: Mapping[str, Source]) -> pa.Table:
        with self.session(tables) as session:
            return session.run(sql)

    def close(self) -> None:
        self._database.close()


class DuckSession:
    """One cursor, for one thread."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor

    def add(self, name: str, source: Source) -> None:
        if isinstance(source, pa.Table):
            self._cursor.register(name, source)
            return
        files = ", ".join(literal(str(path)) for path in source)
        self._cursor.execute(
            f"CREATE OR REPLACE TEMP VIEW {identifier(name)} AS "  # noqa: S608 - our files
            f"SELECT * FROM read_parquet([{files}])"
        )

    def keep(self, name: str, sql: str) -> None:
        self._cursor.execute(
            f"CREATE OR REPLACE TEMP TABLE {identifier(name)} AS {sql}"
        )

    def run(self, sql: str) -> pa.Table:
        return self._cursor.sql(sql).to_arrow_table()

    def write(self, sql: str, into: Path) -> None:
        self._cursor.execute(
            f"COPY ({sql}) TO {literal(str(into))} (FORMAT parquet, COMPRESSION zstd)"
        )
