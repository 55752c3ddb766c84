"""Which figures are too small to be shown to who may not see people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

SMALL: Final = 5  # people; fewer could be told apart


def too_small(rows: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Return the places of rows whose figures tell of single people.

    rows: people asked and people done, in any order. A row with one to four people, or
    with one to four done or missing, is hidden; and more of the smallest with it, until
    what is hidden cannot be found from the total.
    Source: docs/mission.md, "Who sees what"; fewer than five are not shown.
    """
    hidden = {place for place, (heads, done) in enumerate(rows) if _tells(heads, done)}
    if not hidden:
        return frozenset()
    others = sorted(
        (
            place
            for place, (heads, _) in enumerate(rows)
            if place not in hidden and heads
        ),
        key=lambda place: (rows[place][0], place),
    )
    for place in others:
        heads = sum(rows[each][0] for each in hidden)
        done = sum(rows[each][1] for each in hidden)
        if len(hidden) > 1 and not _tells(heads, done):
            break
        hidden.add(place)
    return frozenset(hidden)


def _tells(heads: int, done: int) -> bool:
    return any(0 < figure < SMALL for figure in (heads, done, heads - done))
