"""A small nation judged by one profile, counted in a home of its own."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from karamad.lake import reading
from tests.insight.coverage.registers import Registers, found_registers
from tests.lake.copying import copied_to


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
        return copied_to(tmp_path / f"copy-{next(numbers)}.sqlite3")

    if connection.vendor == "sqlite":
        monkeypatch.setattr(reading, "address", copied)
    return found_registers()
