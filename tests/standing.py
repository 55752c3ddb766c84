"""A world made once for a module: each of its tests finds it as it was made.

The world lies in a transaction around those of the tests; what a test does to it is
taken back with the test, what the world itself wrote with the module. Not for modules
with tests that are transactions of their own (`transaction=True`): they would empty the
tables under it.

    @pytest.fixture(scope="module")
    def founded(made_once):
        return made_once(found_nation)

    @pytest.fixture
    def nation(founded, db):
        return founded()
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any, TypeVar
from unittest.mock import patch

from django.db import connection
from django.test import TestCase

World = TypeVar("World")


class MadeOnce:
    """Makes worlds in one transaction, and takes them all back at its end."""

    def __init__(self, blocker: Any) -> None:
        self.blocker = blocker
        self.atomics: list[Any] = []

    def __call__(self, make: Callable[[], World]) -> Callable[[], World]:
        """Make the world now; return what gives a copy of it, new for each test."""
        with self.blocker.unblock():
            self.atomics.append(TestCase._enter_atomics())
            world = make()
        # Rows in memory change with a test (a last sign-in, a state); copies are cheap.
        return lambda: deepcopy(world)

    def take_back(self) -> None:
        with self.blocker.unblock():
            while self.atomics:
                TestCase._rollback_atomics(self.atomics.pop())


@contextmanager
def making_once(blocker: Any) -> Iterator[MadeOnce]:
    made = MadeOnce(blocker)
    # An answer that a test closes would close a connection that is in a transaction,
    # and the world with it; Django's client spares only the answers it closes itself.
    with patch.object(connection, "close_if_unusable_or_obsolete", lambda: None):
        try:
            yield made
        finally:
            made.take_back()
