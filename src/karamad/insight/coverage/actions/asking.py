"""Answering pages from a book: who is what where, who lacks what, since when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pyarrow as pa

from karamad.insight.coverage.actions import texts
from karamad.insight.coverage.actions.books import CELL, SEAT, WHOLE, Book
from karamad.insight.coverage.actions.places import Place
from karamad.insight.coverage.actions.texts import text
from karamad.insight.coverage.rules import Answer, Band, Figures
from karamad.lake.engines import Session, engine
from karamad.registers.people.models import Employment, Gender

TOGETHER: Final = 0  # the "profile" of all those of a post together
EMPLOYMENTS: Final = frozenset({"", *Employment.values})
GENDERS: Final = frozenset({"", *Gender.values})
AGES: Final = frozenset({"", *(each.value for each in Band)})


@dataclass(frozen=True, slots=True)
class Asked:
    """Which people in posts are counted; None asks nothing of a dimension.

    post, profile: keys. place: the place of a criterion in the edition of the profile;
    then the answer is what the criterion found.
    """

    post: int | None = None
    profile: int | None = None
    place: int | None = None
    employment: str | None = None
    gender: str | None = None
    age: str | None = None

    @property
    def bit(self) -> int:
        return 0 if self.place is None else 1 << self.place

    @property
    def narrows(self) -> bool:
        """Whether anything is asked but the profile and its criterion."""
        asked = (self.post, self.employment, self.gender, self.age)
        return any(each is not None for each in asked)

    def answer(self) -> str:
        """Return in SQL what a row is: 0, 1 or 2, as `Answer`."""
        if self.place is None:
            return "c.answer"
        return (
            f"CASE WHEN (c.unmet & {self.bit}) <> 0 THEN 2"
            f" WHEN (c.unknown & {self.bit}) <> 0 THEN 1 ELSE 0 END"
        )

    def condition(self, place: Place, profile: str = "", inside: str = "") -> str:
        """Return in SQL which rows of c count.

        profile, inside: other conditions on the profile, and on where they are.
        """
        asked = [
            inside or place.within(),
            profile or f"c.profile = {self.profile or TOGETHER}",
        ]
        if self.post is not None:
            asked.append(f"c.post = {int(self.post)}")
        for column, value, known in (
            ("employment", self.employment, EMPLOYMENTS),
            ("gender", self.gender, GENDERS),
            ("age", self.age, AGES),
        ):
            if value is not None:
                asked.append(f"c.{column} = {texts.word(value, known)}")
        return " AND ".join(asked)


@dataclass(frozen=True, slots=True)
class Lack:
    """How many lack a criterion: `place` in the edition of the profile."""

    profile: int
    place: int
    unmet: int
    unknown: int
    asked: int

    @property
    def lacking(self) -> int:
        return self.unmet + self.unknown


@dataclass(frozen=True, slots=True)
class Lasting:
    """How many lack a criterion, and how many of them lacked it long ago already."""

    profile: int
    place: int
    lacking: int
    since_then: int


@dataclass(frozen=True, slots=True)
class Cube:
    """What a page shows. lines: by the key of a unit."""

    lines: Mapping[int, Figures]
    lacks: Sequence[Lack]


def cube(book: Book, place: Place, asked: Asked, criteria: Mapping[int, int]) -> Cube:
    """Answer a page. criteria: how many the edition of each profile has, by its key.

    The cells are read once; what they are asked is asked of what is left of them.
    """
    wanted = {asked.profile} if asked.profile else {TOGETHER, *book.of_post}
    with _open(book, place, _cells(place, asked)) as session:
        _gather(session, place, asked, wanted)
        figures = session.run(_figures_text(asked))
        session.add("criterion", _bits(criteria))
        lacks = session.run(text("lacking", profile=_any_of(wanted - {TOGETHER})))
    return Cube(
        lines=_lines(figures.to_pylist()),
        lacks=[Lack(**row) for row in lacks.to_pylist()],
    )


def lines(book: Book, place: Place, asked: Asked) -> dict[int, Figures]:
    """Return the figures of each line, by the key of its unit."""
    with _open(book, place, _cells(place, asked)) as session:
        _gather(session, place, asked, {asked.profile or TOGETHER})
        rows = session.run(_figures_text(asked))
    return _lines(rows.to_pylist())


def unknown_lines(book: Book, place: Place) -> dict[int, Figures]:
    """Return of each line only those of whom the reader may see nobody.

    What he knows by another role he takes off whatever he is shown.
    """
    if not place.known:
        return lines(book, place, Asked())
    with _open(book, place, CELL) as session:
        condition = Asked().condition(place, f"c.profile = {TOGETHER}", place.unknown())
        session.keep("alike", text("alike", line=place.line(), asked=condition))
        rows = session.run(_figures_text(Asked()))
    return _lines(rows.to_pylist())


def months(books: Sequence[Book], place: Place, asked: Asked) -> dict[date, Figures]:
    """Return the figures of each book's day."""
    if not books:
        return {}
    name = _cells(place, asked)
    with _open(books[-1], place, name) as session:
        heads = books[-1].heads_of(place.path)
        session.add(
            "cell", [path for book in books for path in book.files(name, heads)]
        )
        rows = session.run(
            text("months", answer=asked.answer(), asked=asked.condition(place))
        ).to_pylist()
    found: dict[date, dict[int, int]] = defaultdict(dict)
    for row in rows:
        found[row["day"]][row["answer"]] = row["n"]
    return {day: _figures(counts, 0) for day, counts in found.items()}


