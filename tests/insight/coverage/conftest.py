"""A small nation judged by one profile, counted in a home of its own."""

from __future__ import annotations

import sqlite3
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from karamad.lake import reading
from tests.insight.coverage.registers import Registers, found_registers


@pytest.fixture
def registers(
    transactional_db: None,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Registers:
    """Let drivers read the tests' database: SQLite's is in memory, so a copy of it."""
    settings.HOME = tmp_path / "home"
    numbers = count()

    def copied() -> str:
        path = tmp_path / f"copy-{next(numbers)}.sqlite3"
        connection.ensure_connection()
        with sqlite3.connect(path) as copy:
            connection.connection.backup(copy)
        copy.close()
        return f"{path.as_uri()}?mode=ro"

    if connection.vendor == "sqlite":
        monkeypatch.setattr(reading, "address", copied)
    return found_registers()
