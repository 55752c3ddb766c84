"""What the judge answers: findings, and the verdict they fold to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, Protocol, Self

from karamad.kernel.jalali import jalali_iso
from karamad.kernel.logic import Truth
from karamad.registers.competencies.rules import Criterion, Source, Word


class Outcome(Word):
    """What was found of one criterion. Written in the findings file.

    truth: the place in three-valued logic; what is waived counts as met.
    """

    truth: Truth

    MET = "met", Truth.YES
    UNMET = "unmet", Truth.NO
    UNKNOWN = "unknown", Truth.UNKNOWN
    WAIVED = "waived", Truth.YES

    def __new__(cls, word: str, truth: Truth = Truth.UNKNOWN) -> Self:
        member = str.__new__(cls, word)
        member._value_ = word
        member.truth = truth
        return member


class Verdict(StrEnum):
    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    UNDETERMINED = "undetermined"


class Missing(StrEnum):
    """Which fact is not on record, so that the finding is unknown."""

    BIRTH_DATE = "birth_date"
    SERVICE_START = "service_start"
    DEGREE = "degree"
    COURSE_HOURS = "course_hours"  # of a completion, given as code and day
    RESULT_VALUE = "result_value"  # of a result, given as code and day
    APPRAISAL = "appraisal"  # of a year, given by its first day
    APPOINTMENT = "appointment"  # no current assignment to the post judged
    TERM = "term"  # the criterion itself is not set yet


class Lack(NamedTuple):
    """One missing fact, with the row it is missing from where there is one."""

    what: Missing
    code: str = ""
    day: date | None = None


class EvidenceKind(StrEnum):
    """Which sort of row decided; `register` is the register it stands in."""

    COMPLETION = "completion"
    ASSESSMENT = "assessment"
    EXAM = "exam"
    COMPETENCY = "competency"
    APPRAISAL = "appraisal"
    RANK = "rank"
    CREDENTIAL = "credential"
    EXEMPTION = "exemption"

    @property
    def register(self) -> str:
        return "result" if self in _RESULTS else str(self)


_RESULTS = frozenset(
    {
        EvidenceKind.ASSESSMENT,
        EvidenceKind.EXAM,
        EvidenceKind.COMPETENCY,
        EvidenceKind.APPRAISAL,
        EvidenceKind.RANK,
    }
)


class Evidence(NamedTuple):
    """A row of the register that decided, named by what everybody can look up.

    code: of the course, instrument, credential type, or the exemption's document.
    """

    kind: EvidenceKind
    code: str
    day: date

    @property
    def id(self) -> str:
        """Return `completion:PR5009@1404-02-11`, `result:RANK@1400-06-01`."""
        return f"{self.kind.register}:{self.code}@{jalali_iso(self.day)}"

    @property
    def gregorian_id(self) -> str:
        return f"{self.kind.register}:{self.code}@{self.day.isoformat()}"


@dataclass(frozen=True, slots=True)
class Between:
    """Bounds asked, both inclusive; None leaves a side open."""

    minimum: int | None
    maximum: int | None


Amount = int | Decimal | str | tuple[str, ...] | Between


def amount_text(amount: Amount | None) -> str:
    """Return a reached or asked value as the findings file carries it.

    Numbers plain (`60`, `12.5`), words as they are, courses with `|` between, bounds
    of age `18..45`, `..45`, `18..`; nothing reached or not set: empty.

    Source: docs/formats.md, "Findings".
    """
    match amount:
        case None:
            return ""
        case Between(minimum, maximum):
            low = "" if minimum is None else minimum
            high = "" if maximum is None else maximum
            return f"{low}..{high}"
        case tuple():
            return "|".join(amount)
        case Decimal():
            plain = f"{amount:f}"
            return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return str(amount)


class Row(Protocol):
    """A row of the record that can be named as evidence."""

    @property
    def day(self) -> date: ...

    @property
    def evidence(self) -> Evidence: ...


class Finding(NamedTuple):
    """What was found of one criterion in force on the day asked.

    reached: None when nothing was. asked: None when the criterion is not set yet.
    rows: what decided, in order; `evidence` names them.
    until: the first day after on which the same facts give another outcome, within 50
    years. then: that other outcome; None when the criterion is no longer in force.
    lacks: what is not on record, in the order to put right; only of an unknown.
    """

    criterion: Criterion
    outcome: Outcome
    reached: Amount | None
    asked: Amount | None
    rows: tuple[Row, ...] = ()
    lacks: tuple[Lack, ...] = ()
    until: date | None = None
    then: Outcome | None = None

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return tuple(row.evidence for row in self.rows)

    @property
    def source(self) -> Source:
        return self.criterion.source

    @property
    def reached_text(self) -> str:
        return amount_text(self.reached)

    @property
    def asked_text(self) -> str:
        return amount_text(self.asked)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One person, one profile, one day. post: the post judged, if any.

    findings: of every criterion in force, in the profile's order.
    until: the first day the verdict changes; only of an eligible person.
    is_empty: no criterion of the tree is in force, so there was nothing to ask.
    """

    profile: str
    post: str | None
    on: date
    verdict: Verdict
    findings: tuple[Finding, ...]
    until: date | None = None
    is_empty: bool = False

    def finding(self, criterion_id: str) -> Finding:
        """Return the finding of that criterion. Errors: KeyError if not in force."""
        for finding in self.findings:
            if finding.criterion.id == criterion_id:
                return finding
        raise KeyError(criterion_id)
