"""On PostgreSQL, ask for the persons and courses of completions once a statement.

The same promise as the two foreign keys, which ask row by row: ADR 110. SQLite keeps
them, where they cost little.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NAMED = {"person_id": "people_person", "course_id": "courses_course"}
MISSING = "RAISE foreign_key_violation USING MESSAGE = 'a completion names no {0}'"
STANDING = "RAISE foreign_key_violation USING MESSAGE = 'a completion names this row'"

DROP_KEYS = """
DO $$ DECLARE its_name name; BEGIN
    FOR its_name IN
        SELECT conname FROM pg_constraint
        WHERE conrelid = 'credentials_completion'::regclass AND contype = 'f'
        AND confrelid IN ('people_person'::regclass, 'courses_course'::regclass)
    LOOP
        EXECUTE format(
            'ALTER TABLE credentials_completion DROP CONSTRAINT %I', its_name
        );
    END LOOP;
END $$"""


def held(column: str) -> str:
    """Hold what the written rows name, so that it stays until we commit; count it.

    LATERAL and OFFSET: along the key, however few rows the planner takes it for.
    """
    return f"""
    PERFORM FROM (SELECT DISTINCT {column} AS id FROM written) AS said, LATERAL (
        SELECT FROM {NAMED[column]} AS t WHERE t.id = said.id OFFSET 0 FOR KEY SHARE
    ) AS t;
    GET DIAGNOSTICS found = ROW_COUNT;
    IF found <> (SELECT count(DISTINCT {column}) FROM written) THEN
        {MISSING.format(column)};
    END IF;"""


def there(column: str) -> str:
    """Ask for what one row names, after it came to name another."""
    return f"""
    PERFORM FROM {NAMED[column]} WHERE id = NEW.{column} FOR KEY SHARE;
    IF NOT FOUND THEN {MISSING.format(column)}; END IF;"""


def function(name: str, body: str, declared: str = "") -> str:
    return (
        f"CREATE FUNCTION completion_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"{declared} BEGIN {body} RETURN NULL; END $$"
    )


AT_THE_END = "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION"
GUARD = [
    function("named", "".join(map(held, NAMED)), "DECLARE found bigint;"),
    "CREATE TRIGGER completion_named AFTER INSERT ON credentials_completion"
    " REFERENCING NEW TABLE AS written"
    " FOR EACH STATEMENT EXECUTE FUNCTION completion_named()",
    function("renamed", "".join(map(there, NAMED))),
    "CREATE CONSTRAINT TRIGGER completion_renamed"
    " AFTER UPDATE OF person_id, course_id ON credentials_completion"
    f" {AT_THE_END} completion_renamed()",
]
for column, table in NAMED.items():
    # Two questions, because each has an index of its own for persons.
    still = " OR ".join(
        f"EXISTS (SELECT FROM credentials_completion WHERE {column} = OLD.id"
        f" AND superseded_at IS {state})"
        for state in ("NULL", "NOT NULL")
    )
    GUARD += [
        function(
            f"keeps_{table}",
            f"IF NOT EXISTS (SELECT FROM {table} WHERE id = OLD.id) AND ({still})"
            f" THEN {STANDING}; END IF;",
        ),
        f"CREATE CONSTRAINT TRIGGER completion_keeps AFTER DELETE OR UPDATE OF id"
        f" ON {table} {AT_THE_END} completion_keeps_{table}()",
        function(
            f"keeps_all_{table}",
            f"IF EXISTS (SELECT FROM credentials_completion) THEN {STANDING}; END IF;",
        ),
        f"CREATE TRIGGER completion_keeps_all AFTER TRUNCATE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION completion_keeps_all_{table}()",
    ]
BACK = [
    "DROP FUNCTION completion_named() CASCADE",
    "DROP FUNCTION completion_renamed() CASCADE",
]
for column, table in NAMED.items():
    BACK += [
        f"DROP FUNCTION completion_keeps_{table}() CASCADE",
        f"DROP FUNCTION completion_keeps_all_{table}() CASCADE",
        f"ALTER TABLE credentials_completion ADD FOREIGN KEY ({column})"
        f" REFERENCES {table} (id) DEFERRABLE INITIALLY DEFERRED",
    ]


def guard(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        for sql in (DROP_KEYS, *GUARD):
            editor.execute(sql, params=None)


def unguard(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        for sql in BACK:
            editor.execute(sql, params=None)


class Migration(migrations.Migration):

    dependencies = [("credentials", "0002_loads_at_full_speed")]

    operations = [migrations.RunPython(guard, unguard)]
