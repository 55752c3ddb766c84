"""Writing the books: everybody of a day, or anew those who changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

import pyarrow as pa

from karamad.insight.coverage.actions import books
from karamad.insight.coverage.actions.books import CELL, SEAT, WHOLE, Book
from karamad.insight.coverage.actions.texts import day, text
from karamad.insight.coverage.rules import born_between
from karamad.lake.engines import Session, Source, engine

SOON: Final = timedelta(days=90)
NOWHERE: Final = 0  # the part of a book in which nobody is


@dataclass(frozen=True, slots=True)
class Judged:
    """What was judged, and by what.

    verdict: person, post, unit, profile (keys), verdict, until, unmet, unknown.
    tables: `person` and `unit` of the lake. editions: by the key of a profile.
    of_post: the profiles that are conditions of a post (`rules.is_of_post`). left_out:
    the editions by which nobody was judged, having too many criteria for all at once.
    """

    verdict: pa.Table
    tables: Mapping[str, Source]
    editions: Mapping[int, int]
    of_post: frozenset[int]
    left_out: Mapping[int, int] = field(default_factory=dict)


def make(judged: Judged, *, on: date, making: int = 1) -> Book:
    """Count everybody and write the book of the day.

    making: a number that no book in force has; the files are named by it.
    """
    books.folder(on).mkdir(parents=True, exist_ok=True)
    with engine().session(_tables(judged, on)) as session:
        session.keep("place", text("place"))
        _seats(session, on)
        posts = session.run("SELECT DISTINCT post FROM seat ORDER BY post")
        heads = session.run("SELECT DISTINCT head FROM seat ORDER BY head")
        provinces = session.run("SELECT unit FROM unit WHERE kind = 'province'")
        book = Book(
            day=on,
            parts=dict.fromkeys(_keys(heads) or [NOWHERE], making),
            place=making,
            provinces=frozenset(_keys(provinces)),
            editions=judged.editions,
            of_post=judged.of_post,
            posts=tuple(_keys(posts)),
            left_out=judged.left_out,
        )
        session.write(
            "SELECT unit, path, head FROM place ORDER BY path", book.places()[0]
        )
        for head in book.parts:
            _write(session, book, head, "SELECT * FROM seat")
    return book


def renew(book: Book, judged: Judged, *, people: Collection[int], making: int) -> Book:
    """Count these people anew, and write only the parts in which they are or were.

    judged: of these people alone; whoever is not in it holds no post any more. The tree
    is that of the book: where a unit moved, everybody is counted anew.
    """
    gone = pa.table({"person": pa.array(sorted(people), pa.int64())})
    tables = {**_tables(judged, book.day), "gone": gone}
    with engine().session(tables) as session:
        session.add("place", book.places())
        _seats(session, book.day)
        session.add("kept", book.files(SEAT))
        were = session.run(
            "SELECT DISTINCT k.head FROM kept k JOIN gone g USING (person)"
        )
        now = session.run("SELECT DISTINCT head FROM seat")
        posts = session.run("SELECT DISTINCT post FROM seat")
        changed = {*_keys(were), *_keys(now)}
        fresh = Book(
            day=book.day,
            parts={**book.parts, **dict.fromkeys(changed, making)},
            place=book.place,
            provinces=book.provinces,
            editions=book.editions,
            of_post=book.of_post,
            posts=tuple(sorted({*book.posts, *_keys(posts)})),
            left_out=book.left_out,
        )
        for head in changed:
            rows = "SELECT * FROM seat"
            if old := book.files(SEAT, [head]):
                session.add("kept", old)
                rows = (
                    "SELECT * FROM kept WHERE person NOT IN (SELECT person FROM gone)"
                    " UNION ALL SELECT * FROM seat"
                )
            _write(session, fresh, head, rows)
    return fresh


def _tables(judged: Judged, on: date) -> dict[str, Source]:
    bands = list(zip(*born_between(on), strict=True))
    band = pa.table(
        {
            "band": pa.array([each.value for each in bands[0]], pa.string()),
            "born_from": pa.array(bands[1], pa.date32()),
            "born_until": pa.array(bands[2], pa.date32()),
        }
    )
    of_post = pa.table({"profile": pa.array(sorted(judged.of_post), pa.int64())})
    own = {"verdict": judged.verdict, "band": band, "of_post": of_post}
    return {**judged.tables, **own}


def _seats(session: Session, on: date) -> None:
    session.keep("seat", text("seat", soon=day(on + SOON)))


def _write(session: Session, book: Book, head: int, rows: str) -> None:
    """Write one part: its seats, its cells from them, and those as a whole."""
    own = f"SELECT * FROM ({rows}) AS r WHERE head = {head}"  # noqa: S608 - a key
    (seats,), (cells,) = book.files(SEAT, [head]), book.files(CELL, [head])
    session.write(f"{own} ORDER BY path, profile, person", seats)
    session.add("part", [seats])
    session.write(text("cell", day=day(book.day)), cells)
    session.add("cell", [cells])
    session.write(text("whole"), *book.files(WHOLE, [head]))


def _keys(table: pa.Table) -> list[int]:
    return [int(key) for key in table.column(0).to_pylist()]
