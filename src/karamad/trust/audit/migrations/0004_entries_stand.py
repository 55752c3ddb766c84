"""Let the database itself refuse to change or remove what was written."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SAYING = "audit entries are written once"

SQLITE = [
    f"CREATE TRIGGER audit_entry_stands_{act} BEFORE {act.upper()} ON audit_entry"
    f" BEGIN SELECT RAISE(ABORT, '{SAYING}'); END"
    for act in ("update", "delete")
]
SQLITE_BACK = [
    f"DROP TRIGGER IF EXISTS audit_entry_stands_{act}" for act in ("update", "delete")
]
POSTGRESQL = [
    "CREATE OR REPLACE FUNCTION audit_entry_stands() RETURNS trigger LANGUAGE plpgsql"
    f" AS $$ BEGIN RAISE EXCEPTION '{SAYING}'; END $$",
    "CREATE TRIGGER audit_entry_stands_row BEFORE UPDATE OR DELETE ON audit_entry"
    " FOR EACH ROW EXECUTE FUNCTION audit_entry_stands()",
    "CREATE TRIGGER audit_entry_stands_table BEFORE TRUNCATE ON audit_entry"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_stands()",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER IF EXISTS audit_entry_stands_row ON audit_entry",
    "DROP TRIGGER IF EXISTS audit_entry_stands_table ON audit_entry",
    "DROP FUNCTION IF EXISTS audit_entry_stands()",
]


def guard(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    for sql in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(sql)


def unguard(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    lifted = SQLITE_BACK if editor.connection.vendor == "sqlite" else POSTGRESQL_BACK
    for sql in lifted:
        editor.execute(sql)


class Migration(migrations.Migration):

    dependencies = [("audit", "0003_acting_for")]

    operations = [migrations.RunPython(guard, unguard)]
