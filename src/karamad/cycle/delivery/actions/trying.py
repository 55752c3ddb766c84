"""Trying an act: what it would do or why it cannot be done, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction

Done = TypeVar("Done")


def tried(act: Callable[[], Done]) -> Done:
    """Do an act, take all of it back, and return what it returned.

    So what a page foretells is what the act itself says, with every refusal.
    Errors: the act's.
    """
    with transaction.atomic():
        done = act()
        transaction.set_rollback(True)
    return done
