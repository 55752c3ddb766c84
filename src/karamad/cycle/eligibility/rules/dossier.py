"""One person's facts, put in order once so that many questions are quick.

Every row here may be asked about on any day; what lies after the day asked is left out
by the reader (`Case.on`), never by the index.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from operator import attrgetter
from typing import Final, NamedTuple

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
from karamad.cycle.eligibility.rules.judgement import Evidence, EvidenceKind
from karamad.registers.competencies.rules import CourseClass

_ZERO: Final = Decimal(0)


class Passed(NamedTuple):
    """A passed completion as credit: one row a course and day, seen from `start`.

    end: revoked, no longer seen from that day on.
    hours: None when nobody fixed them. creditable: whether its course was on the day
    completed, so that hours may count.
    """

    day: date
    start: date
    end: date | None
    code: str
    hours: Decimal | None
    course_class: CourseClass | None
    creditable: bool

    @property
    def evidence(self) -> Evidence:
        return Evidence(EvidenceKind.COMPLETION, self.code, self.day)

    def is_seen_on(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


class Scored(NamedTuple):
    """A result, one row an instrument and day. value: None when not stated."""

    day: date
    code: str
    value: Decimal | None
    kind: ResultKind

    @property
    def evidence(self) -> Evidence:
        return Evidence(_EVIDENCE[self.kind], self.code, self.day)


class Held(NamedTuple):
    """A credential. end: the day it expires or is revoked, whichever comes first."""

    day: date
    end: date | None
    code: str

    @property
    def evidence(self) -> Evidence:
        return Evidence(EvidenceKind.CREDENTIAL, self.code, self.day)


class Dossier:
    """The rows of one person, by what is asked about them, oldest first.

    has_heirs: a completion comes in when another of its course and day is revoked.
    """

    __slots__ = (
        "_credit",
        "_credit_days",
        "_held",
        "_revocations",
        "_scored",
        "by_course",
        "catalogue",
        "facts",
        "has_heirs",
    )

    def __init__(self, facts: Facts, catalogue: Catalogue) -> None:
        self.facts = facts
        self.catalogue = catalogue
        self.by_course = _by_course(facts.completions, catalogue)
        rows = self.passed
        self._credit = [row for row in rows if row.creditable]
        self._credit_days = [row.day for row in self._credit]
        self._revocations = sorted({row.end for row in rows if row.end is not None})
        self.has_heirs = bool(self._revocations) and any(
            row.start > row.day for row in rows
        )
        self._scored = _by_instrument(facts.results)
        self._held = _by_type(facts.credentials)

    @property
    def passed(self) -> Sequence[Passed]:
        """Every row, also those without credit."""
        rows = [row for group in self.by_course.values() for row in group]
        return sorted(rows, key=_day_and_code)

    def credit(self, first: date | None, last: date, day: date) -> Sequence[Passed]:
        """Return the creditable rows from `first` to `last` that are seen on `day`.

        Both days are inclusive.
        """
        low = 0 if first is None else bisect_left(self._credit_days, first)
        rows = self._credit[low : bisect_right(self._credit_days, last)]
        if self._revocations:
            return [row for row in rows if row.is_seen_on(day)]
        return rows

    def revocations(self, after: date) -> Sequence[date]:
        """Return the days after `after` on which a completion is revoked, in order."""
        days = self._revocations
        return [day for day in days if day > after] if days else days

    def scored(
        self, kind: ResultKind, instrument: str, until: date
    ) -> Sequence[Scored]:
        """Return the results of an instrument up to a day, inclusive.

        instrument: empty for appraisal and rank, which are asked for without one.
        """
        rows = self._scored.get((kind, instrument), ())
        while rows and rows[-1].day > until:
            rows = rows[:-1]
        return rows

    def held(self, credential: str, until: date) -> Sequence[Held]:
        """Return the credentials of a type issued up to a day, inclusive."""
        return [row for row in self._held.get(credential, ()) if row.day <= until]


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

    def exemptions(self, criterion: str) -> Sequence[Exemption]:
        """Return the exemptions from a criterion that had begun by the day asked.

        The one that began last comes first, of one day the document named first.
        """
        if not self.dossier.facts.exemptions:
            return ()
        begun = [
            exemption
            for exemption in self.dossier.facts.exemptions
            if exemption.criterion == criterion
            and exemption.profile == self.profile
            and exemption.start <= self.on
        ]
        begun.sort(key=lambda each: (-each.start.toordinal(), each.document))
        return begun


# ---- completions -----------------------------------------------------------


def _by_course(
    completions: Iterable[Completion], catalogue: Catalogue
) -> dict[str, list[Passed]]:
    by_course: dict[str, list[Passed]] = {}
    courses = catalogue.courses
    for completion in completions:
        if completion.passed:
            code, day = completion.course, completion.day
            course = courses.get(code) or Course(code)
            hours = course.hours if completion.hours is None else completion.hours
            row = _row(
                (
                    day,
                    day,
                    completion.revoked_on,
                    code,
                    _ZERO if course.degree_programme else hours,
                    course.course_class,
                    course.is_always_creditable or course.is_creditable_on(day),
                )
            )
            if code in by_course:
                by_course[code].append(row)
            else:
                by_course[code] = [row]
    for code, rows in by_course.items():
        if len(rows) > 1 and len({row.day for row in rows}) < len(rows):
            by_course[code] = list(_once_a_day(rows))
    return by_course


# Passed(*fields), at half the cost: most of a dossier is made of these.
_row: Final[Callable[[tuple[object, ...]], Passed]] = partial(tuple.__new__, Passed)


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


_day_and_code: Final = attrgetter("day", "code")


# ---- results and credentials -----------------------------------------------

_CODELESS: Final = frozenset({ResultKind.APPRAISAL, ResultKind.RANK})


def _by_instrument(
    results: Iterable[Result],
) -> dict[tuple[ResultKind, str], Sequence[Scored]]:
    by_instrument: dict[tuple[ResultKind, str], Sequence[Scored]] = {}
    groups: dict[tuple[ResultKind, str], list[Scored]] = {}
    for result in results:
        code = "" if result.kind in _CODELESS else result.instrument
        groups.setdefault((result.kind, code), []).append(_scored(result))
    for key, rows in groups.items():
        rows.sort(key=_day_and_value)
        # One a day, the highest: only merged records have two.
        by_instrument[key] = tuple({row.day: row for row in rows}.values())
    return by_instrument


def _scored(result: Result) -> Scored:
    return Scored(result.day, result.instrument, result.value, result.kind)


_EVIDENCE: Final = {
    ResultKind.ASSESSMENT: EvidenceKind.ASSESSMENT,
    ResultKind.EXAM: EvidenceKind.EXAM,
    ResultKind.COMPETENCY: EvidenceKind.COMPETENCY,
    ResultKind.APPRAISAL: EvidenceKind.APPRAISAL,
    ResultKind.RANK: EvidenceKind.RANK,
}


def _day_and_value(row: Scored) -> tuple[date, Decimal, str]:
    return row.day, Decimal(-1) if row.value is None else row.value, row.code


def _by_type(credentials: Iterable[Credential]) -> dict[str, list[Held]]:
    by_type: dict[str, list[Held]] = {}
    for credential in credentials:
        end, revoked_on = credential.expires_on, credential.revoked_on
        if end is None or (revoked_on is not None and revoked_on < end):
            end = revoked_on
        day, code = credential.issued_on, credential.type
        by_type.setdefault(code, []).append(Held(day, end, code))
    return by_type
