"""Where the points of a line of shares stand. Pure arithmetic; the template draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from karamad.web.components import Moment

WIDTH, HEIGHT = 540, 230
LEFT, RIGHT, TOP, FLOOR = 44, 508, 34, 184
TENTH = 0.1
LABEL_EVERY = 3


@dataclass(frozen=True, slots=True)
class Dot:
    """A point. told: its value and its label are written beside it."""

    moment: Moment
    x: str
    y: str
    above: str
    told: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of the grid, at a share from 0 to 1."""

    share: float
    y: str
    text_y: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A line laid out. path: as SVG has it. edge: where the grid's labels stand."""

    dots: list[Dot]
    rules: list[Rule]
    path: str
    edge: int
    left: int = LEFT
    right: int = RIGHT


def drawn(moments: Sequence[Moment], *, rtl: bool) -> Drawing:
    """Lay the points from the first to the last; in Persian time runs to the left.

    The scale runs between whole tenths around what is seen, and says so on the grid.
    """
    low, high = _scale([moment.share for moment in moments])
    step = (RIGHT - LEFT) / max(1, len(moments) - 1)
    dots = []
    for place, moment in enumerate(moments):
        x = RIGHT - step * place if rtl else LEFT + step * place
        y = FLOOR - (FLOOR - TOP) * (moment.share - low) / (high - low)
        told = (len(moments) - 1 - place) % LABEL_EVERY == 0
        dots.append(Dot(moment, f"{x:.1f}", f"{y:.1f}", f"{y - 10:.1f}", told))
    path = " ".join(
        f"{'L' if place else 'M'}{dot.x} {dot.y}" for place, dot in enumerate(dots)
    )
    rules = [
        Rule(share, f"{y:.1f}", f"{y + 4:.1f}")
        for share, y in (
            (low, FLOOR),
            ((low + high) / 2, (FLOOR + TOP) / 2),
            (high, TOP),
        )
    ]
    return Drawing(dots, rules, path, RIGHT + 8 if rtl else LEFT - 8)


def _scale(shares: Sequence[float]) -> tuple[float, float]:
    low = floor(min(shares, default=0.0) * 10 + 1e-9) / 10
    high = ceil(max(shares, default=1.0) * 10 - 1e-9) / 10
    return (low, high) if high > low else (max(0.0, low - TENTH), high or TENTH)
