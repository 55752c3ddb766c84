"""What is shown of everyone as the rows of the files that go out, column by column.

A word that comes again and again (a day, a number, a code) is spelt once.
Source: docs/formats.md, "Out".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from karamad.cycle.eligibility import rules
from karamad.cycle.eligibility.actions.laws import Law
from karamad.cycle.eligibility.actions.sheets import Row, Rows, spelling
from karamad.cycle.eligibility.actions.showing import Show
from karamad.cycle.eligibility.measures import Shown
from karamad.cycle.eligibility.rules.asking import Asked, asked_by
from karamad.registers.people.models import Person, Post, Unit

_FINE: Final = 10_000  # amounts are counted in so many parts of one
_PLACES: Final = 64  # above every place in a law
_HEAD: Final = ("national_id", "post", "unit", "profile", "edition", "as_of")
_ORDER: Final = [(name, "ascending") for name in ("person", "post", "unit", "profile")]
_FOUND: Final = (
    "criterion",
    "outcome",
    "reached",
    "asked",
    "until",
    "evidence",
    "document",
)
_BY_LAW: Final = ("profile", "edition")
_BY_CRITERION: Final = ("criterion", "asked", "document")


def rows_shown(show: Show, on: date, *, gregorian: bool) -> Iterator[Rows]:
    """Yield the rows of some people after others, by person, post, unit and profile."""
    spell = _Spell(show.laws, on, gregorian=gregorian)
    for shown in show.shown:
        yield spell.rows(shown)


class _Spell:
    """Spells rows by the codes of posts, units and laws, read once."""

    def __init__(self, laws: Sequence[Law], on: date, *, gregorian: bool) -> None:
        self._day = spelling(gregorian=gregorian)
        self._on = self._day(on)
        self._posts = _Codes(dict(Post.objects.values_list("pk", "code")))
        self._units = _Codes(dict(Unit.objects.values_list("pk", "code")))
        self._laws = {
            "profile": pa.array([law.code for law in laws], pa.string()),
            "edition": pa.array([law.number for law in laws], pa.int64()),
        }
        asked = [
            (number * _PLACES + place, *_asked(each))
            for number, law in enumerate(laws)
            for place, each in enumerate(asked_by(law.profile))
        ]
        keys, *words = zip(*asked, strict=True) if asked else [()] * 4
        self._cells = pa.array(keys, pa.int64())
        named = zip(_BY_CRITERION, words, strict=True)
        self._criteria = {name: pa.array(each, pa.string()) for name, each in named}

    def rows(self, shown: Shown) -> Rows:
        people = shown.verdict["person"].unique()
        ids = _national_ids(people.to_pylist())
        verdict = self._headed(shown.verdict, ids).sort_by(_ORDER)
        finding = self._told(self._headed(shown.finding, ids), shown.evidence)
        finding = finding.sort_by([*_ORDER, ("place", "ascending")])
        return Rows(
            len(people),
            self._written(verdict, (*_HEAD, "verdict", "until")),
            self._written(
                finding,
                (*_HEAD, *_FOUND),
            ),
        )

    def _headed(self, table: pa.Table, ids: _Codes) -> pa.Table:
        """Put codes in the place of keys."""
        columns = {name: table[name] for name in table.column_names}
        columns["national_id"] = ids.of(table["person"])
        columns["post"] = self._posts.of(table["post"])
        columns["unit"] = self._units.of(table["unit"])
        for name in _BY_LAW:
            columns[name] = self._laws[name].take(table["law"].combine_chunks())
        return pa.table(columns)

    def _told(self, finding: pa.Table, evidence: pa.Table) -> pa.Table:
        """Add what was asked and reached, and by which evidence."""
        law = pc.multiply(finding["law"].cast(pa.int64()), _PLACES)
        which = pc.index_in(pc.add(law, finding["place"]), value_set=self._cells)
        columns = {name: finding[name] for name in finding.column_names}
        for name in _BY_CRITERION:
            columns[name] = self._criteria[name].take(which.combine_chunks())
        amounts = _each(finding["amount"], _amount)
        columns["reached"] = pc.coalesce(finding["word"], amounts)
        columns["evidence"] = self._evidence(_cell(finding), evidence)
        return pa.table(columns)

    def _evidence(self, cells: pa.ChunkedArray, evidence: pa.Table) -> pa.Array:
        """Return the ids of each of these cells, `|` between."""
        days = _each(evidence["day"], self._day)
        named = pc.binary_join_element_wise(evidence["register"], evidence["code"], ":")
        ids = pc.binary_join_element_wise(named, days, "@").combine_chunks()
        mine, begins = np.unique(_cell(evidence).to_numpy(), return_index=True)
        ends = pa.array([*begins, len(ids)], pa.int32())
        joined = pc.binary_join(pa.ListArray.from_arrays(ends, ids), "|")
        return joined.take(
            pc.index_in(cells, value_set=pa.array(mine)).combine_chunks()
        )

    def _written(self, table: pa.Table, names: Sequence[str]) -> list[Row]:
        table = table.append_column("as_of", pa.array([self._on] * table.num_rows))
        until = _each(table["until"], self._day)
        table = table.set_column(table.column_names.index("until"), "until", until)
        columns = [
            [] if not table.num_rows else _filled(table[name]).to_pylist()
            for name in names
        ]
        return list(zip(*columns, strict=True))


class _Codes:
    """Codes by key; a key without one has none."""

    def __init__(self, codes: dict[int, str]) -> None:
        self._keys = pa.array(list(codes), pa.int64())
        self._codes = pa.array(list(codes.values()), pa.string())

    def of(self, keys: pa.ChunkedArray) -> pa.Array:
        which = pc.index_in(keys.cast(pa.int64()), value_set=self._keys)
        return self._codes.take(which.combine_chunks()).fill_null("")


def _national_ids(people: Sequence[int]) -> _Codes:
    found = Person.objects.filter(pk__in=people)
    return _Codes(dict(found.values_list("pk", "national_id")))


def _asked(asked: Asked) -> tuple[str, str, str]:
    """Return a criterion's id, what it asks, and the document that says so."""
    document = asked.criterion.source.document
    return asked.id, rules.amount_text(asked.amount), document


def _cell(table: pa.Table) -> pa.ChunkedArray:
    """Return case and place as one number."""
    return pc.add(pc.multiply(table["id"], _PLACES), table["place"].cast(pa.int64()))


def _each(column: pa.ChunkedArray, spell: Callable[[Any], str]) -> pa.Array:
    """Spell a column, each value once."""
    found = column.combine_chunks().dictionary_encode()
    words = pa.array(
        [spell(value) for value in found.dictionary.to_pylist()], pa.string()
    )
    return words.take(found.indices)


def _amount(amount: int) -> str:
    return rules.amount_text(Decimal(amount) / _FINE)


def _filled(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.fill_null(column, "") if pa.types.is_string(column.type) else column
