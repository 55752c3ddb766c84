"""A kept migrated database is used again only for what would make the same."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests import migrated


@pytest.fixture
def source(tmp_path: Path) -> Path:
    for file in ("models.py", "views.py", "migrations/0001_initial.py"):
        place = tmp_path / "cycle" / "costs" / file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("first = 1\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "file", ["models.py", "migrations/0001_initial.py", "migrations/0002_more.py"]
)
def test_what_migrations_read_makes_another(source: Path, file: str):
    before = migrated.digest(source)

    (source / "cycle" / "costs" / file).write_text("second = 2\n", encoding="utf-8")

    assert migrated.digest(source) != before


def test_a_renamed_file_makes_another(source: Path):
    before = migrated.digest(source)

    (source / "cycle" / "costs").rename(source / "cycle" / "money")

    assert migrated.digest(source) != before


def test_a_face_makes_the_same(source: Path):
    before = migrated.digest(source)

    (source / "cycle" / "costs" / "views.py").write_text("", encoding="utf-8")

    assert migrated.digest(source) == before


def test_the_copy_holds_every_migration(db: Any):
    executor = MigrationExecutor(connection)

    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
