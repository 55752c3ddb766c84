"""One person's facts, put in order once so that many questions are quick.

Every row here may be asked about on any day; what lies after the day asked is left out
by the reader (`Case.on`), never by the index.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from karamad.cycle.eligibility.rules.facts import (
    Assignment,
    Catalogue,
    Completion,
    Course,
    Credential,
    Exemption,
    Facts,
    Result,
    ResultKind,
)
from karamad.registers.competencies.rules import CourseClass

_ZERO = Decimal(0)


class Passed(NamedTuple):
    """A passed completion as credit: one row a course and day, seen from `start`.

    end: revoked, no longer seen from that day on. hours: None when nobody fixed them.
    creditable: whether its course was on the day completed, so that hours may count.
    """

    day: date
    start: date
    end: date | None
    code: str
    hours: Decimal | None
    course_class: CourseClass | None
    creditable: bool

    def is_seen_on(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


class Scored(NamedTuple):
    """A result, one row an instrument and day. value: None when not stated."""

    day: date
    code: str
    value: Decimal | None
    kind: ResultKind


class Dossier:
    """The rows of one person, by what is asked about them, oldest first."""

    __slots__ = (
        "_scored",
        "by_course",
        "catalogue",
        "credentials",
        "facts",
        "passed",
        "passed_days",
    )

    def __init__(self, facts: Facts, catalogue: Catalogue) -> None:
        self.facts = facts
        self.catalogue = catalogue
        self.by_course = _by_course(facts.completions, catalogue)
        rows = [row for group in self.by_course.values() for row in group]
        rows.sort(key=_day_and_code)
        self.passed: Sequence[Passed] = rows
        self.passed_days = [row.day for row in rows]
        self.credentials = _by_type(facts.credentials)
        self._scored: dict[tuple[ResultKind, str], list[Scored]] = {}
        for result in facts.results:
            key = (result.kind, _CODELESS.get(result.kind, result.instrument))
            self._scored.setdefault(key, []).append(_scored(result))
        for rows_of_one in self._scored.values():
            _settle(rows_of_one)

    def scored(self, kind: ResultKind, instrument: str = "") -> Sequence[Scored]:
        """Return the results of an instrument; of appraisal and rank, all of them."""
        return self._scored.get((kind, instrument), ())

    def passed_between(self, first: date | None, last: date) -> Sequence[Passed]:
        """Return the rows completed from `first` to `last`, both inclusive."""
        low = 0 if first is None else bisect_left(self.passed_days, first)
        return self.passed[low : bisect_right(self.passed_days, last)]


@dataclass(frozen=True, slots=True)
class Case:
    """A dossier opened for one question. on: nothing that came after it is seen.

    limit: the last day looked ahead to.
    """

    dossier: Dossier
    profile: str
    post: str | None
    on: date
    limit: date

    def assignments(self) -> Iterator[Assignment]:
        """Yield the assignments to the post judged that had begun by the day asked."""
        for assignment in self.dossier.facts.assignments:
            if assignment.post == self.post and assignment.start <= self.on:
                yield assignment

    def exemptions(self, criterion: str) -> list[Exemption]:
        """Return the exemptions from a criterion that had begun by the day asked."""
        return [
            exemption
            for exemption in self.dossier.facts.exemptions
            if exemption.criterion == criterion
            and exemption.profile == self.profile
            and exemption.start <= self.on
        ]


# ---- completions -----------------------------------------------------------


def _by_course(
    completions: Iterable[Completion], catalogue: Catalogue
) -> dict[str, list[Passed]]:
    by_course: dict[str, list[Passed]] = {}
    days = set()
    twice = set()
    courses = catalogue.courses
    for completion in completions:
        if not completion.passed:
            continue
        code, day = completion.course, completion.day
        course = courses.get(code)
        row = _passed(completion, Course(code) if course is None else course)
        if code in by_course:
            if (code, day) in days:
                twice.add(code)
            by_course[code].append(row)
        else:
            by_course[code] = [row]
        days.add((code, day))
    for code in twice:
        by_course[code] = list(_once_a_day(by_course[code]))
    return by_course


def _passed(completion: Completion, course: Course) -> Passed:
    hours = course.hours if completion.hours is None else completion.hours
    return Passed(
        day=completion.day,
        start=completion.day,
        end=completion.revoked_on,
        code=completion.course,
        hours=_ZERO if course.degree_programme else hours,
        course_class=course.course_class,
        creditable=course.is_creditable_on(completion.day),
    )


def _once_a_day(rows: list[Passed]) -> Iterator[Passed]:
    """Give the rows of one course and day lives that follow each other.

    Two records of one person, merged, may hold one completion twice. The one with most
    hours counts, and when it is revoked the next.
    """
    by_day: dict[date, list[Passed]] = {}
    for row in rows:
        by_day.setdefault(row.day, []).append(row)
    for day, same in by_day.items():
        same.sort(key=_most_hours_first)
        start = day
        for row in same:
            if row.end is None:
                yield row._replace(start=start)
                break
            if row.end > start:
                yield row._replace(start=start)
                start = row.end


def _most_hours_first(row: Passed) -> tuple[bool, Decimal]:
    return row.hours is None, -(row.hours or _ZERO)


def _day_and_code(row: Passed) -> tuple[date, str]:
    return row.day, row.code


# ---- results and credentials -----------------------------------------------

# These are asked for without naming an instrument.
_CODELESS = {ResultKind.APPRAISAL: "", ResultKind.RANK: ""}


def _scored(result: Result) -> Scored:
    return Scored(result.day, result.instrument, result.value, result.kind)


def _settle(rows: list[Scored]) -> None:
    """Order `rows` by day and keep one a day: the one with the highest value."""
    if len(rows) > 1:
        rows.sort(key=_day_and_value)
        rows[:] = {row.day: row for row in rows}.values()


def _day_and_value(row: Scored) -> tuple[date, Decimal, str]:
    return row.day, Decimal(-1) if row.value is None else row.value, row.code


def _by_type(credentials: Iterable[Credential]) -> dict[str, list[Credential]]:
    by_type: dict[str, list[Credential]] = {}
    for credential in credentials:
        by_type.setdefault(credential.type, []).append(credential)
    return by_type
