"""Units and their places in the tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from karamad.registers.exchange.rules.columns import Kind
from karamad.registers.exchange.rules.faults import Code
from karamad.registers.exchange.writing.dialects import dialect
from karamad.registers.exchange.writing.facts import supersede, table_of
from karamad.registers.exchange.writing.naming import Naming
from karamad.registers.exchange.writing.references import References
from karamad.registers.exchange.writing.rows import (
    Changes,
    Key,
    OnRecord,
    Refuse,
    Row,
    Stamp,
)
from karamad.registers.people.actions import refresh_paths
from karamad.registers.people.models import UnitPlace
from karamad.registers.people.rules import (
    Place,
    stands_below,
    title_search_key,
    title_sort_key,
)
from karamad.trust.accounts.permissions import Permission

Tree = dict[int, tuple[Place, ...]]


class Units(Naming):
    """A unit stands under its parent from a day on; its other places stay."""

    beside = ("parent",)
    named = "parent"
    register = "unit"

    def __init__(self, kind: Kind, references: References) -> None:
        super().__init__(kind, references)
        self._tree: Tree = {}

    def derive(self, row: Row) -> tuple[Any, ...]:
        return title_search_key(row.stored[0]), title_sort_key(row.stored[0])

    def hold(self) -> None:
        """Hold the roots, as every act on the tree does."""
        refresh_paths(on=self.references.scope.on)

    # ---- asking -------------------------------------------------------------

    def prepare(self, rows: Sequence[Row], refuse: Refuse) -> list[Row]:
        self._tree = tree_on_record()
        self._stated = {
            row.said[0]: (row.said[self.place["parent"]], self._from(row))
            for row in rows
        }
        ready = super().prepare(self._in_scope(rows, refuse), refuse)
        for row in ready:
            parent = next(iter(self.keys_named(row)), None)
            row.stored += ((parent, self._from(row)),)
        return ready

    def _in_scope(self, rows: Sequence[Row], refuse: Refuse) -> list[Row]:
        scope = self.references.scope
        if scope.user is None or scope.reach(Permission.PEOPLE_UNIT_EDIT):
            return list(rows)
        codes = self.references.codes("unit")
        editable = scope.units(Permission.PEOPLE_UNIT_EDIT)
        inside = {code for code, pk in codes.items() if pk in editable}
        coming = {row.said[0] for row in rows} - codes.keys()
        kept = []
        for row in rows:
            parent, code = row.said[self.place["parent"]], row.said[0]
            below = parent in inside | coming
            mine = code in inside and (parent is None or below)
            if mine or (code in coming and below and not self._outside(code)):
                kept.append(row)
            else:
                refuse(row, "code", Code.OUT_OF_SCOPE, "")
        return kept

    def _outside(self, code: str) -> bool:
        return self.references.unknown("unit", code)[0] is Code.OUT_OF_SCOPE

    def _from(self, row: Row) -> date | None:
        day: str | None = row.said[self.place["parent_from"]]
        return None if day is None else date.fromisoformat(day)

    def names_of(self, row: Row) -> tuple[str, ...]:
        parent = row.said[self.place["parent"]]
        return () if parent is None else (parent,)

    def fault_of(self, row: Row) -> Code | None:
        """Look for the unit among those above its new parent, on every day."""
        code = row.said[0]
        if code in self.names_of(row):
            return Code.REFERS_TO_ITSELF
        unit = self.key_of(code)
        for parent in self.keys_named(row):
            above = dict(self._above(parent))
            days = {self._from(row) or date.min} | {
                place.from_day or date.min for each in above.values() for place in each
            }
            if unit is not None and any(
                stands_below(above, parent, unit, day) for day in days
            ):
                return Code.BELOW_ITSELF
        return None

    def _above(self, unit: int) -> Iterator[tuple[int, tuple[Place, ...]]]:
        """Yield the places of the unit and of whatever is above it on some day."""
        waiting, seen = [unit], {unit}
        while waiting:
            each = waiting.pop()
            places = self._places().get(each, ())
            yield each, places
            parents = {p.parent for p in places if p.parent is not None} - seen
            seen |= parents
            waiting += parents

    def _places(self) -> Tree:
        """Return the tree on record with what the file says put in."""
        for code, (parent, from_day) in self._stated.items():
            unit = self.key_of(code)
            if unit is None or parent is None:
                continue
            above = self.key_of(parent)
            kept = [p for p in self._tree.get(unit, ()) if p.from_day != from_day]
            self._tree[unit] = (*kept, Place(from_day, above))
        self._stated = {}
        return self._tree

    def on_record(self, rows: Sequence[Row]) -> dict[Key, OnRecord]:
        found = super().on_record(rows)
        stated = {row.key: row.stored[-1] for row in rows}
        held = tree_on_record()
        return {
            key: OnRecord(
                each.pk,
                (*each.stored, _standing(stated[key], held.get(each.pk, ()))),
            )
            for key, each in found.items()
        }

    # ---- writing ------------------------------------------------------------

    def write(self, changes: Changes, stamp: Stamp) -> None:
        super().write(changes, stamp)
        moved = [row for row in changes.changed if row.stored[-1] != row.old[-1]]
        speak = dialect()
        moment = speak.stored(stamp.moment)
        table = table_of(UnitPlace)
        for row in moved:
            places = UnitPlace.objects.current().filter(
                unit=row.found, from_day=row.stored[-1][1]
            )
            supersede(table, list(places.values_list("pk", flat=True)), moment)
        speak.insert(
            table,
            ["unit_id", "parent_id", "from_day", "recorded_at", "entry_id"],
            [
                (row.found, *row.stored[-1], moment, stamp.entry_id)
                for rows in (changes.new, moved)
                for row in rows
            ],
        )
        refresh_paths(on=self.references.scope.on)

    def renumber(self, row: Row, given: dict[int, int]) -> None:
        parent, from_day = row.stored[-1]
        row.stored = (*row.stored[:-1], (given.get(parent, parent), from_day))


def tree_on_record() -> Tree:
    """Return the places of every unit, by its key."""
    tree: Tree = {}
    rows = UnitPlace.objects.current().values_list("unit_id", "from_day", "parent_id")
    for unit, from_day, parent in rows:
        tree[unit] = (*tree.get(unit, ()), Place(from_day, parent))
    return tree


def _standing(
    stated: tuple[int | None, date | None], held: Sequence[Place]
) -> tuple[object, date | None]:
    """Return the place on record to compare with; a row without one says nothing."""
    parent, from_day = stated
    if parent is None and from_day is None and held:
        return stated
    for place in held:
        if place.from_day == from_day:
            return place.parent, from_day
    return "none", from_day
