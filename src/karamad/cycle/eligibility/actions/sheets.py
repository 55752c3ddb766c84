"""Answers as the rows of the files that go out.

Source: formats.md, "Out".
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from karamad.cycle.eligibility.actions.judging import Answer
from karamad.kernel.jalali import jalali_iso
from karamad.kernel.tables import Columns, Value

VERDICTS: Columns = {
    "national_id": str,
    "post": str,
    "unit": str,
    "profile": str,
    "edition": int,
    "as_of": str,
    "verdict": str,
    "until": str,
}
FINDINGS: Columns = {
    "national_id": str,
    "post": str,
    "unit": str,
    "profile": str,
    "edition": int,
    "as_of": str,
    "criterion": str,
    "finding": str,
    "reached": str,
    "asked": str,
    "until": str,
    "evidence": str,
    "document": str,
}
Row = tuple[Value, ...]
Spelling = Callable[[date], str]


def spelling(*, gregorian: bool) -> Spelling:
    """Return how days are written: Jalali unless Gregorian is asked."""
    return date.isoformat if gregorian else jalali_iso


def verdict_row(answer: Answer, national_id: str, spell: Spelling) -> Row:
    """Return one row of the verdicts."""
    judgement = answer.judgement
    until = judgement.until
    return (
        *_head(answer, national_id, spell),
        judgement.verdict.value,
        "" if until is None else spell(until),
    )


def finding_rows(answer: Answer, national_id: str, spell: Spelling) -> list[Row]:
    """Return a row for each criterion in force."""
    head = _head(answer, national_id, spell)
    jalali = spell is jalali_iso
    return [
        (
            *head,
            finding.criterion.id,
            finding.outcome.value,
            finding.reached_text,
            finding.asked_text,
            "" if finding.until is None else spell(finding.until),
            "|".join(e.id if jalali else e.gregorian_id for e in finding.evidence),
            finding.source.document,
        )
        for finding in answer.judgement.findings
    ]


def _head(answer: Answer, national_id: str, spell: Spelling) -> Row:
    return (
        national_id,
        answer.seat.post,
        answer.seat.unit,
        answer.law.code,
        answer.law.number,
        spell(answer.judgement.on),
    )
