"""SQLite read beside those who write to it, in one process and in others."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pytest

from karamad.lake import readers

WRITE = """
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as other:
    other.execute("INSERT INTO django_migrations VALUES (2, 'b', 2.5, NULL)")
other.close()
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "registers.sqlite3"


@pytest.fixture
def ours(file: Path) -> Iterator[sqlite3.Connection]:
    """The connection of one of our programs, open all the while."""
    with closing(sqlite3.connect(file, isolation_level=None)) as opened:
        opened.execute("PRAGMA journal_mode=WAL")
        opened.execute("CREATE TABLE django_migrations (id, name, share, empty)")
        opened.execute("INSERT INTO django_migrations VALUES (1, 'a', 1, NULL)")
        yield opened


def address(file: Path) -> str:
    return f"{file.as_uri()}?mode=ro"


def write_elsewhere(file: Path) -> None:
    subprocess.run([sys.executable, "-c", WRITE, str(file)], check=True)


def test_a_reader_that_closes_leaves_our_locks_in_force(
    file: Path, ours: sqlite3.Connection
):
    """Whoever closes a database last removes its log: nobody may think he is it."""
    with readers.of_sqlite(address(file)) as reader:
        assert reader.number("SELECT MAX(id) FROM django_migrations") == 1

    write_elsewhere(file)

    assert file.with_name(f"{file.name}-wal").exists()
    assert ours.execute("SELECT MAX(id) FROM django_migrations").fetchone() == (2,)


def test_a_reader_sees_what_was_there_when_it_began(
    file: Path, ours: sqlite3.Connection
):
    with readers.of_sqlite(address(file)) as reader:
        write_elsewhere(file)

        assert reader.keys("SELECT id FROM django_migrations") == {1}


def test_an_answer_has_the_types_of_its_values(file: Path, ours: sqlite3.Connection):
    write_elsewhere(file)

    with readers.of_sqlite(address(file)) as reader:
        (batch,) = reader.batches("SELECT * FROM django_migrations ORDER BY id")
        none = reader.table("SELECT id FROM django_migrations WHERE id > 2")

    assert batch.schema.types == [pa.int64(), pa.string(), pa.float64(), pa.null()]
    assert batch.column("share").to_pylist() == [1.0, 2.5]
    assert none.column("id").to_pylist() == []
