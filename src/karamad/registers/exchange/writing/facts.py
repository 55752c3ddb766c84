"""Dated facts: one current row a key; a correction supersedes it and adds one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.db import models

from karamad.registers.competencies.models import Criterion, Edition
from karamad.registers.credentials.models import (
    Completion,
    Credential,
    Exemption,
    Result,
)
from karamad.registers.exchange.deriving import INDEX
from karamad.registers.exchange.rules import kinds
from karamad.registers.exchange.rules.columns import Kind
from karamad.registers.exchange.rules.faults import Code
from karamad.registers.exchange.writing.dialects import dialect, quoted, run
from karamad.registers.exchange.writing.references import References
from karamad.registers.exchange.writing.rows import (
    Changes,
    Key,
    OnRecord,
    Refuse,
    Row,
    Stamp,
)
from karamad.registers.people.models import Assignment
from karamad.registers.people.models.seen import derive_seen


@dataclass(frozen=True, slots=True)
class FactTable:
    """Where a kind's rows stand. key, rest: from model field to the kind's column."""

    model: type[models.Model]
    key: dict[str, str]
    rest: dict[str, str]


TABLES: dict[str, FactTable] = {
    "assignments": FactTable(
        Assignment,
        {
            "person": "national_id",
            "post": "post",
            "unit": "unit",
            "from_day": "from",
        },
        {"until_day": "until", "kind": "kind"},
    ),
    "completions": FactTable(
        Completion,
        {"person": "national_id", "course": "course", "completed_on": "completed_on"},
        {
            name: name
            for name in (
                "hours",
                "score",
                "passed",
                "mode",
                "provider",
                "certificate_no",
                "revoked_on",
            )
        },
    ),
    "results": FactTable(
        Result,
        {"person": "national_id", "instrument": "instrument", "taken_on": "taken_on"},
        {"kind": "kind", "value": "value"},
    ),
    "credentials": FactTable(
        Credential,
        {"person": "national_id", "credential_type": "type", "issued_on": "issued_on"},
        {name: name for name in ("expires_on", "revoked_on", "number", "issuer")},
    ),
    "exemptions": FactTable(
        Exemption,
        {
            "person": "national_id",
            "profile": "profile",
            "criterion": "criterion",
            "from_day": "from",
        },
        {"document": "document", "until_day": "until"},
    ),
}


def fields_of(
    model: type[models.Model], names: Sequence[str]
) -> list[models.Field[Any, Any]]:
    """Return the model's fields by name, in this order."""
    fields = {field.name: field for field in model._meta.concrete_fields}  # noqa: SLF001
    return [fields[name] for name in names]


def column_of(field: models.Field[Any, Any]) -> str:
    return str(field.column)


def table_of(model: type[models.Model]) -> str:
    return model._meta.db_table  # noqa: SLF001 - Django's documented API


