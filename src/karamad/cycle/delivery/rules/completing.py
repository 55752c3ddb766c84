"""Who has completed a run, and why, or why not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Result(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    OPEN = "open"


class Stage(StrEnum):
    """Where a run stands when it is asked what it came to."""

    GOING_ON = "going_on"
    CLOSING = "closing"  # by this very act
    CLOSED = "closed"


class News(StrEnum):
    """What there is to tell somebody of his outcome."""

    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"


class Why(StrEnum):
    """What decided; the codes are stable. Three say no, the others leave it open."""

    ABSENT_TOO_MUCH = "absent_too_much"
    ASSIGNMENT_MISSING = "assignment_missing"
    ATTENDANCE_OPEN = "attendance_open"
    EXAM_MISSING = "exam_missing"
    NO_PLACE = "no_place"
    NO_RULE = "no_rule"
    NOT_OVER = "not_over"
    SCORE_TOO_LOW = "score_too_low"
    SCORE_NOT_SET = "score_not_set"
    SHARE_NOT_SET = "share_not_set"


REFUSING = frozenset({Why.ABSENT_TOO_MUCH, Why.NO_PLACE, Why.SCORE_TOO_LOW})


@dataclass(frozen=True, slots=True)
class Law:
    """What a class of courses asks. None: nobody has set it, so nothing follows.

    least_share: hundredths of the time. least_score: of a hundred.
    """

    least_share: Decimal | None
    least_score: Decimal | None
    asks_exam: bool = True
    asks_assignment: bool = False
    leave_counts: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one person in one run.

    share: None while a session has no mark of him. exam, assignment: None, no score.
    placed: he has a place; who gave it up completes nothing.
    """

    over: bool
    share: Decimal | None
    exam: Decimal | None = None
    assignment: Decimal | None = None
    placed: bool = True


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that decided: what was reached, and what was asked."""

    why: Why
    reached: str = ""
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A result with every reason; passed has none."""

    result: Result
    reasons: tuple[Reason, ...] = ()


def judge(facts: Facts, law: Law | None) -> Judged:
    """Return what a run came to for one person.

    What already refuses, refuses before the rest is known: whoever was away too long
    has not passed, whatever he gets in the exam. A number that nobody has set leaves
    the result open, never passed.
    Source: docs/mission.md, M1 (completion by rule: computed, explained, recomputable).
    """
    if law is None:
        return Judged(Result.OPEN, (Reason(Why.NO_RULE),))
    reasons = tuple(_reasons(facts, law))
    if not reasons:
        return Judged(Result.PASSED)
    refused = any(reason.why in REFUSING for reason in reasons)
    return Judged(Result.FAILED if refused else Result.OPEN, reasons)


def _reasons(facts: Facts, law: Law) -> Iterator[Reason]:
    if not facts.placed:
        yield Reason(Why.NO_PLACE)
    if not facts.over:
        yield Reason(Why.NOT_OVER)
    yield from _attendance(facts, law)
    if law.asks_exam:
        yield from _score(facts, law)
    if law.asks_assignment and facts.assignment is None:
        yield Reason(Why.ASSIGNMENT_MISSING)


def _attendance(facts: Facts, law: Law) -> Iterator[Reason]:
    if law.least_share is None:
        yield Reason(Why.SHARE_NOT_SET)
    elif facts.share is None:
        yield Reason(Why.ATTENDANCE_OPEN)
    elif facts.share < law.least_share and facts.over:
        yield Reason(Why.ABSENT_TOO_MUCH, str(facts.share), str(law.least_share))


def _score(facts: Facts, law: Law) -> Iterator[Reason]:
    if law.least_score is None:
        yield Reason(Why.SCORE_NOT_SET)
    elif facts.exam is None:
        yield Reason(Why.EXAM_MISSING)
    elif facts.exam < law.least_score:
        yield Reason(Why.SCORE_TOO_LOW, str(facts.exam), str(law.least_score))


def news(was: Result | None, now: Result, stage: Stage) -> News | None:
    """Return what is to be told to one whose outcome is computed; None: nothing new.

    was: what it came to before; None, it was never computed. Who passes hears of it at
    once; who does not, when the run is closed, or when he had passed before.
    Source: docs/mission.md, M1 (the learner's next steps show).
    """
    if now is Result.PASSED:
        return None if was is Result.PASSED else News.COMPLETED
    if was is Result.PASSED:
        return News.NOT_COMPLETED
    late = stage is Stage.CLOSED and was is not Result.FAILED
    if now is Result.FAILED and (late or stage is Stage.CLOSING):
        return News.NOT_COMPLETED
    return None
