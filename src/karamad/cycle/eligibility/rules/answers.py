"""What one criterion gives on one day, before exemptions and force are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from karamad.cycle.eligibility.rules.dossier import Passed, Scored
from karamad.cycle.eligibility.rules.facts import Credential, ResultKind
from karamad.cycle.eligibility.rules.judgement import (
    Amount,
    Evidence,
    EvidenceKind,
    Lack,
    Outcome,
)

Rows = Sequence[Passed | Scored | Credential]


class Answer(NamedTuple):
    """rows: what decided, named only when a finding is written of it."""

    outcome: Outcome
    reached: Amount | None = None
    rows: Rows = ()
    lacks: tuple[Lack, ...] = ()


UNMET = Answer(Outcome.UNMET)


def met(reached: Amount, rows: Rows = ()) -> Answer:
    """Answer that it is met."""
    return Answer(Outcome.MET, reached, rows)


def unmet(reached: Amount | None, rows: Rows = ()) -> Answer:
    """Answer that it is not met, with what was reached."""
    return Answer(Outcome.UNMET, reached, rows)


def unknown(*lacks: Lack, reached: Amount | None = None, rows: Rows = ()) -> Answer:
    """Answer that facts are lacking."""
    return Answer(Outcome.UNKNOWN, reached, rows, lacks)


def evidence(rows: Rows) -> tuple[Evidence, ...]:
    """Name the rows that decided, in their order."""
    return tuple(_named(row) for row in rows)


def _named(row: Passed | Scored | Credential) -> Evidence:
    match row:
        case Passed():
            return Evidence(EvidenceKind.COMPLETION, row.code, row.day)
        case Scored():
            return Evidence(_SCORED[row.kind], row.code, row.day)
    return Evidence(EvidenceKind.CREDENTIAL, row.type, row.issued_on)


_SCORED = {
    ResultKind.ASSESSMENT: EvidenceKind.ASSESSMENT,
    ResultKind.EXAM: EvidenceKind.EXAM,
    ResultKind.COMPETENCY: EvidenceKind.COMPETENCY,
    ResultKind.APPRAISAL: EvidenceKind.APPRAISAL,
    ResultKind.RANK: EvidenceKind.RANK,
}
