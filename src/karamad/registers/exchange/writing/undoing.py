"""What a load has written, taken back: a later correction of it stands.

Facts are superseded and what they had superseded is recorded anew. An entity goes back
to its former state; a new one is removed if nothing on record names it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from karamad.registers.courses.models import Accreditation, Equivalence
from karamad.registers.exchange.writing import entities, facts
from karamad.registers.exchange.writing.dialects import dialect, quoted, run
from karamad.registers.exchange.writing.entities import (
    EntityTable,
    keep_former,
    shared_columns,
)
from karamad.registers.exchange.writing.facts import supersede, table_of
from karamad.registers.exchange.writing.rows import Stamp
from karamad.registers.people.models import Assignment, UnitPlace
from karamad.registers.people.models.seen import derive_seen

# Rows that live and die with their entity: whose, and what else is their key.
OWNED: dict[str, tuple[tuple[type[models.Model], str], ...]] = {
    "units": ((UnitPlace, "unit_id"),),
    "courses": ((Equivalence, "course_id"),),
    "providers": ((Accreditation, "provider_id"),),
    "people": (),
    "posts": (),
}


@dataclass
class Undone:
    """What became of a load's rows.

    withdrawn: facts ended. restored: former states on record again. removed: entities
    that are gone. kept: new entities that something on record names, which stay.
    """

    withdrawn: int = 0
    restored: int = 0
    removed: int = 0
    kept: int = 0


def undo(kind: str, entry_id: int, stamp: Stamp) -> Undone:
    """Take back what `entry_id` has written for the kind."""
    if kind in facts.TABLES:
        where = facts.TABLES[kind]
        names = facts.fields_of(where.model, list(where.key))
        keys = [facts.column_of(field) for field in names]
        undone = Undone()
        _undo_facts(where.model, keys, entry_id, stamp, undone)
        if where.model is Assignment:
            written = Assignment.objects.filter(entry=entry_id)
            derive_seen(written.values_list("person_id", flat=True))
        return undone
    return _undo_entities(kind, entities.TABLES[kind], entry_id, stamp)


def written(kind: str, entry_id: int) -> int:
    """Return how many rows stand on record as `entry_id` has written them."""
    if kind in facts.TABLES:
        table = quoted(table_of(facts.TABLES[kind].model))
        standing = f"{table} WHERE superseded_at IS NULL AND entry_id = %s"
    else:
        table = quoted(table_of(entities.TABLES[kind].model))
        standing = f"{table} WHERE entry_id = %s"
    ((count,),) = run(f"SELECT count(*) FROM {standing}", [entry_id])  # noqa: S608
    return int(count)


# ---- facts ------------------------------------------------------------------


def _undo_facts(
    model: type[models.Model],
    keys: Sequence[str],
    entry_id: int,
    stamp: Stamp,
    undone: Undone,
) -> None:
    table = quoted(table_of(model))
    moment = dialect().stored(stamp.moment)
    same = " AND ".join(f'p."{key}" = r."{key}"' for key in keys)
    before = run(
        f"SELECT p.id FROM {table} r JOIN {table} p "  # noqa: S608
        f"ON {same} AND p.superseded_at = r.recorded_at AND p.entry_id <> r.entry_id "
        "WHERE r.entry_id = %s AND r.superseded_at IS NULL",
        [entry_id],
    )
    ours = run(
        f"SELECT id FROM {table} WHERE entry_id = %s AND superseded_at IS NULL",  # noqa: S608
        [entry_id],
    )
    supersede(table_of(model), [pk for (pk,) in ours], moment)
    _record_anew(model, [pk for (pk,) in before], stamp)
    undone.withdrawn += len(ours)
    undone.restored += len(before)


def _record_anew(model: type[models.Model], keys: Sequence[int], stamp: Stamp) -> None:
    if not keys:
        return
    skipped = {"id", "recorded_at", "superseded_at", "entry_id"}
    columns = quoted(*(name for name in _columns(model) if name not in skipped))
    condition, values = dialect().among("id", keys)
    run(
        f"INSERT INTO {quoted(table_of(model))} ({columns}, recorded_at, entry_id) "  # noqa: S608
        f"SELECT {columns}, %s, %s FROM {quoted(table_of(model))} WHERE {condition}",
        [dialect().stored(stamp.moment), stamp.entry_id, *values],
    )


# ---- entities ---------------------------------------------------------------


def _undo_entities(
    kind: str, where: EntityTable, entry_id: int, stamp: Stamp
) -> Undone:
    undone = Undone()
    table, former = quoted(table_of(where.model)), quoted(table_of(where.former))
    changed = run(
        f"SELECT t.id, f.id, t.recorded_at FROM {table} t JOIN {former} f "  # noqa: S608
        f"ON f.{quoted(where.backwards + '_id')} = t.id "
        "AND f.superseded_at = t.recorded_at WHERE t.entry_id = %s",
        [entry_id],
    )
    ours = [
        pk
        for (pk,) in run(f"SELECT id FROM {table} WHERE entry_id = %s", [entry_id])  # noqa: S608
    ]
    back = {pk for pk, _, _ in changed}
    new = [pk for pk in ours if pk not in back]
    for model, owner in OWNED[kind]:
        _undo_owned(model, owner, [(pk, at) for pk, _, at in changed], stamp)
    _go_back(where, [(pk, old) for pk, old, _ in changed], stamp)
    undone.restored = len(changed)
    undone.removed = _remove(kind, where.model, new, entry_id)
    undone.kept = len(new) - undone.removed
    return undone


def _undo_owned(
    model: type[models.Model],
    owner: str,
    changed: Sequence[tuple[int, Any]],
    stamp: Stamp,
) -> None:
    """End what came beside an entity with its change; record what went with it."""
    table = quoted(table_of(model))
    moment = dialect().stored(stamp.moment)
    for pk, at in changed:
        values = [pk, dialect().stored(at)]
        came = run(
            f"SELECT id FROM {table} WHERE {quoted(owner)} = %s "  # noqa: S608
            "AND recorded_at = %s AND superseded_at IS NULL",
            values,
        )
        went = run(
            f"SELECT id FROM {table} WHERE {quoted(owner)} = %s "  # noqa: S608
            "AND superseded_at = %s",
            values,
        )
        supersede(table_of(model), [each for (each,) in came], moment)
        _record_anew(model, [each for (each,) in went], stamp)


def _go_back(
    where: EntityTable, pairs: Sequence[tuple[int, int]], stamp: Stamp
) -> None:
    if not pairs:
        return
    moment = dialect().stored(stamp.moment)
    keep_former(where, [pk for pk, _ in pairs], moment)
    kept = [n for n in shared_columns(where) if n not in ("recorded_at", "entry_id")]
    table, former = quoted(table_of(where.model)), quoted(table_of(where.former))
    changes = ", ".join(f'"{name}" = f."{name}"' for name in kept)
    condition, values = dialect().among("id", [old for _, old in pairs])
    run(
        f"UPDATE {table} AS t SET {changes}, recorded_at = %s, entry_id = %s "  # noqa: S608
        f"FROM (SELECT * FROM {former} WHERE {condition}) AS f "
        f"WHERE f.{quoted(where.backwards + '_id')} = t.id",
        [moment, stamp.entry_id, *values],
    )


def _remove(
    kind: str, model: type[models.Model], keys: Sequence[int], entry_id: int
) -> int:
    """Delete the entities that no row names but those written with them."""
    if not keys:
        return 0
    owned = {(table_of(each), owner) for each, owner in OWNED[kind]}
    owned.update(_own_places(model))
    named: set[int] = set()
    condition, values = dialect().among("id", keys)
    asked = f"SELECT id FROM {quoted(table_of(model))} WHERE {condition}"  # noqa: S608
    for table, column, has_entry in _names_of(model):
        if (table, column) in owned and not has_entry:
            continue
        others = f"{quoted(column)} IN ({asked})"
        given = list(values)
        if (table, column) in owned:
            others += " AND entry_id <> %s"
            given.append(entry_id)
        rows = run(
            f"SELECT DISTINCT {quoted(column)} FROM {quoted(table)} WHERE {others}",  # noqa: S608
            given,
        )
        named |= {pk for (pk,) in rows}
    gone = [pk for pk in keys if pk not in named]
    for table, column in owned:
        condition, values = dialect().among(column, gone)
        run(f"DELETE FROM {quoted(table)} WHERE {condition}", values)  # noqa: S608
    condition, values = dialect().among("id", gone)
    run(f"DELETE FROM {quoted(table_of(model))} WHERE {condition}", values)  # noqa: S608
    return len(gone)


def _own_places(model: type[models.Model]) -> list[tuple[str, str]]:
    """Children that are removed too may still stand under a removed parent."""
    if model is entities.TABLES["units"].model:
        return [(table_of(UnitPlace), "parent_id")]
    if model is entities.TABLES["courses"].model:
        return [(table_of(Equivalence), "of_id")]
    return []


def _names_of(model: type[models.Model]) -> Iterator[tuple[str, str, bool]]:
    """Yield every column that names a row of the model, and if it bears an entry."""
    for relation in model._meta.get_fields(include_hidden=True):  # noqa: SLF001
        if isinstance(relation, models.ManyToOneRel):
            other = relation.related_model
            column = relation.field.column
            if isinstance(other, type):
                yield table_of(other), str(column), "entry_id" in _columns(other)


def _columns(model: type[models.Model]) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields]  # noqa: SLF001