def lasting(
    book: Book,
    earlier: Book,
    place: Place,
    asked: Asked,
    criteria: Mapping[int, int],
) -> list[Lasting]:
    """Return who lacks what and did so on an earlier day, wherever he was then.

    Only by profiles whose edition is the same in both books.
    """
    same = {
        key
        for key in ({asked.profile} if asked.profile else book.of_post)
        if earlier.editions.get(key) == book.editions.get(key)
    }
    with _open(book, place, SEAT) as session:
        session.add("earlier", earlier.files(SEAT))
        session.add("criterion", _bits(criteria))
        rows = session.run(text("lasting", asked=asked.condition(place, _any_of(same))))
    return [Lasting(**row) for row in rows.to_pylist()]


def _cells(place: Place, asked: Asked) -> str:
    """Return which files are enough: whole provinces for the nation unnarrowed."""
    return WHOLE if place.is_nation and not asked.narrows else CELL


def _gather(
    session: Session, place: Place, asked: Asked, profiles: Iterable[int]
) -> None:
    """Keep the cells asked for as `alike`."""
    condition = asked.condition(place, _any_of(profiles))
    session.keep("alike", text("alike", line=place.line(), asked=condition))


def _figures_text(asked: Asked) -> str:
    profile = str(asked.profile or TOGETHER)
    return text("figures", answer=asked.answer(), profile=profile)


# ---- the people ----------------------------------------------------------------

ORDERS: Final = {
    "near": "c.lacks, c.person, c.post, c.unit",
    "far": "c.lacks DESC, c.person, c.post, c.unit",
    "until": "coalesce(c.until, DATE '9999-12-31'), c.person, c.post, c.unit",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Which of those asked. answer: None is everybody; soon: who ends soon."""

    answer: Answer | None = None
    soon: bool = False

    def condition(self, asked: Asked) -> str:
        if self.soon:
            return "c.soon = 1"
        if self.answer is None:
            return "1 = 1"
        return f"{asked.answer()} = {int(self.answer)}"


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody in a post, by keys. until: the day he is eligible up to."""

    person: int
    post: int
    unit: int
    answer: Answer
    until: date | None
    lacks: tuple[tuple[int, int, int], ...] = ()
    """By each profile: its key, what is unmet and what is unknown, as bits by place."""


def people(  # noqa: PLR0913 - what a page of a list is
    book: Book,
    place: Place,
    asked: Asked,
    group: Group,
    *,
    order: str,
    limit: int,
    offset: int,
) -> list[Found]:
    """Return one page of those asked for, with what each lacks."""
    with _open(book, place, SEAT) as session:
        rows = session.run(
            text(
                "people",
                asked=f"{asked.condition(place)} AND {group.condition(asked)}",
                order=ORDERS[order],
                limit=str(int(limit)),
                offset=str(int(offset)),
            )
        ).to_pylist()
        those = {row["person"] for row in rows}
        session.add("those", pa.table({"person": pa.array(sorted(those), pa.int64())}))
        lacks = session.run(text("lacks")).to_pylist()
    own: dict[tuple[int, int, int], list[tuple[int, int, int]]] = defaultdict(list)
    for row in lacks:
        if row["profile"] in ({asked.profile} if asked.profile else book.of_post):
            mask = row["profile"], row["unmet"], row["unknown"]
            own[row["person"], row["post"], row["unit"]].append(mask)
    return [
        Found(
            row["person"],
            row["post"],
            row["unit"],
            Answer(row["answer"]),
            row["until"],
            tuple(own[row["person"], row["post"], row["unit"]]),
        )
        for row in rows
    ]


# ---- in common -----------------------------------------------------------------


@contextmanager
def _open(book: Book, place: Place, name: str) -> Iterator[Session]:
    """Open the files of a place: its cells go by `cell`, whichever they are."""
    files = book.files(name, book.heads_of(place.path))
    # Nobody holds a post there: any part answers with nothing.
    files = files or book.files(name)
    with engine().session({SEAT if name == SEAT else CELL: files}) as session:
        yield session


def _any_of(profiles: Iterable[int]) -> str:
    keys = ", ".join(str(int(key)) for key in sorted(profiles))
    return f"c.profile IN ({keys or -1})"


def _lines(rows: Iterable[Mapping[str, Any]]) -> dict[int, Figures]:
    counts: dict[int, dict[int, int]] = defaultdict(dict)
    soon: dict[int, int] = defaultdict(int)
    for row in rows:
        counts[row["line"]][row["answer"]] = row["n"]
        soon[row["line"]] += row["soon"] if row["answer"] == Answer.ELIGIBLE else 0
    return {line: _figures(each, soon[line]) for line, each in counts.items()}


def _figures(counts: Mapping[int, int], soon: int) -> Figures:
    return Figures(
        eligible=counts.get(Answer.ELIGIBLE, 0),
        undetermined=counts.get(Answer.UNDETERMINED, 0),
        not_eligible=counts.get(Answer.NOT_ELIGIBLE, 0),
        soon=soon,
    )


def _bits(criteria: Mapping[int, int]) -> pa.Table:
    rows = [
        (profile, place, 1 << place)
        for profile, count in criteria.items()
        for place in range(count)
    ]
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    return pa.table(
        {
            name: pa.array(column, pa.int64())
            for name, column in zip(("profile", "place", "bit"), columns, strict=True)
        }
    )
