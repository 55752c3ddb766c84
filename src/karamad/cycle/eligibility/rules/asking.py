"""Asking one criterion on any day: its kind, exemptions, and its force."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from karamad.cycle.eligibility.rules import scores, standing, training
from karamad.cycle.eligibility.rules.answers import Answer, evidence, unknown
from karamad.cycle.eligibility.rules.dossier import Case
from karamad.cycle.eligibility.rules.facts import Exemption
from karamad.cycle.eligibility.rules.judgement import (
    Amount,
    Between,
    Evidence,
    EvidenceKind,
    Finding,
    Lack,
    Missing,
    Outcome,
)
from karamad.cycle.eligibility.rules.windows import only_shrinks
from karamad.registers.competencies.rules import (
    AgeTerms,
    AppraisalTerms,
    AssessmentTerms,
    CompetencyTerms,
    CourseTerms,
    CredentialTerms,
    Criterion,
    DegreeTerms,
    ExamTerms,
    HoursTerms,
    RankTerms,
    ServiceTerms,
    Terms,
)

_ANSWERS: Final[dict[type[Terms], Callable[..., Answer]]] = {
    CourseTerms: training.course,
    HoursTerms: training.hours,
    AssessmentTerms: scores.assessment,
    CompetencyTerms: scores.competency,
    CredentialTerms: standing.credential,
    ServiceTerms: standing.service,
    DegreeTerms: standing.degree,
    AgeTerms: standing.age,
    AppraisalTerms: scores.appraisal,
    ExamTerms: scores.exam,
    RankTerms: scores.rank,
}
_TURNS: Final[dict[type[Terms], Callable[..., Sequence[date]]]] = {
    CourseTerms: training.course_turns,
    HoursTerms: training.hours_turns,
    AssessmentTerms: scores.windowed_turns,
    CompetencyTerms: scores.windowed_turns,
    CredentialTerms: standing.credential_turns,
    ServiceTerms: standing.service_turns,
    AgeTerms: standing.age_turns,
    AppraisalTerms: scores.appraisal_turns,
    ExamTerms: scores.windowed_turns,
}
_UNSET: Final = unknown(Lack(Missing.TERM))


def find(criterion: Criterion, case: Case) -> Finding | None:
    """Return the finding on the day the case is asked of; None when not in force.

    Source: docs/judgement.md, "The answer".
    """
    day = case.on
    if day not in criterion.in_force:
        return None
    exemption = _exemption(criterion, case, day)
    if exemption is not None:
        granted = Evidence(EvidenceKind.EXEMPTION, exemption.document, exemption.start)
        answer = Answer(Outcome.WAIVED)
        named: tuple[Evidence, ...] = (granted,)
    else:
        answer = _answer(criterion, case, day)
        named = evidence(answer.rows)
    until = next_turn(criterion, case, day, answer.outcome)
    return Finding(
        criterion=criterion,
        outcome=answer.outcome,
        reached=answer.reached,
        asked=asked(criterion),
        evidence=named,
        lacks=answer.lacks,
        until=until,
        then=None if until is None else outcome(criterion, case, until),
    )


def outcome(criterion: Criterion, case: Case, day: date) -> Outcome | None:
    """Return what a criterion gives on `day`, on what was so by the day asked.

    None when it is not in force.
    Source: docs/judgement.md, "The answer" and "In force".
    """
    if day not in criterion.in_force:
        return None
    if _exemption(criterion, case, day) is not None:
        return Outcome.WAIVED
    return _answer(criterion, case, day).outcome


def asked(criterion: Criterion) -> Amount | None:
    """Return what is asked, as the findings file carries it; None when not set."""
    if criterion.is_unset:
        return None
    match criterion.terms:
        case CourseTerms(courses):
            return courses
        case CredentialTerms(credential):
            return credential
        case AgeTerms(minimum, maximum):
            return Between(minimum, maximum)
    return _asked_amount(criterion.terms)


def _asked_amount(terms: Terms) -> Amount | None:
    match terms:
        case HoursTerms() | AssessmentTerms() | ExamTerms() | AppraisalTerms():
            return terms.minimum
        case CompetencyTerms():
            return terms.level
        case ServiceTerms():
            return terms.years
        case DegreeTerms():
            return terms.degree
        case RankTerms():
            return terms.rank
    return None


def _answer(criterion: Criterion, case: Case, day: date) -> Answer:
    if criterion.is_unset:
        return _UNSET
    terms = criterion.terms
    return _ANSWERS[type(terms)](terms, criterion.window, case, day)


def _exemption(criterion: Criterion, case: Case, day: date) -> Exemption | None:
    """Return the current exemption that began last; of two that day the first named."""
    current = [
        exemption
        for exemption in case.exemptions(criterion.id)
        if exemption.until is None or day < exemption.until
    ]
    current.sort(key=lambda each: (-each.start.toordinal(), each.document))
    return current[0] if current else None


# ---- looking ahead ---------------------------------------------------------


def next_turn(
    criterion: Criterion, case: Case, after: date, now: Outcome | None
) -> date | None:
    """Return the first day after `after` on which another outcome than `now` holds.

    Source: docs/judgement.md, `until`; docs/adr/0002-what-until-means.md.
    """
    begin = after
    for edge in (*_edges(criterion, case, after), None):
        if now in _BY_KIND:
            turn = _kind_turns(criterion, case, begin, now)
            if turn is not None and (edge is None or turn < edge):
                return turn if turn <= case.limit else None
        if edge is None or edge > case.limit:
            return None
        if outcome(criterion, case, edge) is not now:
            return edge
        begin = edge
    return None


_BY_KIND: Final = (Outcome.MET, Outcome.UNMET, Outcome.UNKNOWN)


def _edges(criterion: Criterion, case: Case, after: date) -> list[date]:
    """Return the days on which force or an exemption begins or ends, in order."""
    force = criterion.in_force
    edges = {force.start, force.end}
    edges.update(exemption.until for exemption in case.exemptions(criterion.id))
    return sorted(edge for edge in edges if edge is not None and edge > after)


def _kind_turns(
    criterion: Criterion, case: Case, after: date, now: Outcome
) -> date | None:
    """Return the first day after `after` on which the kind itself answers otherwise."""
    terms, window = criterion.terms, criterion.window
    turns = _TURNS.get(type(terms))
    if turns is None or criterion.is_unset:
        return None
    only_falls = _only_falls(criterion)
    if only_falls and now is Outcome.UNMET:
        return None
    days = turns(terms, window, case)
    ask = _ANSWERS[type(terms)]

    def is_other(day: date) -> bool:
        return day > after and ask(terms, window, case, day).outcome is not now

    if only_falls:
        place = bisect_left(days, 1, key=is_other)
        return days[place] if place < len(days) else None
    return next((day for day in days if is_other(day)), None)


def _only_falls(criterion: Criterion) -> bool:
    """Test whether time alone can only take from it: met, then unknown, then unmet.

    Where a class cap may let others in when something drops out, it need not.
    """
    match criterion.terms:
        case CourseTerms() | ExamTerms() | HoursTerms(class_caps=()):
            return only_shrinks(criterion.window)
    return False
