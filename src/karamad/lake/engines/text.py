"""Names and texts put into SQL, the same for every engine."""

from __future__ import annotations

import re

_NAME = re.compile(r"[a-z][a-z0-9_]*")


def identifier(name: str) -> str:
    """Return a table's name as it stands in SQL. Errors: ValueError."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of a table.")
    return name


def literal(text: str) -> str:
    """Return a text as it stands in SQL."""
    return "'" + text.replace("'", "''") + "'"
