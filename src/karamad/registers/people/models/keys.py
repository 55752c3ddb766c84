"""A list of keys as a subquery: longer than a database takes values one by one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection

_KEYS = {
    "postgresql": "SELECT unnest(%s::bigint[])",
    "sqlite": "SELECT value FROM json_each(%s)",
}


def listed(keys: Iterable[int]) -> tuple[str, list[Any]]:
    """Return a subquery of these keys, and its one value."""
    found = list(keys)
    value = json.dumps(found) if connection.vendor == "sqlite" else found
    return _KEYS[connection.vendor], [value]
