"""The migrated, empty database: made once, copied for every test session and worker.

Migrations take most of a minute of processor time, and always make the same of the same
files. What they made is kept: a file under `var/test` for SQLite, a database to copy on
the PostgreSQL server; its name is a digest of all that could change it. `migrate` runs
over the copy all the same and finds nothing left to do.

    python -m tests.migrated    makes it now, for the database of $KARAMAD_DATABASE_URL
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import django

CHECKOUT = Path(__file__).resolve().parent.parent
SOURCE = CHECKOUT / "src" / "karamad"
KEPT = CHECKOUT / "var" / "test"

# Above the models, who may know nothing of them (the contract "anatomy"). Everything
# else counts: a new kind of file makes a new database rather than an old one.
ABOVE_MODELS = {
    "actions",
    "admin",
    "api",
    "demo",
    "forms",
    "letters",
    "management",
    "measures",
    "tasks",
    "templatetags",
    "urls",
    "views",
}


def digest(source: Path = SOURCE) -> str:
    """Return a name for what the migrations below `source` make."""
    said = hashlib.sha256(f"{django.VERSION} {sqlite3.sqlite_version}".encode())
    for file in sorted(source.rglob("*.py")):
        place = file.relative_to(source)
        if not ABOVE_MODELS.intersection(place.with_suffix("").parts):
            said.update(f"\0{place}\0".encode() + file.read_bytes())
    return said.hexdigest()[:16]


def lay_out(connection: Any) -> Any:
    """Let the test database of `connection` begin as a copy of the migrated one.

    Returns what must live until the test database is opened.
    """
    if connection.vendor == "postgresql":
        if not is_made(connection):
            make_apart(os.environ["KARAMAD_DATABASE_URL"])
        connection.settings_dict["TEST"]["TEMPLATE"] = name_on_postgresql()
        return None
    copy = sqlite3.connect(connection.creation._get_test_db_name(), uri=True)
    _copy_into(copy)
    return copy


def lay_out_home(home: Path) -> None:
    """Let a product that is started on this home begin with the migrated database."""
    home.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(home / "karamad.sqlite3")) as copy:
        _copy_into(copy)


def _copy_into(copy: sqlite3.Connection) -> None:
    if not file_of_sqlite().exists():
        make_apart("")
    with closing(sqlite3.connect(file_of_sqlite())) as made:
        made.backup(copy)


def make_apart(address: str) -> None:
    """Make it in a process of its own, so that nothing of the making stays in this."""
    places = f"{SOURCE.parent}{os.pathsep}{CHECKOUT}"
    subprocess.run(
        [sys.executable, "-m", __name__],
        env={**os.environ, "KARAMAD_DATABASE_URL": address, "PYTHONPATH": places},
        check=True,
    )


# ---- what is kept ------------------------------------------------------------------


def file_of_sqlite() -> Path:
    return KEPT / f"migrated-{digest()}.sqlite3"


def name_on_postgresql() -> str:
    return f"karamad_migrated_{digest()}"


def is_made(connection: Any) -> bool:
    if connection.vendor == "sqlite":
        return file_of_sqlite().exists()
    with connection._nodb_cursor() as cursor:
        return connection.creation._database_exists(cursor, name_on_postgresql())


def make(connection: Any) -> None:
    """Make what is missing; whoever comes meanwhile waits, and finds it made."""
    with one_at_a_time(connection.vendor):
        if is_made(connection):
            return
        if connection.vendor == "sqlite":
            make_file(connection, file_of_sqlite())
        else:
            make_database(connection, name_on_postgresql())


@contextmanager
def one_at_a_time(vendor: str) -> Iterator[None]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"{vendor}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_file(connection: Any, file: Path) -> None:
    connection.creation.create_test_db(verbosity=0, serialize=False)
    part = file.with_suffix(".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(part)) as copy:
        connection.connection.backup(copy)
    for older in KEPT.glob("migrated-*.sqlite3"):
        older.unlink()
    part.rename(file)


def make_database(connection: Any, name: str) -> None:
    unfinished = f"{name}_unfinished"
    connection.settings_dict["TEST"]["NAME"] = unfinished
    connection.creation.create_test_db(verbosity=0, serialize=False, autoclobber=True)
    connection.close()
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.db import connection as of_the_session

    make(of_the_session)
