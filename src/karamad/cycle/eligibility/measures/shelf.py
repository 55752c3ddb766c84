"""What every question needs on any day: the catalogue, and whose each record is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, Final

import pyarrow as pa

from karamad.cycle.eligibility.measures.looks import EVER, NEVER
from karamad.cycle.eligibility.measures.shapes import DAY, KEY, table_of
from karamad.cycle.eligibility.measures.texts import Texts
from karamad.cycle.eligibility.rules import Catalogue, Course
from karamad.lake.engines import Session
from karamad.registers.competencies.rules import CourseClass, Degree

CLASSES: Final[tuple[CourseClass | None, ...]] = (*CourseClass, None)
_BY_WORD: Final = {each.value: each for each in CourseClass}
_FINE: Final = 10_000
_BOUNDLESS: Final = 10**15


@dataclass(frozen=True, slots=True)
class Shelf:
    """The catalogue as the lake has it. keys: the database key of a course by code."""

    catalogue: Catalogue
    keys: Mapping[str, int]


def prepare(session: Session) -> Shelf:
    """Make known what every question needs; return the catalogue.

    people: those who may be judged. merged: record, owner. records: person, record, of
    every owner of several, his own included. course_kind, degree_word: as credit, and
    as a number.
    """
    shelf = _shelf_of(session)
    session.add("course_kind", _course_kinds(shelf))
    words = [(degree.value, degree.order) for degree in Degree]
    session.add("degree_word", table_of({"word": pa.string(), "place": KEY}, words))
    _merge(session)
    session.keep("people", Texts().of("people"))
    return shelf


# ---- courses ------------------------------------------------------------------


def equals(shelf: Shelf, courses: Iterable[str]) -> dict[int, date]:
    """Return the courses that count where these are asked, by key, since when."""
    since: dict[int, date] = {}
    for code in courses:
        if code in shelf.keys:
            since[shelf.keys[code]] = EVER
        for course in shelf.catalogue.equivalents(code):
            key, begin = shelf.keys[course.code], course.creditable_from or EVER
            since[key] = min(since.get(key, NEVER), begin)
    return since


def fine(hours: Decimal | None, rounding: str = ROUND_FLOOR) -> int | None:
    """Return hours as a whole number of ten-thousandths."""
    if hours is None:
        return None
    return int((hours * _FINE).to_integral_value(rounding))


def fine_cap(hours: Decimal | None) -> int:
    """Return a cap likewise; none is out of reach."""
    return _BOUNDLESS if hours is None else int(hours * _FINE)


def hundredths(value: Decimal | None) -> int | None:
    """Return the least whole number of hundredths, as results have, that is enough."""
    if value is None:
        return None
    return int((value * 100).to_integral_value(ROUND_CEILING))


def _shelf_of(session: Session) -> Shelf:
    rows = session.run("SELECT * FROM course").to_pylist()
    codes = {row["course"]: row["code"] for row in rows}
    equal: dict[int, set[str]] = {}
    for row in session.run("SELECT course, of FROM equivalence").to_pylist():
        equal.setdefault(row["course"], set()).add(codes[row["of"]])
    courses = [_course(row, frozenset(equal.get(row["course"], ()))) for row in rows]
    return Shelf(Catalogue.of(courses), {code: key for key, code in codes.items()})


def _course(row: Mapping[str, Any], equivalent_to: frozenset[str]) -> Course:
    return Course(
        code=row["code"],
        course_class=_BY_WORD.get(row["course_class"]),
        hours=row["hours"],
        creditable_from=row["creditable_from"],
        creditable_until=row["creditable_until"],
        degree_programme=row["degree_programme"],
        equivalent_to=equivalent_to,
    )


_COURSE_KIND: Final = {
    "course": KEY,
    "hours": pa.int32(),
    "is_degree": pa.bool_(),
    "class": pa.int32(),
    "class_bit": pa.int64(),
    "first_day": DAY,
    "last_day": DAY,
}


def _course_kinds(shelf: Shelf) -> pa.Table:
    """Return what counts of a course as credit.

    first_day, last_day: of completions that bring credit, both inclusive.
    """
    rows = [
        (
            shelf.keys[course.code],
            fine(course.hours),
            course.degree_programme,
            CLASSES.index(course.course_class),
            1 << CLASSES.index(course.course_class),
            course.creditable_from or EVER,
            (course.creditable_until or NEVER) - timedelta(days=1),
        )
        for course in shelf.catalogue.courses.values()
    ]
    return table_of(_COURSE_KIND, rows)


# ---- records that were merged --------------------------------------------------

_STATED: Final = {
    "birth_date": DAY,
    "service_start": DAY,
    "degree": pa.string(),
    "employment": pa.string(),
}


def _merge(session: Session) -> None:
    """Make known whose each merged record is, and what those records state.

    stated: by owner what a merged record says of him, the first that says anything.
    """
    away = session.run(
        "SELECT person, merged_into, birth_date, service_start, degree, employment"
        " FROM person WHERE merged_into IS NOT NULL ORDER BY person"
    ).to_pylist()
    into = {row["person"]: row["merged_into"] for row in away}
    owners = {record: _owner(record, into) for record in into}
    session.add("merged", table_of({"record": KEY, "owner": KEY}, [*owners.items()]))
    rows = [(owner, record) for record, owner in owners.items()]
    rows += [(owner, owner) for owner in set(owners.values())]
    session.add("records", table_of({"person": KEY, "record": KEY}, sorted(rows)))
    stated: dict[int, dict[str, Any]] = {}
    for row in away:
        said = stated.setdefault(owners[row["person"]], dict.fromkeys(_STATED))
        for name in _STATED:
            said[name] = said[name] or row[name]
    session.add(
        "stated",
        table_of(
            {"person": KEY} | _STATED,
            [(owner, *said.values()) for owner, said in stated.items()],
        ),
    )


def _owner(record: int, into: Mapping[int, int]) -> int:
    passed = {record}
    while record in into and into[record] not in passed:
        record = into[record]
        passed.add(record)
    return record
