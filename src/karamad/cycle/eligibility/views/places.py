"""Where units stand in the tree of a day, for a few units at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from karamad.registers.people.models import Unit, UnitKind, UnitPlace
from karamad.web.asof import AsOf
from karamad.web.display import said

DEEPEST = 12  # storeys; the nation has six


def above(units: Iterable[Unit], as_of: AsOf) -> dict[int, list[Unit]]:
    """Return the units over each of these on the day, the root first, by key."""
    units = list({unit.pk: unit for unit in units}.values())
    if as_of.is_today:
        return _of_today(units)
    return _of_day(units, as_of.day)


def names_above(units: Iterable[Unit]) -> list[str]:
    """Return the names of the units above, the nearest first, the ministry left out."""
    named = [unit for unit in units if unit.kind != UnitKind.MINISTRY]
    return [said(unit, "name") for unit in reversed(named)]


def _of_today(units: list[Unit]) -> dict[int, list[Unit]]:
    ways = {
        unit.pk: [int(key) for key in unit.path.split(".") if key] for unit in units
    }
    keys = {key for way in ways.values() for key in way[:-1]}
    found = Unit.objects.in_bulk(keys) if keys else {}
    return {
        unit: [found[key] for key in way[:-1] if key in found]
        for unit, way in ways.items()
    }


def _of_day(units: list[Unit], on: date) -> dict[int, list[Unit]]:
    parents: dict[int, Unit] = {}
    level = {unit.pk for unit in units}
    for _storey in range(DEEPEST):
        places = UnitPlace.objects.in_force_on(on).filter(unit__in=level)
        level = set()
        for place in places.select_related("parent"):
            if place.parent is not None and place.unit_id not in parents:
                parents[place.unit_id] = place.parent
                level.add(place.parent.pk)
        level -= set(parents)
        if not level:
            break
    return {unit.pk: _way(unit.pk, parents) for unit in units}


def _way(unit: int, parents: dict[int, Unit]) -> list[Unit]:
    way: list[Unit] = []
    while unit in parents and len(way) < DEEPEST:
        way.append(parents[unit])
        unit = parents[unit].pk
    return way[::-1]
