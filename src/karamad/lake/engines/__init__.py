"""Who answers a question put in SQL: one text, several engines, the same answer.

The text keeps to what they share: CTE, CASE, window functions, bit_or; no FILTER, no
ordered aggregates, no dates but by comparing them and by unix_date and its inverse.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, TypeAlias

import pyarrow as pa
from django.conf import settings
from django.utils.translation import gettext as _

# A table of a question: rows in memory, or Parquet files that together are one table.
Source: TypeAlias = pa.Table | Sequence[Path]

__all__ = ["Engine", "NoEngine", "Session", "Source", "engine"]


class NoEngine(Exception):
    """The setting names an engine that is not there; the message says what to do."""


class Session(Protocol):
    """Questions that share tables; nobody else sees them. For one thread."""

    def add(self, name: str, source: Source) -> None:
        """Make a table known; it replaces one of the same name."""

    def keep(self, name: str, sql: str) -> None:
        """Answer once and keep the answer as a table of this session."""

    def run(self, sql: str) -> pa.Table:
        """Return the answer as rows in memory."""

    def write(self, sql: str, into: Path) -> None:
        """Write the answer into one Parquet file, whose folder exists."""


class Engine(Protocol):
    """Answers SQL over Arrow tables and Parquet files; any thread may ask it.

    people_at_a_time: of how many it holds everything at once; None is any number.
    """

    name: str
    people_at_a_time: int | None

    def session(self, tables: Mapping[str, Source]) -> AbstractContextManager[Session]:
        """Open a session that knows these tables, by name."""

    def run(self, sql: str, tables: Mapping[str, Source]) -> pa.Table:
        """Answer one question in a session of its own."""

    def close(self) -> None:
        """Give back memory and processes; a closed engine is not asked again."""


_made: dict[str, Engine] = {}
_making = threading.Lock()


def engine(address: str | None = None) -> Engine:
    """Return this process's engine of an address, made at the first call.

    address: `duckdb`, `local[N]` or `spark://host:port`; by default the setting's.
    Errors: NoEngine, with the reason in words.
    """
    wanted = address or settings.ENGINE
    with _making:
        if wanted not in _made:
            _made[wanted] = _make(wanted)
        return _made[wanted]


def _make(address: str) -> Engine:
    if address == "duckdb":
        from karamad.lake.engines.duck import Duck  # noqa: PLC0415 - 65 MB, when asked

        return Duck(
            memory=settings.ENGINE_MEMORY,
            threads=settings.ENGINE_THREADS,
            spill=settings.HOME / "lake" / "spill",
        )
    if address.startswith(("local", "spark://")):
        from karamad.lake.engines.spark import Spark  # noqa: PLC0415 - an extra

        return Spark(address, memory=settings.ENGINE_MEMORY)
    raise NoEngine(
        _(
            "موتوری به نام %(name)s نیست؛ KARAMAD_ENGINE یکی از این‌هاست: duckdb، "
            "local[2]، spark://host:port"
        )
        % {"name": address}
    )
