"""One person's facts, put in order once so that many questions are quick.

Every row here may be asked about on any day; what lies after the day asked is left out
by the reader (`Case.on`), never by the index.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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

    passed: every row, also those without credit. has_unfixed: of a row the hours are
    not known. has_heirs: one comes in when another of its course and day is revoked.
    """

    __slots__ = (
        "_by_course",
        "_credit",
        "_held",
        "_revocations",
        "_scored",
        "catalogue",
        "facts",
        "has_heirs",
        "has_unfixed",
        "passed",
    )

    def __init__(self, facts: Facts, catalogue: Catalogue) -> None:
        self.facts = facts
        self.catalogue = catalogue
        read = _read(facts.completions, catalogue)
        self.passed = passed = read.rows
        self.has_unfixed = read.has_unfixed
        self._revocations = sorted(read.revoked) if read.revoked else []
        self.has_heirs = bool(read.revoked) and any(
            row.start > row.day for row in passed
        )
        self._credit = (
            [row for row in passed if row.creditable] if read.has_others else passed
        )
        # What is not asked of everybody is put in order when it is asked.
        self._by_course: dict[str, list[Passed]] | None = None
        self._scored: dict[tuple[ResultKind, str], Sequence[Result]] = {}
        self._held = _by_type(facts.credentials) if facts.credentials else {}

    @property
    def by_course(self) -> Mapping[str, Sequence[Passed]]:
        if self._by_course is None:
            self._by_course = defaultdict(list)
            for row in self.passed:
                self._by_course[row.code].append(row)
        return self._by_course

    def credit(self, first: date | None, last: date, day: date) -> Sequence[Passed]:
        """Return the creditable rows from `first` to `last` that are seen on `day`.

        Both days are inclusive.
        """
        rows = self._credit
        low = 0 if first is None else bisect_left(rows, first, key=_day)
        rows = rows[low : bisect_right(rows, last, low, key=_day)]
        if self._revocations:
            return [row for row in rows if row.is_seen_on(day)]
        return rows

    def revocations(self, after: date) -> Sequence[date]:
        """Return the days after `after` on which a completion is revoked, in order."""
        days = self._revocations
        return [day for day in days if day > after] if days else days

    def scored(
        self, kind: ResultKind, instrument: str, until: date
    ) -> Sequence[Result]:
        """Return the results of an instrument up to a day, inclusive; one a day.

        instrument: empty for appraisal and rank, which are asked for without one.
        """
        rows = self._scored.get((kind, instrument))
        if rows is None:
            rows = self._scored[kind, instrument] = _in_order(
                [
                    row
                    for row in self.facts.results
                    if row.kind is kind
                    and (not instrument or row.instrument == instrument)
                ]
            )
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


class _Read(NamedTuple):
    """What one pass over the completions finds.

    rows: by day and code. has_others: some of them bring no credit.
    """

    rows: Sequence[Passed]
    revoked: set[date]
    has_unfixed: bool
    has_others: bool


def _read(completions: Iterable[Completion], catalogue: Catalogue) -> _Read:
    rows = []
    days = set()
    revoked = set()
    has_unfixed = has_others = False
    courses = catalogue.courses
    for code, day, stated, passed, revoked_on in completions:
        if not passed:
            continue
        course = courses.get(code) or Course(code)
        hours = course.hours if stated is None else stated
        if course.degree_programme:
            hours = _ZERO
        has_unfixed = has_unfixed or hours is None
        if revoked_on is not None:
            revoked.add(revoked_on)
        counts = course.is_always_creditable or course.is_creditable_on(day)
        has_others = has_others or not counts
        days.add(day)
        kind = course.course_class
        rows.append(_row((day, day, revoked_on, code, hours, kind, counts)))
    if len(days) == len(rows):
        rows.sort()  # told apart by the day alone
    else:
        rows = sorted(_once_a_day(rows), key=_day_and_code)
    return _Read(rows, revoked, has_unfixed, has_others)


# Passed(*fields), at half the cost: most of a dossier is made of these.
_row: Final[Callable[[tuple[object, ...]], Passed]] = partial(tuple.__new__, Passed)


def _once_a_day(rows: list[Passed]) -> Iterator[Passed]:
    """Give the rows of one course and day lives that follow each other.

    Two records of one person, merged, may hold one completion twice. The one with most
    hours counts, and when it is revoked the next.
    """
    doubles: dict[tuple[date, str], list[Passed]] = {}
    for row in rows:
        doubles.setdefault((row.day, row.code), []).append(row)
    for (day, _), same in doubles.items():
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


_day: Final = attrgetter("day")
_day_and_code: Final = attrgetter("day", "code")


# ---- results and credentials -----------------------------------------------


def _in_order(rows: list[Result]) -> Sequence[Result]:
    if len({row.day for row in rows}) == len(rows):
        rows.sort(key=_day)
        return rows
    rows.sort(key=_day_and_value)
    # One a day, the highest: only merged records have two.
    return tuple({row.day: row for row in rows}.values())


def _day_and_value(row: Result) -> tuple[date, Decimal, str]:
    value = Decimal(-1) if row.value is None else row.value
    return row.day, value, row.instrument


def _by_type(credentials: Iterable[Credential]) -> dict[str, list[Held]]:
    by_type: dict[str, list[Held]] = {}
    for credential in credentials:
        end, revoked_on = credential.expires_on, credential.revoked_on
        if end is None or (revoked_on is not None and revoked_on < end):
            end = revoked_on
        day, code = credential.issued_on, credential.type
        by_type.setdefault(code, []).append(Held(day, end, code))
    return by_type
