"""A file of what SQLite holds in memory, for drivers that read files."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection

FREE = 2_500  # pages, 10 MB


def copied_to(path: Path) -> str:
    """Copy the tests' database to `path`; return the address to read it at."""
    with connection.cursor() as cursor:
        # What former tests left free would be copied too, hundreds of MB each time.
        cursor.execute("PRAGMA freelist_count")
        if cursor.fetchone()[0] > FREE:
            cursor.execute("VACUUM")
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
    return f"{path.as_uri()}?mode=ro"
