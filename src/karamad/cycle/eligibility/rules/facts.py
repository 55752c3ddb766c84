"""What the judge is told: one person's record, and the catalogue of courses.

Frozen, and in no order; rows of one person may repeat after a merger of records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from karamad.cycle.eligibility.rules.judgement import Evidence, EvidenceKind
from karamad.registers.competencies.rules import (
    CourseClass,
    Degree,
    Employment,
    Rank,
    Word,
)


class ResultKind(Word):
    ASSESSMENT = "assessment"
    EXAM = "exam"
    COMPETENCY = "competency"
    APPRAISAL = "appraisal"
    RANK = "rank"


@dataclass(frozen=True, slots=True)
class Assignment:
    """A post held at a unit from `start` up to, not including, `until`."""

    post: str
    unit: str
    start: date
    until: date | None = None
    kind: str = "appointment"


class Completion(NamedTuple):
    """hours: None takes the course's. revoked_on: not seen from that day on."""

    course: str
    day: date
    hours: Decimal | None = None
    passed: bool = True
    revoked_on: date | None = None


class Result(NamedTuple):
    """value: the score or level; of a rank its `rank_value`; None: not stated.

    day: of an appraisal any day of the year appraised; of a rank the day granted.
    """

    instrument: str
    kind: ResultKind
    day: date
    value: Decimal | None

    @property
    def evidence(self) -> Evidence:
        return Evidence(_EVIDENCE[self.kind], self.instrument, self.day)


_EVIDENCE: Final = {
    ResultKind.ASSESSMENT: EvidenceKind.ASSESSMENT,
    ResultKind.EXAM: EvidenceKind.EXAM,
    ResultKind.COMPETENCY: EvidenceKind.COMPETENCY,
    ResultKind.APPRAISAL: EvidenceKind.APPRAISAL,
    ResultKind.RANK: EvidenceKind.RANK,
}


@dataclass(frozen=True, slots=True)
class Credential:
    """Held from `issued_on`; no longer from `expires_on` or `revoked_on` on."""

    type: str
    issued_on: date
    expires_on: date | None = None
    revoked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Exemption:
    """The person need not meet `criterion` of `profile` from `start` to `until`."""

    profile: str
    criterion: str
    document: str
    start: date
    until: date | None = None

    @property
    def day(self) -> date:
        return self.start

    @property
    def evidence(self) -> Evidence:
        return Evidence(EvidenceKind.EXEMPTION, self.document, self.start)


@dataclass(frozen=True, slots=True)
class Facts:
    """One person. None in the first four: not stated."""

    birth_date: date | None = None
    service_start: date | None = None
    degree: Degree | None = None
    employment: Employment | None = None
    assignments: tuple[Assignment, ...] = ()
    completions: tuple[Completion, ...] = ()
    results: tuple[Result, ...] = ()
    credentials: tuple[Credential, ...] = ()
    exemptions: tuple[Exemption, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """A course of the catalogue. hours: None when nobody fixed them.

    equivalent_to: a completion of this course on or after its own `creditable_from`
    counts where one of those is asked.
    """

    code: str
    course_class: CourseClass | None = None
    hours: Decimal | None = None
    creditable_from: date | None = None
    creditable_until: date | None = None
    degree_programme: bool = False
    equivalent_to: frozenset[str] = frozenset()

    is_always_creditable: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        unbounded = self.creditable_from is None and self.creditable_until is None
        object.__setattr__(self, "is_always_creditable", unbounded)

    def is_creditable_on(self, day: date) -> bool:
        return (self.creditable_from is None or self.creditable_from <= day) and (
            self.creditable_until is None or day < self.creditable_until
        )


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All courses by code. Make one and judge many: it remembers the equivalences."""

    courses: Mapping[str, Course] = field(default_factory=dict)
    _equivalents: Mapping[str, tuple[Course, ...]] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        equivalents: dict[str, list[Course]] = {}
        for course in self.courses.values():
            for asked in course.equivalent_to:
                equivalents.setdefault(asked, []).append(course)
        kept = {asked: tuple(courses) for asked, courses in equivalents.items()}
        object.__setattr__(self, "_equivalents", kept)

    @classmethod
    def of(cls, courses: Iterable[Course]) -> Catalogue:
        """Return the catalogue of `courses`; of two with one code the last stands."""
        return cls({course.code: course for course in courses})

    def equivalents(self, asked: str) -> tuple[Course, ...]:
        """Return the courses whose completion may count where `asked` is asked."""
        return self._equivalents.get(asked, ())


RANK_INSTRUMENT = "RANK"
APPRAISAL_INSTRUMENT = "APPRAISAL"


def rank_value(rank: Rank) -> Decimal:
    """Return the number under which a rank is kept in `Result.value`.

    Source: docs/judgement.md, "Kinds of criteria".
    """
    return _RANK_VALUES[rank]


def rank_of(value: Decimal) -> Rank:
    """Return the rank kept as `value`.

    Errors: ValueError when there is none.
    Source: docs/judgement.md, "Kinds of criteria".
    """
    rank = _RANKS.get(value)
    if rank is None:
        raise ValueError(f"no rank is kept as {value}")
    return rank


_RANK_VALUES: Final = {rank: Decimal(rank.order) for rank in Rank}
_RANKS: Final = {value: rank for rank, value in _RANK_VALUES.items()}
