"""Posts, providers with their accreditation, courses with their equivalences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from karamad.kernel.text import search_key, sort_key
from karamad.registers.courses.models import Accreditation, Equivalence
from karamad.registers.exchange.rules.faults import Code
from karamad.registers.exchange.writing.dialects import dialect, run
from karamad.registers.exchange.writing.entities import Entities
from karamad.registers.exchange.writing.facts import fields_of, supersede, table_of
from karamad.registers.exchange.writing.naming import Naming
from karamad.registers.exchange.writing.rows import (
    Changes,
    Key,
    OnRecord,
    Refuse,
    Row,
    Stamp,
)
from karamad.registers.people.rules import title_search_key, title_sort_key


class Posts(Entities):
    def derive(self, row: Row) -> tuple[Any, ...]:
        return title_search_key(row.stored[0]), title_sort_key(row.stored[0])


def _longest(entities: Entities) -> tuple[int, int]:
    lengths = [field.max_length or 0 for field in entities.derived]
    return lengths[0], lengths[1]


class Providers(Entities):
    """A provider is accredited for domains from a day; other days' stay as they are."""

    beside = ("domains",)

    def derive(self, row: Row) -> tuple[Any, ...]:
        searched, sorted_by = _longest(self)
        name = row.stored[0]
        return search_key(name)[:searched], sort_key(name)[:sorted_by]

    def prepare(self, rows: Sequence[Row], refuse: Refuse) -> list[Row]:
        ready = super().prepare(rows, refuse)
        domains, begins, ends = (
            self.place[name]
            for name in ("domains", "accredited_from", "accredited_until")
        )
        for row in ready:
            span = row.said[begins], row.said[ends]
            named = row.said[domains] or (("",) if any(span) else ())
            row.stored += (frozenset((domain, *span) for domain in named),)
        return ready

    def on_record(self, rows: Sequence[Row]) -> dict[Key, OnRecord]:
        found = super().on_record(rows)
        held = _beside(Accreditation, "provider_id", found.values())
        begins = self.place["accredited_from"]
        days = {row.key: row.said[begins] for row in rows}
        return {
            key: OnRecord(
                each.pk,
                (
                    *each.stored,
                    frozenset(
                        what for what in held.get(each.pk, ()) if what[1] == days[key]
                    ),
                ),
            )
            for key, each in found.items()
        }

    def write(self, changes: Changes, stamp: Stamp) -> None:
        super().write(changes, stamp)
        _write_beside(Accreditation, "provider_id", changes, stamp)


class Courses(Naming):
    """A course names its provider, and courses of the same file as its equals."""

    beside = ("equivalent_to",)
    named = "equivalent_to"
    register = "course"

    def derive(self, row: Row) -> tuple[Any, ...]:
        searched, sorted_by = _longest(self)
        title = row.stored[0]
        return search_key(title)[:searched], sort_key(title)[:sorted_by]

    def prepare(self, rows: Sequence[Row], refuse: Refuse) -> list[Row]:
        known = self._with_provider(rows, refuse)
        ready = super().prepare(known, refuse)
        for row in ready:
            row.stored += (frozenset((pk,) for pk in self.keys_named(row)),)
        provided = {row.number for row in known}
        super().resolve([row for row in rows if row.number not in provided], refuse)
        return ready

    def resolve(self, rows: Sequence[Row], refuse: Refuse) -> list[Row]:
        super().resolve(rows, refuse)
        return self._with_provider(rows, refuse)

    def _with_provider(self, rows: Sequence[Row], refuse: Refuse) -> list[Row]:
        """Put the provider's key in each row; refuse those whose provider is none."""
        place = self.place["provider"]
        providers = self.references.codes("provider")
        known = []
        for row in rows:
            named = row.said[place]
            if named is not None:
                row.said[place] = providers.get(named)
                if row.said[place] is None:
                    code, about = self.references.unknown("provider", named)
                    refuse(row, "provider", code, about)
                    continue
            known.append(row)
        return known

    def names_of(self, row: Row) -> tuple[str, ...]:
        return tuple(row.said[self.place[self.named]] or ())

    def on_record(self, rows: Sequence[Row]) -> dict[Key, OnRecord]:
        found = super().on_record(rows)
        held = _beside(Equivalence, "course_id", found.values())
        return {
            key: OnRecord(each.pk, (*each.stored, frozenset(held.get(each.pk, ()))))
            for key, each in found.items()
        }

    def write(self, changes: Changes, stamp: Stamp) -> None:
        super().write(changes, stamp)
        _write_beside(Equivalence, "course_id", changes, stamp)

    def renumber(self, row: Row, given: dict[int, int]) -> None:
        equals = frozenset((given.get(pk, pk),) for (pk,) in row.stored[-1])
        row.stored = (*row.stored[:-1], equals)

    def fault_of(self, row: Row) -> Code | None:
        return Code.REFERS_TO_ITSELF if row.said[0] in self.names_of(row) else None


# ---- what stands in a table beside ------------------------------------------

BESIDE: dict[type[Any], tuple[str, ...]] = {
    Accreditation: ("domain", "from_day", "until_day"),
    Equivalence: ("of_id",),
}


def _beside(
    model: type[Any], owner: str, owners: Iterable[OnRecord]
) -> dict[int, set[tuple[Any, ...]]]:
    """Return the current items by their owner's key."""
    named = [name.removesuffix("_id") for name in (owner, *BESIDE[model])]
    columns = fields_of(model, named)
    found: dict[int, set[tuple[Any, ...]]] = {}
    for pk, *item in dialect().matching(
        columns,
        table_of(model),
        columns[:1],
        [(each.pk,) for each in owners],
        "superseded_at IS NULL",
    ):
        found.setdefault(pk, set()).add(tuple(item))
    return found


def _write_beside(model: type[Any], owner: str, changes: Changes, stamp: Stamp) -> None:
    """End the items that a changed row no longer has, and add the new ones."""
    speak = dialect()
    table, columns = table_of(model), BESIDE[model]
    moment = speak.stored(stamp.moment)
    for row in changes.changed:
        for item in row.old[-1] - row.stored[-1]:
            same = " AND ".join(
                f'"{column}" IS NULL' if value is None else f'"{column}" = %s'
                for column, value in zip(columns, item, strict=True)
            )
            values = [value for value in item if value is not None]
            found = run(
                f'SELECT id FROM "{table}" WHERE superseded_at IS NULL '  # noqa: S608
                f'AND "{owner}" = %s AND {same}',
                [row.found, *values],
            )
            supersede(table, [pk for (pk,) in found], moment)
    new = [
        (row, item) for row in changes.new for item in sorted(row.stored[-1], key=str)
    ]
    new += [
        (row, item)
        for row in changes.changed
        for item in sorted(row.stored[-1] - row.old[-1], key=str)
    ]
    speak.insert(
        table,
        [owner, *columns, "recorded_at", "entry_id"],
        [(row.found, *item, moment, stamp.entry_id) for row, item in new],
    )
