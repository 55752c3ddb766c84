"""Spark, where a nation outgrows one machine: the same SQL on the same files.

The package is an extra (requirements/spark.txt) and needs Java. On a cluster the
folder of the lake is to lie where every worker reads it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
from django.utils.translation import gettext as _

from karamad.lake.engines import NoEngine, Source
from karamad.lake.engines.text import identifier

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


class Spark:
    """One Spark application; a session of ours is one of its sessions."""

    name = "spark"
    people_at_a_time: int | None = None

    def __init__(self, address: str, *, memory: str) -> None:
        self._spark = _start(address, memory)

    @contextmanager
    def session(self, tables: Mapping[str, Source]) -> Iterator[SparkQuestions]:
        with tempfile.TemporaryDirectory(prefix="karamad-spark-") as folder:
            session = SparkQuestions(self._spark.newSession(), Path(folder))
            for name, source in tables.items():
                session.add(name, source)
            try:
                yield session
            finally:
                session.forget()

    def run(self, sql: str, tables: Mapping[str, Source]) -> pa.Table:
        with self.session(tables) as session:
            return session.run(sql)

    def close(self) -> None:
        self._spark.stop()


class SparkQuestions:
    """One Spark session: its views are seen by no other."""

    def __init__(self, spark: SparkSession, folder: Path) -> None:
        self._spark = spark
        self._folder = folder
        self._kept: list[str] = []

    def add(self, name: str, source: Source) -> None:
        if isinstance(source, pa.Table):
            # By a file: it keeps every type, and a worker elsewhere is sent the rows.
            path = self._folder / f"{identifier(name)}.parquet"
            pq.write_table(source, path, compression="zstd")
            source = [path]
        frame = self._spark.read.parquet(*(path.as_uri() for path in source))
        frame.createOrReplaceTempView(identifier(name))

    def keep(self, name: str, sql: str) -> None:
        # At once, and without its history: a plan that holds the plans of all tables
        # before it grows until it fills the memory.
        frame = self._spark.sql(sql).localCheckpoint(eager=True)
        frame.createOrReplaceTempView(identifier(name))
        self._kept.append(name)

    def run(self, sql: str) -> pa.Table:
        return self._spark.sql(sql).toArrow()

    def write(self, sql: str, into: Path) -> None:
        pq.write_table(self.run(sql), into, compression="zstd")

    def forget(self) -> None:
        """Let go of what was kept: Spark gives the memory back in its own time."""
        for name in self._kept:
            self._spark.catalog.dropTempView(name)


def _start(address: str, memory: str) -> SparkSession:
    """Start Spark. Errors: NoEngine when the package or Java is missing."""
    try:
        from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra
        from pyspark.sql import SparkSession  # noqa: PLC0415
    except ImportError:
        raise NoEngine(
            _("KARAMAD_ENGINE اسپارک را می‌خواهد که نصب نیست: %(how)s")
            % {"how": "pip install --require-hashes -r requirements/spark.txt"}
        ) from None
    builder = SparkSession.builder.master(address).appName("karamad")
    here = "127.0.0.1" if address.startswith("local") else ""
    asked = {
        "spark.driver.memory": memory.lower().removesuffix("b"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "8",
        "spark.driver.bindAddress": here,
        # Where it listens is where it is called: large answers are fetched from there.
        "spark.driver.host": here,
    }
    for name, value in asked.items():
        if value:
            builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except (PySparkException, OSError) as error:
        raise NoEngine(
            _("اسپارک در %(address)s به کار نیفتاد (جاوای ۱۷ می‌خواهد): %(error)s")
            % {"address": address, "error": error}
        ) from error
