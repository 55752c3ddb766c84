from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from tests.people.nation import NOW, Nation, found_nation


@pytest.fixture
def nation(db: None) -> Nation:
    return found_nation()


@pytest.fixture
def today() -> Iterator[None]:
    """Let it be TODAY, a while after what the nation records.

    The clock is moved, not a function replaced: whatever is imported meanwhile would
    keep the other function.
    """
    with time_machine.travel(NOW + timedelta(hours=2)):
        yield
