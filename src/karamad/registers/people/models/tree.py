"""The tree of units as it stood on a day; yesterday's is still there."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL

from karamad.registers.people.models.units import Unit, UnitPlace, UnitQuerySet

DEEPEST = 50  # storeys; more is a circle in loaded data

# One place a unit: the latest begun by the day. Takes the day.
_PLACES = """
place AS (
    SELECT unit_id, parent_id FROM (
        SELECT unit_id, parent_id, ROW_NUMBER() OVER (
            PARTITION BY unit_id ORDER BY from_day DESC NULLS LAST
        ) AS nth
        FROM people_unitplace
        WHERE superseded_at IS NULL AND (from_day IS NULL OR from_day <= %s)
    ) AS begun
    WHERE nth = 1
)"""

# Takes the day and the unit's key.
_BELOW = f"""
WITH RECURSIVE {_PLACES},
below (id, depth) AS (
    SELECT CAST(%s AS bigint), 0
    UNION ALL
    SELECT place.unit_id, below.depth + 1
    FROM place JOIN below ON place.parent_id = below.id
    WHERE below.depth < {DEEPEST}
)
SELECT id FROM below"""  # noqa: S608 - no outside text in it

# Takes the day. Python counts the rows of an UPDATE only if it comes first.
_REFRESH = f"""
UPDATE people_unit SET path = tree.path
FROM (
    WITH RECURSIVE {_PLACES},
    tree (id, path, depth) AS (
        SELECT unit.id, CAST(unit.id AS text) || '.', 0
        FROM people_unit AS unit LEFT JOIN place ON place.unit_id = unit.id
        WHERE place.parent_id IS NULL
        UNION ALL
        SELECT place.unit_id, tree.path || CAST(place.unit_id AS text) || '.',
            tree.depth + 1
        FROM place JOIN tree ON place.parent_id = tree.id
        WHERE tree.depth < {DEEPEST}
    )
    SELECT id, path FROM tree
) AS tree
WHERE tree.id = people_unit.id AND people_unit.path <> tree.path"""  # noqa: S608


def ancestors_on(unit: Unit, day: date) -> list[Unit]:
    """Return the units above `unit` on the day, the root first."""
    above: list[Unit] = []
    seen = {unit.pk}
    places = UnitPlace.objects.in_force_on(day).select_related("parent")
    place = places.filter(unit=unit).first()
    while place and place.parent and place.parent.pk not in seen:
        seen.add(place.parent.pk)
        above.append(place.parent)
        place = places.filter(unit=place.parent).first()
    return above[::-1]


def children_on(unit: Unit, day: date) -> UnitQuerySet:
    """Return the units directly under `unit` on the day, closed ones too."""
    places = UnitPlace.objects.in_force_on(day).filter(parent=unit)
    return Unit.objects.filter(pk__in=places.values("unit"))


def ids_below_on(unit: Unit, day: date) -> RawSQL:
    """Return, as a subquery, the keys of `unit` and all below it on the day."""
    return RawSQL(_BELOW, (day, unit.pk), output_field=BigIntegerField())  # noqa: S611


def derive_paths(day: date) -> int:
    """Rewrite `Unit.path` where the day's tree differs; return how many changed."""
    with connection.cursor() as cursor:
        cursor.execute(_REFRESH, [day])
        return int(cursor.rowcount)
