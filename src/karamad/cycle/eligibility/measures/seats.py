"""Who is judged for which seat by which law, for everyone at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, TypeAlias

import pyarrow as pa

from karamad.cycle.eligibility.measures.shapes import table_of
from karamad.cycle.eligibility.measures.texts import Texts
from karamad.lake.engines import Session
from karamad.registers.competencies.rules import (
    Employment,
    Place,
    PostLevel,
    Profile,
    UnitKind,
    applies,
)

Seat: TypeAlias = tuple[int, int | None]
"""A post and a unit, by key; no unit where the post is the same everywhere."""

_KEY: Final = pa.int64()
_APPLYING: Final = {
    "post": _KEY,
    "employment": pa.string(),
    "unit_kind": pa.string(),
    "unit_grade": pa.int64(),
    "law": pa.int32(),
}
_LEVELS: Final = {each.value: each for each in PostLevel}
_EMPLOYMENTS: Final = {each.value: each for each in Employment}
_UNIT_KINDS: Final = {each.value: each for each in UnitKind}


def ask_seats(
    session: Session,
    laws: Sequence[Profile],
    *,
    on: date,
    units: Iterable[int] | None = None,
    people: Iterable[int] | None = None,
    everyone: bool = False,
) -> None:
    """Keep the session's `question`: each seat held on the day, by what applies to it.

    units: only seats at these. people: only these. everyone: by every law whatever the
    seat, and also who holds none (with `units`: those at home there).
    """
    texts = _keep_seats(session, on, units, people, "asked=seats_held")
    if everyone:
        session.add("law_asked", _numbers(laws))
        session.keep("question", texts.of("question_everyone"))
        return
    session.add("applying", _applying(session, laws, texts))
    session.keep("question", texts.of("question"))


def ask_candidacies(
    session: Session,
    laws: Sequence[Profile],
    *,
    on: date,
    units: Iterable[int] | None = None,
    people: Iterable[int] | None = None,
) -> None:
    """Keep the session's `question`: each seat considered for, by what applies to it.

    Not those that the person holds. units, people: as of `ask_seats`.
    """
    needs = ("held_on=seats_held", "asked=seats_considered")
    texts = _keep_seats(session, on, units, people, *needs)
    session.add("applying", _applying(session, laws, texts))
    session.keep("question", texts.of("question"))


def _keep_seats(
    session: Session,
    on: date,
    units: Iterable[int] | None,
    people: Iterable[int] | None,
    *needs: str,
) -> Texts:
    texts = Texts(on, anybody=people is None, anywhere=units is None)
    session.add("those", _keys("person", people or ()))
    if units is None:
        session.keep("inside", "SELECT unit FROM unit")
    else:
        session.add("inside", _keys("unit", units))
    session.keep("serving", texts.of("serving"))
    session.keep("seat", texts.of("seat", *needs))
    return texts


def ask_vacancy(
    session: Session,
    laws: Sequence[Profile],
    seat: Seat,
    *,
    on: date,
    people: Iterable[int] | None = None,
) -> None:
    """Keep the session's `question`: everyone for this seat, by every law.

    Whether he holds it or not. people: only these.
    """
    texts = Texts(on, anybody=people is None)
    session.add("those", _keys("person", people or ()))
    session.keep("serving", texts.of("serving"))
    session.add("law_asked", _numbers(laws))
    session.add("vacancy", table_of({"post": _KEY, "unit": _KEY}, [seat]))
    session.keep("question", texts.of("question_seat"))


def _applying(session: Session, laws: Sequence[Profile], texts: Texts) -> pa.Table:
    """Ask of each sort of place once which laws apply there."""
    posts = {row["post"]: row for row in session.run("SELECT * FROM post").to_pylist()}
    rows: list[tuple[Any, ...]] = []
    for row in session.run(texts.of("place")).to_pylist():
        place = _place(row, posts[row["post"]])
        key = (
            row["post"],
            row["employment"] or "",
            row["unit_kind"] or "",
            row["unit_grade"] or 0,
        )
        rows += [
            (*key, number) for number, law in enumerate(laws) if applies(law, place)
        ]
    return table_of(_APPLYING, rows)


def _place(row: Mapping[str, Any], post: Mapping[str, Any]) -> Place:
    return Place(
        post["code"],
        _LEVELS.get(post["level"]),
        post["managerial"],
        _EMPLOYMENTS.get(row["employment"]),
        _UNIT_KINDS.get(row["unit_kind"]),
        row["unit_grade"],
    )


def _numbers(laws: Sequence[Profile]) -> pa.Table:
    return table_of({"law": pa.int32()}, [(number,) for number in range(len(laws))])


def _keys(name: str, keys: Iterable[int]) -> pa.Table:
    return table_of({name: _KEY}, [(key,) for key in keys])
