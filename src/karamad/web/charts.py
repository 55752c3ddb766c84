"""Where the marks of a chart stand. Pure arithmetic; templates draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from karamad.web import display, provinces
from karamad.web.components import Finding, Multiple, Span, Tile

LANE = 384.0
LANE_EDGE = 4.0
CHART_WIDTH = 200.0
CHART_FLOOR = 90.0
CHART_TOP = 20.0
TILE_WIDTH, TILE_HEIGHT, TILE_GAP = 86, 74, 4


@dataclass(frozen=True, slots=True)
class Bullet:
    """A value beside its limit, in hundredths of the bar."""

    fill: str
    mark: str


def bullet(finding: Finding) -> Bullet | None:
    """Return the bar of a finding, or None when it has no scale."""
    if finding.share is None or finding.mark is None:
        return None
    fill = 100 * min(1.0, max(0.0, finding.share))
    mark = 100 * min(1.0, max(0.0, finding.mark))
    return Bullet(f"{fill:.1f}", f"{min(98.8, max(0.0, mark - 0.6)):.1f}")


@dataclass(frozen=True, slots=True)
class Lane:
    """A stay and where it lies, in units of the lane."""

    span: Span
    x: str
    width: str


def lanes(spans: Sequence[Span], on: date) -> list[Lane]:
    """Lay stays on one scale, from the first start to the day asked."""
    if not spans:
        return []
    first = min(span.start for span in spans)
    last = max([on, *(span.until or on for span in spans)])
    unit = (LANE - 2 * LANE_EDGE) / max(1, (last - first).days)
    rows = []
    for span in spans:
        end = max(span.start, span.until or max(on, span.start))
        x = LANE_EDGE + unit * (span.start - first).days
        width = max(2.0, unit * (end - span.start).days)
        rows.append(Lane(span, f"{min(x, LANE - 2.0):.1f}", f"{width:.1f}"))
    return rows


@dataclass(frozen=True, slots=True)
class Column:
    """A bar of a small chart."""

    x: str
    y: str
    width: str
    height: str
    middle: str
    above: str
    label: str
    value: float
    current: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A small chart laid out, and what it says in words."""

    title: str
    total: str
    words: str
    columns: list[Column]


def columns(multiples: Sequence[Multiple], *, rtl: bool) -> list[Figure]:
    """Lay the bars of every chart on one scale; in Persian time runs to the left."""
    most = max((bar.value for each in multiples for bar in each.bars), default=0) or 1
    figures: list[Figure] = []
    for multiple in multiples:
        step = CHART_WIDTH / max(1, len(multiple.bars))
        width = min(26.0, step * 0.65)
        figure = []
        for place, bar in enumerate(multiple.bars):
            middle = step * (place + 0.5)
            if rtl:
                middle = CHART_WIDTH - middle
            height = (CHART_FLOOR - CHART_TOP) * bar.value / most
            figure.append(
                Column(
                    x=f"{middle - width / 2:.1f}",
                    y=f"{CHART_FLOOR - height:.1f}",
                    width=f"{width:.1f}",
                    height=f"{height:.1f}",
                    middle=f"{middle:.1f}",
                    above=f"{CHART_FLOOR - height - 6:.1f}",
                    label=str(bar.label),
                    value=bar.value,
                    current=bar.current,
                )
            )
        comma, colon = ("، ", "؛ ") if rtl else (", ", "; ")
        words = comma.join(
            f"{bar.label}: {display.number(bar.value)}" for bar in multiple.bars
        )
        title, total = str(multiple.title), str(multiple.total)
        figures.append(Figure(title, total, f"{title}{colon}{words}", figure))
    return figures


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a name on a tile."""

    text: str
    y: int


@dataclass(frozen=True, slots=True)
class PlacedTile:
    """A province's tile and where it lies."""

    tile: Tile
    name: str
    x: int
    y: int
    middle: int
    value_y: int
    lines: list[Line]
    short_lines: list[Line]


def tiles(given: Sequence[Tile], *, persian: bool) -> list[PlacedTile]:
    """Place the tiles, north to south and west to east."""
    placed = []
    for tile in sorted(given, key=_reading_order):
        place = provinces.PLACES[tile.code]
        x = place.column * (TILE_WIDTH + TILE_GAP)
        y = place.row * (TILE_HEIGHT + TILE_GAP)
        words = provinces.lines(tile.code, persian=persian)
        short = provinces.short_lines(tile.code, persian=persian)
        placed.append(
            PlacedTile(
                tile,
                provinces.name(tile.code, persian=persian),
                x,
                y,
                x + TILE_WIDTH // 2,
                y + 27,
                _set(words, y + (53 if len(words) == 1 else 45), 18),
                _set(short, y + (58 if len(short) == 1 else 47), 20),
            )
        )
    return placed


def _set(words: list[str], first: int, step: int) -> list[Line]:
    return [Line(word, first + step * at) for at, word in enumerate(words)]


def _reading_order(tile: Tile) -> tuple[int, int]:
    place = provinces.PLACES[tile.code]
    return (place.row, place.column)
