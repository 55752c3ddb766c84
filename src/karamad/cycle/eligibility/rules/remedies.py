"""What would make an unmet or unknown finding met: reasons, without wording."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from karamad.cycle.eligibility.rules.judgement import (
    Amount,
    Finding,
    Judgement,
    Lack,
    Missing,
    Outcome,
)
from karamad.kernel.jalali import jalali_year, year_starts
from karamad.registers.competencies.rules import (
    AgeTerms,
    CourseTerms,
    FixedDays,
    HoursTerms,
    JalaliYear,
    Kind,
    Turn,
    Window,
)


class Step(StrEnum):
    """What can be done. Wording hangs on the value, so never rename one."""

    WAIT = "wait"  # the facts as they stand are enough from `day` on
    PASS_COURSE = "pass_course"  # noqa: S105 - one of `codes`, no password
    EARN_HOURS = "earn_hours"  # `amount` more, of classes `codes`
    TAKE_ASSESSMENT = "take_assessment"
    ATTEST_COMPETENCY = "attest_competency"
    TAKE_EXAM = "take_exam"
    OBTAIN_CREDENTIAL = "obtain_credential"
    SERVE_LONGER = "serve_longer"
    RAISE_DEGREE = "raise_degree"
    RAISE_APPRAISAL = "raise_appraisal"
    RAISE_RANK = "raise_rank"
    RECORD = "record"  # the missing fact `lack`
    SET_TERM = "set_term"  # the criterion itself has no number yet
    SEEK_EXEMPTION = "seek_exemption"  # nothing else is left


@dataclass(frozen=True, slots=True)
class Remedy:
    """One thing to do about one criterion.

    codes: courses, classes, or the one instrument or credential. amount: what must be
    reached, of hours what is short. before: it counts only if done before that day.
    day: it counts from that day on. lack: the fact to put on record.
    """

    criterion: str
    step: Step
    codes: tuple[str, ...] = ()
    amount: Amount | None = None
    before: date | None = None
    day: date | None = None
    lack: Lack | None = None


def remedies(judgement: Judgement) -> tuple[Remedy, ...]:
    """Return what would help, finding by finding; nothing for those met or waived.

    Waiting comes first where it is enough; a fact to be recorded before a deed.
    Source: docs/judgement.md, "The answer".
    """
    return tuple(
        remedy
        for finding in judgement.findings
        if finding.outcome in (Outcome.UNMET, Outcome.UNKNOWN)
        for remedy in _remedies(finding, judgement.on)
    )


def _remedies(finding: Finding, on: date) -> Iterator[Remedy]:
    criterion = finding.criterion.id
    if finding.until is not None and finding.then in _ENOUGH:
        yield Remedy(criterion, Step.WAIT, day=finding.until)
    for lack in finding.lacks:
        step = Step.SET_TERM if lack.what is Missing.TERM else Step.RECORD
        yield Remedy(criterion, step, lack=lack)
    if finding.outcome is Outcome.UNMET:
        yield from _deeds(finding, on)


_ENOUGH = (Outcome.MET, Outcome.WAIVED, None)


def _deeds(finding: Finding, on: date) -> Iterator[Remedy]:
    criterion = finding.criterion
    if _is_over(criterion.window, on) or _is_too_old(finding):
        yield Remedy(criterion.id, Step.SEEK_EXEMPTION)
        return
    step = _STEPS.get(criterion.kind)
    if step is None:
        return
    before, day = _bounds(criterion.window, on)
    yield Remedy(
        criterion=criterion.id,
        step=step,
        codes=_codes(finding),
        amount=_amount(finding),
        before=before,
        day=day,
    )


_STEPS = {
    Kind.COURSE: Step.PASS_COURSE,
    Kind.HOURS: Step.EARN_HOURS,
    Kind.ASSESSMENT: Step.TAKE_ASSESSMENT,
    Kind.COMPETENCY: Step.ATTEST_COMPETENCY,
    Kind.CREDENTIAL: Step.OBTAIN_CREDENTIAL,
    Kind.SERVICE: Step.SERVE_LONGER,
    Kind.DEGREE: Step.RAISE_DEGREE,
    Kind.APPRAISAL: Step.RAISE_APPRAISAL,
    Kind.EXAM: Step.TAKE_EXAM,
    Kind.RANK: Step.RAISE_RANK,
}
_NAMED = {
    Kind.ASSESSMENT: "assessment",
    Kind.COMPETENCY: "competency",
    Kind.CREDENTIAL: "credential",
    Kind.EXAM: "exam",
}


def _is_over(window: Window | None, on: date) -> bool:
    if not isinstance(window, FixedDays):
        return False
    return window.period.end is not None and window.period.end <= on


def _is_too_old(finding: Finding) -> bool:
    terms = finding.criterion.terms
    return (
        isinstance(terms, AgeTerms)
        and terms.maximum is not None
        and isinstance(finding.reached, int)
        and finding.reached > terms.maximum
    )


def _bounds(window: Window | None, on: date) -> tuple[date | None, date | None]:
    """Return before which day it must be done, and from which day it then counts."""
    match window:
        case JalaliYear(turn):
            new_year = year_starts(jalali_year(on) + 1)
            return new_year, new_year if turn is Turn.PREVIOUS else None
        case FixedDays(period):
            return period.end, None
    return None, None


def _codes(finding: Finding) -> tuple[str, ...]:
    terms = finding.criterion.terms
    match terms:
        case CourseTerms(courses):
            return courses
        case HoursTerms():
            return tuple(str(course_class) for course_class in terms.classes)
    name = _NAMED.get(finding.criterion.kind)
    return () if name is None else (str(getattr(terms, name)),)


def _amount(finding: Finding) -> Amount | None:
    """Return what must be reached; of hours how many are short.

    What counts only from next year on starts from nothing.
    """
    window = finding.criterion.window
    if finding.criterion.kind in (Kind.COURSE, Kind.CREDENTIAL):
        return None
    if (
        isinstance(finding.asked, Decimal)
        and isinstance(finding.reached, Decimal)
        and finding.criterion.kind is Kind.HOURS
        and window != JalaliYear(Turn.PREVIOUS)
    ):
        return finding.asked - finding.reached
    return finding.asked