class Facts:
    """The rows of one fact table, asked and written a batch at a time."""

    def __init__(self, kind: Kind, references: References) -> None:
        where = TABLES[kind.name]
        self.references = references
        self.table = table_of(where.model)
        self._id = fields_of(where.model, ["id"])
        self.keys = fields_of(where.model, list(where.key))
        self.rest = fields_of(where.model, list(where.rest))
        self.columns = [column_of(each) for each in (*self.keys, *self.rest)]
        place = {name: index for index, name in enumerate(kind.names)}
        self.rest_names = list(where.rest.values())
        self._key = itemgetter(*(place[c] for c in where.key.values()))
        self._rest = itemgetter(*(place[c] for c in where.rest.values()))
        self._person = place["national_id"]
        self._references = [
            (place[column.name], column.name, column.refers)
            for column in kind.columns
            if column.refers and column.refers != "person"
        ]

    def hold(self) -> None:
        """Hold nothing more than the kind's lock."""

    def remember(self, new: Sequence[Row]) -> None:
        """Remember nothing: no fact is named by another."""

    def prepare(self, rows: Sequence[Row], refuse: Refuse) -> list[Row]:
        """Set key and stored values of each row; rows that name nothing are refused."""
        ready = self.resolve(rows, refuse)
        for row in ready:
            row.key, row.stored = self._key(row.said), self._rest(row.said)
        return ready

    def resolve(self, rows: Sequence[Row], refuse: Refuse) -> list[Row]:
        """Turn codes into keys; return the rows of which each code names something.

        A cell that could not be read names nothing and is not asked about.
        """
        nobody = self._find_persons(rows, refuse)
        coded = [
            (index, name, register, self.references.codes(register))
            for index, name, register in self._references
        ]
        ready = []
        for row in rows:
            said, known = row.said, row.number not in nobody
            for index, name, register, codes in coded:
                named = said[index]
                if named is None:
                    continue
                found = codes.get(named)
                if found is None:
                    refuse(row, name, *self.references.unknown(register, named))
                    known = False
                said[index] = found
            if known:
                ready.append(row)
        return ready

    def _find_persons(self, rows: Sequence[Row], refuse: Refuse) -> set[int]:
        """Put the person's key in each row; return the numbers of those without one."""
        place = self._person
        named = [(row, row.derived[INDEX]) for row in rows if row.derived]
        persons = self.references.persons(index for _, index in named)
        former = self.references.former
        nobody = set()
        for row, index in named:
            pk = persons.get(index)
            if pk is None:
                code, about = self.references.unknown("person", row.said[place])
                refuse(row, "national_id", code, about)
                nobody.add(row.number)
                continue
            row.said[place] = pk
            row.mended |= index in former
        return nobody

    def on_record(self, rows: Sequence[Row]) -> dict[Key, OnRecord]:
        """Return the current row of each key that has one."""
        many = len(self.keys)
        found = dialect().matching(
            [*self._id, *self.keys, *self.rest],
            self.table,
            self.keys,
            [row.key for row in rows],
            "superseded_at IS NULL",
        )
        return {
            each[1 : many + 1]: OnRecord(each[0], each[many + 1 :]) for each in found
        }

    def write(self, changes: Changes, stamp: Stamp) -> None:
        """Supersede what is changed and add what is new."""
        speak = dialect()
        moment = speak.stored(stamp.moment)
        supersede(self.table, [row.found for row in changes.changed], moment)
        tail = (moment, stamp.entry_id)
        speak.insert(
            self.table,
            [*self.columns, "recorded_at", "entry_id"],
            [
                row.key + row.stored + tail
                for rows in (changes.changed, changes.new)
                for row in rows
            ],
        )


def supersede(table: str, keys: Sequence[int], moment: Any) -> None:
    """End the record of these rows at the moment."""
    if keys:
        condition, values = dialect().among("id", keys)
        run(
            f"UPDATE {quoted(table)} SET superseded_at = %s WHERE {condition}",  # noqa: S608
            [moment, *values],
        )


class Assignments(Facts):
    """Assignments say who is seen from where."""

    def write(self, changes: Changes, stamp: Stamp) -> None:
        super().write(changes, stamp)
        derive_seen(
            row.key[0] for rows in (changes.changed, changes.new) for row in rows
        )


class Exemptions(Facts):
    """Exemptions name a criterion of the profile's newest edition, or of an older."""

    def resolve(self, rows: Sequence[Row], refuse: Refuse) -> list[Row]:
        ready = super().resolve(rows, refuse)
        known: dict[int, set[str]] = {}
        lost = set()
        place = kinds.EXEMPTIONS.names.index("criterion")
        profile = kinds.EXEMPTIONS.names.index("profile")
        for row in rows:
            pk = row.said[profile]
            if pk is None or row.said[place] is None:
                continue  # refused for that
            if pk not in known:
                editions = Edition.objects.filter(profile=pk)
                codes = Criterion.objects.filter(edition__in=editions)
                known[pk] = set(codes.values_list("code", flat=True))
            if row.said[place] not in known[pk]:
                refuse(row, "criterion", Code.CRITERION_UNKNOWN, "")
                lost.add(row.number)
        return [row for row in ready if row.number not in lost]
