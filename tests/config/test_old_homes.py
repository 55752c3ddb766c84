"""A home made by an earlier release migrates; a new one does not wait for detours."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import (
    AddConstraint,
    AddIndex,
    CreateModel,
    RunPython,
    RunSQL,
)
from django.db.migrations.recorder import MigrationRecorder

LIST = Path(__file__).with_name("recorded_migrations.txt")
RECORDED = [
    tuple(line.split())
    for line in LIST.read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.fixture
def old_home(db: None) -> MigrationRecorder:
    """Give a database on whose record stands what the earlier release made."""
    recorder = MigrationRecorder(connection)
    for app in {app for app, _ in RECORDED}:
        recorder.migration_qs.filter(app=app).delete()
    for app, name in RECORDED:
        recorder.record_applied(app, name)
    return recorder


def test_an_old_home_is_asked_only_for_what_is_new(old_home: MigrationRecorder):
    executor = MigrationExecutor(connection)
    ends = executor.loader.graph.leaf_nodes()

    executor.loader.check_consistent_history(connection)
    planned = {(m.app_label, m.name) for m, _ in executor.migration_plan(ends)}

    assert old_home.applied_migrations().keys() >= set(RECORDED)
    assert planned == set(ours()) - set(RECORDED)


def ours() -> dict[tuple[str, str], Migration]:
    loader = MigrationLoader(None)
    return {
        key: migration
        for key, migration in loader.disk_migrations.items()
        if migration.__module__.startswith("karamad.")
    }


def test_no_migration_on_record_has_left() -> None:
    assert set(RECORDED) - ours().keys() == set()


def detours(migration: Migration) -> Iterator[str]:
    """Yield what is put on a table that the migration itself has made, still empty."""
    made: set[str] = set()
    for operation in migration.operations:
        if isinstance(operation, CreateModel):
            made.add(operation.name_lower)
        elif isinstance(operation, RunPython | RunSQL):
            made.clear()
        elif (
            isinstance(operation, AddIndex | AddConstraint)
            and operation.model_name_lower in made
        ):
            yield operation.describe()


def test_a_table_is_made_with_its_indexes_and_constraints() -> None:
    """Each step of its own costs a new home the making of all models: ADR 164."""
    found = {key: list(detours(migration)) for key, migration in ours().items()}

    assert {key: steps for key, steps in found.items() if steps} == {}
