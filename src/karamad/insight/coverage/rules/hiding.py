"""Which figures are too small to be shown to who may not see people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeVar

from karamad.insight.coverage.rules.figures import Figures, total_of

SMALL: Final = 5  # people; fewer could be told apart

Line = TypeVar("Line")


def tells(figures: Figures) -> bool:
    """Test whether figures speak of single people: one to four of anything.

    Source: docs/mission.md, "Who sees what"; fewer than five are not shown.
    """
    return any(0 < part < SMALL for part in figures.parts)


def too_small(lines: Mapping[Line, Figures]) -> frozenset[Line]:
    """Return the lines to hide under a total that is shown.

    A line that tells is hidden, and with it more of the smallest, until what is hidden
    is at least two lines which together tell nothing: the total less the lines shown
    then says no more than they do.
    Source: docs/mission.md, "Who sees what"; fewer than five are not shown.
    """
    hidden = {line for line, figures in lines.items() if tells(figures)}
    if not hidden:
        return frozenset()
    rest = sorted(
        (line for line in lines if line not in hidden and lines[line].people),
        key=lambda line: lines[line].people,
    )
    for line in rest:
        if len(hidden) > 1 and not tells(total_of(lines[each] for each in hidden)):
            break
        hidden.add(line)
    return frozenset(hidden)
