"""A lake of its own, fed from the tests' database."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from karamad.lake import parts, reading, shelf
from tests.exchange.bringing import Folder
from tests.lake.copying import copied_to


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    settings.HOME = tmp_path / "home"
    return settings.HOME


@pytest.fixture
def registers(
    transactional_db: None, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Let drivers read the tests' database: SQLite's is in memory, so a copy of it."""
    numbers = count()

    def copied() -> str:
        return copied_to(tmp_path / f"copy-{next(numbers)}.sqlite3")

    if connection.vendor == "sqlite":
        monkeypatch.setattr(reading, "address", copied)
    return home


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, int], None]:
    """Cut tables of a few rows into several parts, and reading into stretches."""
    from karamad.lake import extracting, scanning, slices  # noqa: PLC0415 - what it replaces

    for module in (parts, extracting, shelf, slices):
        monkeypatch.setattr(module, "WIDTH", 4)
    monkeypatch.setattr(scanning, "STRETCH", 7)

    def also(name: str, value: int) -> None:
        monkeypatch.setattr(parts if hasattr(parts, name) else extracting, name, value)

    return also


@pytest.fixture
def nation(registers: Path, tmp_path: Path) -> Folder:
    """A province with two municipalities, posts, courses and three people."""
    folder = Folder(tmp_path)
    folder.nation()
    return folder
