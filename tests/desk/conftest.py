from __future__ import annotations

import pytest
from django.core.cache import cache

from tests.people.nation import Nation, found_nation


@pytest.fixture
def nation(db: None) -> Nation:
    return found_nation()


@pytest.fixture(autouse=True)
def fresh_numbers() -> None:
    cache.clear()
