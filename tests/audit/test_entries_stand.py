"""The database itself keeps what was written."""

from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.db import DatabaseError, connection, transaction

from karamad.trust.audit.actions import record
from karamad.trust.audit.models import Entry

GUARDS = import_module("karamad.trust.audit.migrations.0004_entries_stand")


@pytest.fixture
def guarded(transactional_db):
    """Put the guards back that the tests' database goes without."""
    with connection.schema_editor() as editor:
        GUARDS.guard(None, editor)
    yield
    with connection.schema_editor() as editor:
        GUARDS.unguard(None, editor)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entry SET act = 'other:act:done'", "DELETE FROM audit_entry"],
)
def test_the_database_refuses_to_change_or_remove_an_entry(guarded, statement):
    at = datetime(2026, 5, 1, tzinfo=UTC)
    record(act="people:person:create", subject=("person", 1), by=None, at=at)

    with (
        pytest.raises(DatabaseError, match="written once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert Entry.objects.get().act == "people:person:create"


def test_migrating_leaves_the_guards_standing(guarded):
    """A later migration that remakes the table has to bring them back."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
                " AND tbl_name = 'audit_entry'"
            )
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
                " AND tgrelid = 'audit_entry'::regclass"
            )
        assert len(cursor.fetchall()) == 2
