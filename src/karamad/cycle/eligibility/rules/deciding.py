"""Who may decide what on a verdict, and what of it is frozen.

Pure: facts in; refusals, or the record as it stands for ever, out.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

import rfc8785

from karamad.cycle.eligibility.rules.judgement import (
    Finding,
    Judgement,
    Lack,
    Verdict,
)

FORMAT: Final = "karamad.decision/1"


class Ground(StrEnum):
    """Why an act is refused. Wording hangs on the value, so never rename one."""

    ALREADY_ANSWERED = "already-answered"
    ALREADY_CONSIDERED = "already-considered"
    ALREADY_DECIDED = "already-decided"
    ALREADY_OBJECTED = "already-objected"
    ALREADY_WITHDRAWN = "already-withdrawn"
    ANSWER_MISSING = "answer-missing"
    ASSIGNMENT_REFUSED = "assignment-refused"
    CRITERION_NOT_IN_FORCE = "criterion-not-in-force"
    DAY_IN_FUTURE = "day-in-future"
    DOCUMENT_IN_FUTURE = "document-in-future"
    DOCUMENT_MISSING = "document-missing"
    ENDS_BEFORE_START = "ends-before-start"
    NOT_ON_RECORD = "not-on-record"
    NOT_THE_PERSON = "not-the-person"
    NOTHING_ASKED = "nothing-asked"
    OWN_CASE = "own-case"
    PERSON_DEAD = "person-dead"
    PERSON_RETIRED = "person-retired"
    PROFILE_DOES_NOT_APPLY = "profile-does-not-apply"
    REASON_MISSING = "reason-missing"
    RECORD_MERGED = "record-merged"
    SEAT_HELD = "seat-held"
    TEXT_MISSING = "text-missing"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason for a no; `about` names the day, the document or the post meant."""

    ground: Ground
    about: str = ""


@dataclass(frozen=True, slots=True)
class Appointee:
    """What the rules ask of the person to be appointed, on the day it takes effect."""

    himself: bool
    merged: bool
    retired: bool
    dead: bool
    holds_seat: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """The document of an act, and the words that go with it."""

    number: str
    day: date | None
    reason: str = ""
    reason_document: str = ""


def decision_refusals(
    *,
    appointee: Appointee,
    paper: Paper,
    judgement: Judgement,
    applies: bool,
    today: date,
) -> tuple[Refusal, ...]:
    """Return why an appointment may not be recorded on a judgement.

    The appointing authority decides: a verdict that is not eligible does not stop it,
    but the record then names the reason and the document it rests on. The register
    does not know the future, so no later day is judged. Nobody decides on himself.

    Source: docs/judgement.md, "What the appointing authority sees"; that a decision
    against the verdict names reason and document, and that nobody decides his own
    case, are Karamad's own rules until a document says otherwise.
    """
    return (
        *_person_refusals(appointee),
        *_paper_refusals(paper, today),
        *_verdict_refusals(paper, judgement, applies=applies, today=today),
    )


def _person_refusals(appointee: Appointee) -> Iterator[Refusal]:
    if appointee.himself:
        yield Refusal(Ground.OWN_CASE)
    if appointee.merged:
        yield Refusal(Ground.RECORD_MERGED)
    if appointee.dead:
        yield Refusal(Ground.PERSON_DEAD)
    elif appointee.retired:
        yield Refusal(Ground.PERSON_RETIRED)
    if appointee.holds_seat:
        yield Refusal(Ground.SEAT_HELD)


def _paper_refusals(paper: Paper, today: date) -> Iterator[Refusal]:
    if not paper.number.strip() or paper.day is None:
        yield Refusal(Ground.DOCUMENT_MISSING)
    elif paper.day > today:
        yield Refusal(Ground.DOCUMENT_IN_FUTURE, paper.day.isoformat())


def _verdict_refusals(
    paper: Paper, judgement: Judgement, *, applies: bool, today: date
) -> Iterator[Refusal]:
    if judgement.on > today:
        yield Refusal(Ground.DAY_IN_FUTURE, judgement.on.isoformat())
    if not applies:
        yield Refusal(Ground.PROFILE_DOES_NOT_APPLY, judgement.profile)
    stated = paper.reason.strip() and paper.reason_document.strip()
    if judgement.verdict is not Verdict.ELIGIBLE and not stated:
        yield Refusal(Ground.REASON_MISSING, judgement.verdict)


