"""Asking one criterion on any day: its kind, exemptions, and its force."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from karamad.cycle.eligibility.rules import scores, standing, training
from karamad.cycle.eligibility.rules.answers import Answer, unknown
from karamad.cycle.eligibility.rules.dossier import Case
from karamad.cycle.eligibility.rules.facts import Exemption
from karamad.cycle.eligibility.rules.judgement import (
    Amount,
    Between,
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


class Kind(NamedTuple):
    """What is known of one kind of criterion.

    answer: (terms, window, case, day) to what it gives that day.
    turns: (terms, window, case, now) to the days, in order, on which it may give
    another answer than `now`; the first of them that does is its turn.
    """

    asked: Callable[[Any], Amount | None]
    answer: Callable[..., Answer]
    turns: Callable[..., Sequence[date]]


_KINDS: Final[dict[type[Terms], Kind]] = {
    CourseTerms: Kind(lambda it: it.courses, training.course, training.course_turns),
    HoursTerms: Kind(lambda it: it.minimum, training.hours, training.hours_turns),
    AssessmentTerms: Kind(
        lambda it: it.minimum, scores.assessment, scores.assessment_turns
    ),
    CompetencyTerms: Kind(
        lambda it: it.level, scores.competency, scores.competency_turns
    ),
    CredentialTerms: Kind(
        lambda it: it.credential, standing.credential, standing.credential_turns
    ),
    ServiceTerms: Kind(lambda it: it.years, standing.service, standing.service_turns),
    DegreeTerms: Kind(lambda it: it.degree, standing.degree, standing.never),
    AgeTerms: Kind(
        lambda it: Between(it.minimum, it.maximum), standing.age, standing.age_turns
    ),
    AppraisalTerms: Kind(
        lambda it: it.minimum, scores.appraisal, scores.appraisal_turns
    ),
    ExamTerms: Kind(lambda it: it.minimum, scores.exam, scores.exam_turns),
    RankTerms: Kind(lambda it: it.rank, scores.rank, standing.never),
}
_UNSET: Final = unknown(Lack(Missing.TERM))


class Turn(NamedTuple):
    """The day a criterion gives something else. then: None when out of force."""

    day: date
    then: Outcome | None


def find(criterion: Criterion, case: Case) -> Finding | None:
    """Return the finding on the day the case is asked of; None when not in force.

    Source: docs/judgement.md, "The answer".
    """
    day = case.on
    if day not in criterion.in_force:
        return None
    exemption = _exemption(criterion, case, day)
    if exemption is None:
        answer = _answer(criterion, case, day)
    else:
        answer = Answer(Outcome.WAIVED, rows=(exemption,))
    turn = next_turn(criterion, case, day, answer.outcome)
    until, then = (None, None) if turn is None else turn
    terms = criterion.terms
    return Finding(
        criterion,
        answer.outcome,
        answer.reached,
        None if criterion.is_unset else _KINDS[type(terms)].asked(terms),
        answer.rows,
        answer.lacks,
        until,
        then,
    )


def _outcome(criterion: Criterion, case: Case, day: date) -> Outcome | None:
    if day not in criterion.in_force:
        return None
    if _exemption(criterion, case, day) is not None:
        return Outcome.WAIVED
    return _answer(criterion, case, day).outcome


def _answer(criterion: Criterion, case: Case, day: date) -> Answer:
    if criterion.is_unset:
        return _UNSET
    terms = criterion.terms
    return _KINDS[type(terms)].answer(terms, criterion.window, case, day)


def _exemption(criterion: Criterion, case: Case, day: date) -> Exemption | None:
    for exemption in case.exemptions(criterion.id):
        if exemption.until is None or day < exemption.until:
            return exemption
    return None


# ---- looking ahead ---------------------------------------------------------


def next_turn(
    criterion: Criterion, case: Case, after: date, now: Outcome | None
) -> Turn | None:
    """Return the first day after `after` on which another outcome than `now` holds.

    Source: docs/judgement.md, `until`; docs/adr/0002-what-until-means.md.
    """
    begin = after
    for edge in (*_edges(criterion, case, after), None):
        turn = None
        if now is not None and now is not Outcome.WAIVED:
            turn = _kind_turn(criterion, case, begin, now)
        if turn is not None and (edge is None or turn.day < edge):
            return turn if turn.day <= case.limit else None
        if edge is None or edge > case.limit:
            return None
        then = _outcome(criterion, case, edge)
        if then is not now:
            return Turn(edge, then)
        begin = edge
    return None


def _edges(criterion: Criterion, case: Case, after: date) -> list[date]:
    """Return the days on which force or an exemption begins or ends, in order."""
    force = criterion.in_force
    exemptions = case.exemptions(criterion.id)
    if not exemptions and force.start is None and force.end is None:
        return []
    edges = {force.start, force.end}
    edges.update(exemption.until for exemption in exemptions)
    return sorted(edge for edge in edges if edge is not None and edge > after)


def _kind_turn(
    criterion: Criterion, case: Case, after: date, now: Outcome
) -> Turn | None:
    """Return the first day after `after` on which the kind itself answers otherwise."""
    only_falls = _only_falls(criterion)
    if criterion.is_unset or (only_falls and now is Outcome.UNMET):
        return None
    terms, window = criterion.terms, criterion.window
    kind = _KINDS[type(terms)]
    days = kind.turns(terms, window, case, now)
    days = days[bisect_right(days, after) :]
    if only_falls and len(days) > _FEW:
        # Once fallen it stays so, and the day can be looked for by halves.
        first = bisect_left(
            days,
            1,
            key=lambda day: kind.answer(terms, window, case, day).outcome is not now,
        )
        days = days[first : first + 1]
    for day in days:
        then = kind.answer(terms, window, case, day).outcome
        if then is not now:
            return Turn(day, then)
    return None


_FEW: Final = 4


def _only_falls(criterion: Criterion) -> bool:
    """Test whether time alone can only take from it: met, then unknown, then unmet.

    Where a class cap may let others in when something drops out, it need not.
    """
    match criterion.terms:
        case CourseTerms() | ExamTerms() | HoursTerms(class_caps=()):
            return only_shrinks(criterion.window)
    return False
