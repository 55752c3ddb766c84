"""Which units a reader who may not see people is shown at all.

Every number he gets stands in one line of one page, and each line has its page below
it: what is hidden on a page is told by nothing but that page's total less its lines,
and less the people he sees by another of his roles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from karamad.insight.coverage.actions.asking import Asked, lines, unknown_lines
from karamad.insight.coverage.actions.books import Book
from karamad.insight.coverage.actions.places import Place
from karamad.insight.coverage.rules import Figures, total_of
from karamad.kernel.hiding import tells, too_small
from karamad.registers.people.models import Unit


def small_lines(lines: Mapping[int, Figures]) -> frozenset[int]:
    """Return the lines to hide under a total that is shown."""
    return too_small({key: figures.parts for key, figures in lines.items()})


def hidden_lines(book: Book, place: Place) -> frozenset[int] | None:
    """Return which lines of a page to hide from its reader; None: its total too."""
    unknown = unknown_lines(book, place)
    if tells(total_of(unknown.values()).parts):
        return None
    return small_lines(unknown)


def is_shown(book: Book, top: Place, unit: Unit) -> bool:
    """Say whether the unit's line is shown on every page from the top down to it.

    top: all that the reader may ask about. A page that counts others than its line
    does (a ministry's, with the provinces in it) would give the two away: not shown.
    """
    place = top
    while True:
        found, hidden = lines(book, place, Asked()), hidden_lines(book, place)
        if hidden is None:
            return False
        if place.unit and place.unit.pk == unit.pk:
            return True
        below = _next(book, place, unit)
        if below is None or below.pk in hidden:
            return False
        place = replace(place, unit=below, anchors=())
        if total_of(lines(book, place, Asked()).values()) != found.get(
            below.pk, Figures()
        ):
            return False


def _next(book: Book, place: Place, unit: Unit) -> Unit | None:
    """Return the unit in whose line `unit` is counted, by key and path."""
    keys = [int(key) for key in unit.path.split(".") if key]
    if place.unit:
        if not unit.path.startswith(place.path):
            return None
        return _upto(keys, place.path.count("."))
    if place.anchors:
        over = [each for each in place.anchors if unit.path.startswith(each.path)]
        return over[0] if over else None
    provinces = [at for at, key in enumerate(keys) if key in book.provinces]
    return _upto(keys, provinces[0] if provinces else 0)


def _upto(keys: list[int], depth: int) -> Unit:
    path = "".join(f"{key}." for key in keys[: depth + 1])
    return Unit(pk=keys[depth], path=path)