def withdrawal_refusals(
    *, withdrawn: bool, reason: str, document: str
) -> tuple[Refusal, ...]:
    """Return why a decision may not be withdrawn.

    Source: docs/mission.md, "Decisions"; a withdrawal is an act with its own document.
    """
    found = []
    if withdrawn:
        found.append(Refusal(Ground.ALREADY_WITHDRAWN))
    if not reason.strip():
        found.append(Refusal(Ground.REASON_MISSING))
    if not document.strip():
        found.append(Refusal(Ground.DOCUMENT_MISSING))
    return tuple(found)


# ---- the frozen record ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Setting:
    """What a frozen record says besides the findings.

    person: a blind reference, never a national id. officer: the key of his account.
    """

    person: str
    post: str
    unit: str
    moment: datetime
    edition: int
    edition_digest: str
    officer: str
    order: Mapping[str, str]


def frozen_record(judgement: Judgement, setting: Setting) -> dict[str, Any]:
    """Return all that a decision rests on, as plain texts, numbers and lists.

    The same facts, edition and day give the same record at any time, in any language.
    Source: docs/judgement.md, "Two times".
    """
    return {
        "format": FORMAT,
        "person": setting.person,
        "post": setting.post,
        "unit": setting.unit,
        "on": judgement.on.isoformat(),
        "moment": _instant(setting.moment),
        "profile": judgement.profile,
        "edition": setting.edition,
        "edition_digest": setting.edition_digest,
        "verdict": judgement.verdict.value,
        "until": _day(judgement.until),
        "findings": [_finding(finding) for finding in judgement.findings],
        "order": dict(setting.order),
        "officer": setting.officer,
    }


def canonical(record: Mapping[str, Any]) -> str:
    """Return the record as canonical JSON text (RFC 8785).

    Source: RFC 8785; docs/judgement.md, "Two times".
    """
    return rfc8785.dumps(dict(record)).decode()


def digest(content: str) -> str:
    """Return the SHA-256 (hex) of a canonical record.

    Source: docs/judgement.md, "Two times".
    """
    return hashlib.sha256(content.encode()).hexdigest()


def commitment(content: str, salt: bytes) -> str:
    """Return what a public log may show: HMAC-SHA-256 (hex) of the record under `salt`.

    Without the salt nobody can try all national ids against it; without the salt kept,
    the record is erased from the log.
    Source: docs/adr/0060-a-decision-freezes-one-judgement.md.
    """
    return hmac.digest(salt, content.encode(), "sha256").hex()


def _finding(finding: Finding) -> dict[str, Any]:
    source = finding.source
    return {
        "criterion": finding.criterion.id,
        "kind": finding.criterion.kind.value,
        "finding": finding.outcome.value,
        "reached": finding.reached_text,
        "asked": finding.asked_text,
        "until": _day(finding.until),
        "then": None if finding.then is None else finding.then.value,
        "evidence": [each.gregorian_id for each in finding.evidence],
        "lacks": [_lack(lack) for lack in finding.lacks],
        "document": source.document,
        "article": source.article or "",
        "status": source.status.value,
    }


def _lack(lack: Lack) -> dict[str, Any]:
    return {"what": lack.what.value, "code": lack.code, "day": _day(lack.day)}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


# ---- what changed since -----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the record says otherwise now.

    criterion: empty for the verdict itself. field: as named in the frozen record.
    old, new: None where one of the two records has no such criterion.
    """

    criterion: str
    field: str
    old: Any
    new: Any


def differences(
    old: Mapping[str, Any], new: Mapping[str, Any]
) -> tuple[Difference, ...]:
    """Return what `new` says otherwise than `old`: the verdict first, then findings.

    The moment and who decided are not compared.
    Source: docs/judgement.md, "Two times".
    """
    found = [
        Difference("", name, old.get(name), new.get(name))
        for name in ("verdict", "until")
        if old.get(name) != new.get(name)
    ]
    before = {each["criterion"]: each for each in old["findings"]}
    after = {each["criterion"]: each for each in new["findings"]}
    for criterion in [*before, *(each for each in after if each not in before)]:
        then, now = before.get(criterion, {}), after.get(criterion, {})
        names = [name for name in (then or now) if name != "criterion"]
        found += [
            Difference(criterion, name, then.get(name), now.get(name))
            for name in names
            if then.get(name) != now.get(name)
        ]
    return tuple(found)
