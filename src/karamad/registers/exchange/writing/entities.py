"""Entities: one row a code; a correction first copies what the row said."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import itemgetter
from typing import Any

from django.db import models
from django.db.models.fields import NOT_PROVIDED

from karamad.registers.courses.models import (
    Course,
    FormerCourse,
    FormerProvider,
    Provider,
)
from karamad.registers.exchange.rules.columns import Kind
from karamad.registers.exchange.writing.dialects import dialect, quoted, run
from karamad.registers.exchange.writing.facts import column_of, fields_of, table_of
from karamad.registers.exchange.writing.references import References
from karamad.registers.exchange.writing.rows import (
    Changes,
    Key,
    OnRecord,
    Refuse,
    Row,
    Stamp,
)
from karamad.registers.people.models import (
    FormerPerson,
    FormerPost,
    FormerUnit,
    Person,
    Post,
    Unit,
)


@dataclass(frozen=True, slots=True)
class EntityTable:
    """Where a kind's rows stand. facts: from model field to the kind's column.

    key: the field that the kind's key is found by. backwards: the former state's key to
    the entity.
    """

    model: type[models.Model]
    former: type[models.Model]
    backwards: str
    key: str
    facts: dict[str, str]


TABLES: dict[str, EntityTable] = {
    "units": EntityTable(
        Unit,
        FormerUnit,
        "unit",
        "code",
        {
            name: name
            for name in (
                "name",
                "kind",
                "province",
                "population",
                "income_class",
                "grade",
                "opened_on",
                "closed_on",
            )
        },
    ),
    "posts": EntityTable(
        Post,
        FormerPost,
        "post",
        "code",
        {
            name: name
            for name in ("title", "family", "level", "managerial", "unit_kind")
        },
    ),
    "people": EntityTable(
        Person,
        FormerPerson,
        "person",
        "blind_index",
        {
            name: name
            for name in (
                "first_name",
                "last_name",
                "father_name",
                "birth_date",
                "gender",
                "degree",
                "service_start",
                "employment",
                "mobile",
                "email",
            )
        },
    ),
    "courses": EntityTable(
        Course,
        FormerCourse,
        "course",
        "code",
        {
            "title": "title",
            "course_class": "class",
            **{
                name: name
                for name in (
                    "scope",
                    "hours",
                    "mode",
                    "provider",
                    "valid_years",
                    "creditable_from",
                    "creditable_until",
                    "degree_programme",
                )
            },
        },
    ),
    "providers": EntityTable(
        Provider,
        FormerProvider,
        "provider",
        "code",
        {"name": "name", "kind": "kind"},
    ),
}


class Entities(ABC):
    """The rows of one entity's table, asked and written a batch at a time.

    What an entity keeps in other tables (a unit's place, a course's equivalences) is
    compared as the last item of `Row.stored`, named in `beside` by the kind's column.
    key_wanted: whether what is written along with a new row bears its key; only then
    is the key asked for beforehand.
    """

    beside: tuple[str, ...] = ()
    key_wanted = True

    def __init__(self, kind: Kind, references: References) -> None:
        self.kind = kind
        self.where = where = TABLES[kind.name]
        self.references = references
        self.table = table_of(where.model)
        self.key = fields_of(where.model, [where.key])
        self.facts = fields_of(where.model, list(where.facts))
        self.columns = [column_of(field) for field in self.facts]
        self.place = {name: index for index, name in enumerate(kind.names)}
        self._stored = itemgetter(*(self.place[name] for name in where.facts.values()))
        self.derived = fields_of(where.model, list(self.derive_names()))
        self.rest_names = [*where.facts.values(), *self.beside]

    def derive_names(self) -> Sequence[str]:
        return ("search_key", "sort_key")

    @abstractmethod
    def derive(self, row: Row) -> tuple[Any, ...]:
        """Return the derived columns, in the order of `derive_names`."""

    def hold(self) -> None:  # noqa: B027 - most kinds have nothing more to hold
        """Hold nothing more than the kind's lock."""

    def remember(self, new: Sequence[Row]) -> None:  # noqa: B027 - as above
        """Remember nothing: no row of the kind is named by another."""

    # ---- asking -------------------------------------------------------------

    def resolve(self, rows: Sequence[Row], refuse: Refuse) -> list[Row]:
        """Look up what rows refused for a cell name; most entities name nothing."""
        del refuse
        return list(rows)

    def prepare(self, rows: Sequence[Row], refuse: Refuse) -> list[Row]:
        """Set key and stored values of each row; those that may not be are refused."""
        del refuse
        for row in rows:
            row.key, row.stored = (row.said[0],), self._stored(row.said)
        return list(rows)

    def on_record(self, rows: Sequence[Row]) -> dict[Key, OnRecord]:
        """Return the current state of each key that has one."""
        found = dialect().matching(
            fields_of(self.where.model, ["id", self.where.key]) + self.facts,
            self.table,
            self.key,
            [row.key for row in rows],
        )
        return {(each[1],): OnRecord(each[0], each[2:]) for each in found}

    # ---- writing ------------------------------------------------------------

    def write(self, changes: Changes, stamp: Stamp) -> None:
        """Copy what changes to the former states, then change and add."""
        self._correct(changes.changed, stamp)
        self._add(changes.new, stamp)

    def identities(self, rows: Sequence[Row]) -> Iterable[tuple[Any, ...]]:
        """Yield the values of `identity_columns` for each of the new rows."""
        return (row.key for row in rows)

    def identity_columns(self) -> list[str]:
        return [self.where.key]

    def _add(self, rows: Sequence[Row], stamp: Stamp) -> None:
        speak = dialect()
        moment = speak.stored(stamp.moment)
        keys: Iterable[tuple[int, ...]] = repeat(())
        if self.key_wanted:
            self._give_keys(rows)
            keys = ((row.found,) for row in rows)
        kept = len(self.columns)
        blank = self.blank_columns()
        tail = (*blank.values(), moment, stamp.entry_id)
        speak.insert(
            self.table,
            [
                *(["id"] if self.key_wanted else []),
                *self.identity_columns(),
                *self.columns,
                *(column_of(field) for field in self.derived),
                *blank,
                "recorded_at",
                "entry_id",
            ],
            [
                (*key, *identity, *row.stored[:kept], *self.derive(row), *tail)
                for row, key, identity in zip(
                    rows, keys, self.identities(rows), strict=False
                )
            ],
        )

    def _give_keys(self, rows: Sequence[Row]) -> None:
        unnamed = [row for row in rows if row.found <= 0]
        for row, pk in zip(
            unnamed, dialect().new_ids(self.table, len(unnamed)), strict=True
        ):
            row.found = pk

    def blank_columns(self) -> dict[str, Any]:
        """Return what no file says and the table wants all the same: "", no."""
        said = {
            *self.identity_columns(),
            *self.columns,
            "id",
            "recorded_at",
            "entry_id",
        }
        said |= {column_of(field) for field in self.derived}
        return {
            column_of(field): field.get_default()
            for field in _fields(self.where.model)
            if column_of(field) not in said
            and not field.null
            and field.db_default is NOT_PROVIDED
        }

    def _correct(self, rows: Sequence[Row], stamp: Stamp) -> None:
        kept = len(self.columns)
        if not rows:
            return
        speak = dialect()
        moment = speak.stored(stamp.moment)
        keep_former(self.where, [row.found for row in rows], moment)
        recorded, entry = fields_of(self.where.model, ["recorded_at", "entry"])
        speak.update(
            self.table,
            [*self.facts, *self.derived, recorded, entry],
            [
                (
                    row.found,
                    *row.stored[:kept],
                    *self.derive(row),
                    moment,
                    stamp.entry_id,
                )
                for row in rows
            ],
        )


def shared_columns(where: EntityTable) -> list[str]:
    """Return the columns that an entity and its former states have in common."""
    ours = {column_of(field) for field in _fields(where.model)}
    theirs = [column_of(field) for field in _fields(where.former)]
    return [name for name in theirs if name in ours and name != "id"]


def keep_former(where: EntityTable, keys: Sequence[int], moment: Any) -> None:
    """Copy the rows as they are to the former states, on record until the moment."""
    columns = quoted(*shared_columns(where))
    condition, values = dialect().among("id", keys)
    run(
        f"INSERT INTO {quoted(table_of(where.former))} "  # noqa: S608
        f"({columns}, superseded_at, {quoted(where.backwards + '_id')}) "
        f"SELECT {columns}, %s, id FROM {quoted(table_of(where.model))} "
        f"WHERE {condition}",
        [moment, *values],
    )


def _fields(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    yield from model._meta.concrete_fields  # noqa: SLF001 - Django's documented API
