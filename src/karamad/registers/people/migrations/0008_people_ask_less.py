"""What nearly every person lacks costs a person loaded nothing: ADR 168.

Accounts are unique among those who have one. On PostgreSQL the rows that a person names
are asked for only if he names one; its own foreign keys look at every row twice, also
where it names none. SQLite keeps them, where they cost little.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NAMED = {
    "account_id": "accounts_user",
    "home_unit_id": "people_unit",
    "merged_into_id": "people_person",
}

DROP_KEYS = """
DO $$ DECLARE its_name name; BEGIN
    FOR its_name IN
        SELECT conname FROM pg_constraint
        WHERE conrelid = 'people_person'::regclass AND contype = 'f'
        AND confrelid IN (
            'accounts_user'::regclass, 'people_unit'::regclass, 'people_person'::regclass
        )
    LOOP
        EXECUTE format('ALTER TABLE people_person DROP CONSTRAINT %I', its_name);
    END LOOP;
END $$"""


def function(name: str, body: str) -> str:
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN {body} RETURN NULL; END $$"
    )


def refusal(message: str) -> str:
    return f"RAISE foreign_key_violation USING MESSAGE = '{message}';"


def guarded(column: str, table: str) -> list[str]:
    """Promise that what the column names is there, and stays."""
    names, keeps = f"person_names_{column}", f"person_keeps_{column}"
    missing = refusal(f"a person''s {column} names no row")
    standing = refusal(f"a person''s {column} names this row")
    return [
        # Held until we commit, as a foreign key holds it.
        function(
            names,
            f"PERFORM FROM {table} WHERE id = NEW.{column} FOR KEY SHARE;"
            f" IF NOT FOUND THEN {missing} END IF;",
        ),
        f"CREATE TRIGGER {names} AFTER INSERT OR UPDATE OF {column} ON people_person"
        f" FOR EACH ROW WHEN (NEW.{column} IS NOT NULL) EXECUTE FUNCTION {names}()",
        function(
            keeps,
            f"IF NOT EXISTS (SELECT FROM {table} WHERE id = OLD.id) AND"
            f" EXISTS (SELECT FROM people_person WHERE {column} = OLD.id)"
            f" THEN {standing} END IF;",
        ),
        f"CREATE CONSTRAINT TRIGGER {keeps} AFTER DELETE OR UPDATE OF id ON {table}"
        f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {keeps}()",
        function(
            f"{keeps}_all",
            f"IF EXISTS (SELECT FROM people_person WHERE {column} IS NOT NULL)"
            f" THEN {standing} END IF;",
        ),
        f"CREATE TRIGGER {keeps}_all AFTER TRUNCATE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {keeps}_all()",
    ]


def unguarded(column: str, table: str) -> list[str]:
    return [
        f"DROP FUNCTION person_names_{column}() CASCADE",
        f"DROP FUNCTION person_keeps_{column}() CASCADE",
        f"DROP FUNCTION person_keeps_{column}_all() CASCADE",
        f"ALTER TABLE people_person ADD FOREIGN KEY ({column})"
        f" REFERENCES {table} (id) DEFERRABLE INITIALLY DEFERRED",
    ]


def guard(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(DROP_KEYS, params=None)
        for column, table in NAMED.items():
            for sql in guarded(column, table):
                editor.execute(sql, params=None)


def unguard(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        for column, table in NAMED.items():
            for sql in unguarded(column, table):
                editor.execute(sql, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0007_names_side_by_side"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            "person",
            "account",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            "person",
            models.UniqueConstraint(
                condition=models.Q(account__isnull=False),
                fields=("account",),
                name="account_of_one_person",
            ),
        ),
        migrations.RunPython(guard, unguard),
    ]
