"""Which figures are too small to be shown to who may not see people.

A line is a tuple of counts: all its people first, then every figure that is shown of it
or follows from those shown. Each is a sum over people, so that lines add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeVar

SMALL: Final = 5  # people; fewer could be told apart

Line = TypeVar("Line")


def tells(figures: Iterable[int]) -> bool:
    """Test whether figures speak of single people: one to four of anything.

    Source: docs/mission.md, "Who sees what"; fewer than five are not shown.
    """
    return any(0 < figure < SMALL for figure in figures)


def too_small(lines: Mapping[Line, Sequence[int]]) -> frozenset[Line]:
    """Return the lines to hide under a total that is shown (it tells nothing itself).

    A line that tells is hidden, and with it more of the smallest, until what is hidden
    is at least two lines which together tell nothing: the total less the lines shown
    then says no more than they do.
    Source: docs/mission.md, "Who sees what"; fewer than five are not shown.
    """
    hidden = {line for line, figures in lines.items() if tells(figures)}
    if not hidden:
        return frozenset()
    rest = sorted(
        (line for line in lines if line not in hidden and lines[line][0]),
        key=lambda line: lines[line][0],
    )
    for line in rest:
        together = map(sum, zip(*(lines[each] for each in hidden), strict=True))
        if len(hidden) > 1 and not tells(together):
            break
        hidden.add(line)
    return frozenset(hidden)
