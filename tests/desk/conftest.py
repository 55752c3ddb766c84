from __future__ import annotations

import pytest

from tests.people.nation import Nation, found_nation


@pytest.fixture
def nation(db: None) -> Nation:
    return found_nation()
