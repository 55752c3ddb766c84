"""Keeping the lake up to the registers: a program beside the server and the worker.

A program of its own, because a load may keep the worker for an hour, and because the
registers, which are below, cannot call. It looks at the highest keys a few times a
second: a millisecond each.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.db import connection

from karamad.lake import changes
from karamad.lake.columns import table_of
from karamad.lake.extracting import AtWork, Busy, Outcome, Stopped, extract
from karamad.lake.shelf import Lake

LOOK: Final = 0.25  # seconds between two looks
REST: Final = 0.5  # seconds between two extracts; as long as the last one took,
LONGEST_REST: Final = 2.0  # but no longer than this
AFTER_A_FAULT: Final = 15.0
EVERY: Final = 300.0  # paths of units move at midnight, and leave no key

logger = logging.getLogger(__name__)


def follow(
    *,
    clock: Callable[[], datetime],
    said: Callable[[Outcome], None],
    going: Callable[[], bool] = lambda: True,
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Extract whenever something was recorded, until `going` says no.

    What breaks one extract off is written down and logged; the next one tries again.
    """
    seen: dict[str, int] | None = None
    last = -EVERY
    while going():
        try:
            now = signs()
            if now == seen and time.monotonic() - last < EVERY:
                pause(LOOK)
                continue
            pause(min(max(REST, _brought_up(clock, said)), LONGEST_REST))
            seen, last = now, time.monotonic()
        except (AtWork, Busy):
            pause(REST)
        except Exception:
            # A full disk, a database that restarts: neither is to end this program.
            logger.exception("an extract broke off")
            connection.close()
            pause(AFTER_A_FAULT)


def _brought_up(
    clock: Callable[[], datetime], said: Callable[[Outcome], None]
) -> float:
    """Extract once; return the seconds it took.

    One that was stopped counts as done: whoever stopped it meant it, until something
    new is recorded.
    """
    try:
        outcome = extract(clock=clock)
    except Stopped:
        return 0
    if outcome.change:
        said(outcome)
    return outcome.seconds


def is_up_to_date(lake: Lake) -> bool:
    """Test whether nothing was recorded since the extract was made."""
    return all(key <= lake.marks.get(name, 0) for name, key in signs().items())


def signs() -> dict[str, int]:
    """Return the highest key of every table that tells of changes.

    Accounts are not copied: their entries are no sign.
    """
    with connection.cursor() as cursor:
        found = {}
        for name, table in changes.telling().items():
            if name == changes.ENTRIES:
                continue
            cursor.execute(f'SELECT MAX(id) FROM "{table}"')  # noqa: S608
            found[name] = cursor.fetchone()[0] or 0
        entries = table_of("audit.Entry")
        cursor.execute(
            f'SELECT id FROM "{entries}" WHERE act NOT LIKE %s '  # noqa: S608
            "ORDER BY id DESC LIMIT 1",
            ["accounts:%"],
        )
        found[changes.ENTRIES] = (cursor.fetchone() or [0])[0]
    return found
