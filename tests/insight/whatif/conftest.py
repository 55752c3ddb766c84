"""A lake fed from the tests' database, and answers computed where they are asked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.insight.whatif.land import Land, found_land
from tests.lake.conftest import home as home  # noqa: PLC0414 - a fixture of all
from tests.lake.conftest import registers as registers  # noqa: PLC0414


@pytest.fixture
def land(registers: Any, settings: Any) -> Land:
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
    }
    return found_land()
