"""Asking one criterion on any day: its kind, exemptions, and its force."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from karamad.cycle.eligibility.rules import scores, standing, training
from karamad.cycle.eligibility.rules.answers import Answer, Turn, unknown
from karamad.cycle.eligibility.rules.dossier import Case
from karamad.cycle.eligibility.rules.judgement import (
    Amount,
    Between,
    Finding,
    Lack,
    Missing,
    Outcome,
)
from karamad.cycle.eligibility.rules.windows import only_shrinks
from karamad.kernel.period import ALWAYS
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
    another outcome than the answer `now`; the first of them that does is its turn.
    It may know the turn itself. None when time alone changes nothing.
    """

    asked: Callable[[Any], Amount | None]
    answer: Callable[..., Answer]
    turns: Callable[..., Sequence[date] | Turn] | None


_KINDS: Final[dict[type[Terms], Kind]] = {
    CourseTerms: Kind(lambda it: it.courses, training.course, training.course_turns),
    HoursTerms: Kind(lambda it: it.minimum, training.hours, training.hours_turns),
    AssessmentTerms: Kind(
        lambda it: it.minimum, scores.assessment, scores.latest_turns
    ),
    CompetencyTerms: Kind(lambda it: it.level, scores.competency, scores.latest_turns),
    CredentialTerms: Kind(
        lambda it: it.credential, standing.credential, standing.credential_turns
    ),
    ServiceTerms: Kind(lambda it: it.years, standing.service, standing.service_turns),
    DegreeTerms: Kind(lambda it: it.degree, standing.degree, None),
    AgeTerms: Kind(
        lambda it: Between(it.minimum, it.maximum), standing.age, standing.age_turns
    ),
    AppraisalTerms: Kind(
        lambda it: it.minimum, scores.appraisal, scores.appraisal_turns
    ),
    ExamTerms: Kind(lambda it: it.minimum, scores.exam, scores.exam_turns),
    RankTerms: Kind(lambda it: it.rank, scores.rank, None),
}
_UNSET: Final = unknown(Lack(Missing.TERM))


def find(criterion: Criterion, case: Case) -> tuple[Finding, Turn | None] | None:
    """Return the finding on the day the case is asked of, and what ends it.

    None when the criterion is not in force.
    Source: docs/judgement.md, "The answer".
    """
    answer = _answer(criterion, case, case.on)
    if answer is None:
        return None
    terms = criterion.terms
    asked = None if criterion.is_unset else _KINDS[type(terms)].asked(terms)
    turn = next_turn(criterion, case, case.on, answer)
    outcome, reached, rows, lacks = answer
    if turn is None:
        return Finding(criterion, outcome, reached, asked, rows, lacks), None
    until, end = turn
    then = None if end is None else end.outcome
    found = Finding(criterion, outcome, reached, asked, rows, lacks, until, then)
    return found, turn


def _answer(criterion: Criterion, case: Case, day: date) -> Answer | None:
    """Return what holds on `day` of what was so by the day asked; None: no force."""
    if criterion.in_force is not ALWAYS and day not in criterion.in_force:
        return None
    if case.dossier.facts.exemptions:
        for exemption in case.exemptions(criterion.id):
            if exemption.until is None or day < exemption.until:
                return Answer(Outcome.WAIVED, rows=(exemption,))
    if criterion.is_unset:
        return _UNSET
    terms = criterion.terms
    return _KINDS[type(terms)].answer(terms, criterion.window, case, day)


# ---- looking ahead ---------------------------------------------------------


def next_turn(
    criterion: Criterion, case: Case, after: date, now: Answer | None
) -> Turn | None:
    """Return the first day after `after` on which another outcome than now's holds.

    Source: docs/judgement.md, `until`; docs/adr/0002-what-until-means.md.
    """
    begin = after
    is_plain = criterion.in_force is ALWAYS and not case.dossier.facts.exemptions
    for edge in () if is_plain else _edges(criterion, case, after):
        turn = _kind_turn(criterion, case, begin, now)
        if turn is not None and turn.day < edge:
            return turn if turn.day <= case.limit else None
        if edge > case.limit:
            return None
        then = _answer(criterion, case, edge)
        if (now and now.outcome) is not (then and then.outcome):
            return Turn(edge, then)
        begin, now = edge, then
    turn = _kind_turn(criterion, case, begin, now)
    return None if turn is None or turn.day > case.limit else turn


def _edges(criterion: Criterion, case: Case, after: date) -> Sequence[date]:
    """Return the days on which force or an exemption begins or ends, in order."""
    force = criterion.in_force
    edges = {force.start, force.end}
    edges.update(exemption.until for exemption in case.exemptions(criterion.id))
    return sorted(edge for edge in edges if edge is not None and edge > after)


def _kind_turn(
    criterion: Criterion, case: Case, after: date, now: Answer | None
) -> Turn | None:
    """Return the first day after `after` on which the kind itself answers otherwise."""
    if now is None or criterion.is_unset or now.outcome is Outcome.WAIVED:
        return None
    if now.outcome is Outcome.UNMET and _only_falls(criterion, case):
        return None
    turns = _KINDS[type(criterion.terms)].turns
    if turns is None:
        return None
    found = turns(criterion.terms, criterion.window, case, now)
    if isinstance(found, Turn):
        return found if found.day > after else None
    return _first_turn(criterion, case, found[bisect_right(found, after) :], now)


def _first_turn(
    criterion: Criterion, case: Case, days: Sequence[date], now: Answer
) -> Turn | None:
    """Return the first of `days` on which the kind answers otherwise than now."""
    terms, window, outcome = criterion.terms, criterion.window, now.outcome
    answer = _KINDS[type(terms)].answer
    if len(days) > _FEW and _only_falls(criterion, case):
        # Once fallen it stays so, and the day can be looked for by halves.
        first = bisect_left(
            days,
            1,
            key=lambda day: answer(terms, window, case, day).outcome is not outcome,
        )
        days = days[first : first + 1]
    for day in days:
        then = answer(terms, window, case, day)
        if then.outcome is not outcome:
            return Turn(day, then)
    return None


_FEW: Final = 4


def _only_falls(criterion: Criterion, case: Case) -> bool:
    """Test whether time alone can only take from it: met, then unknown, then unmet.

    Where a class cap may let others in when something drops out, it need not; nor where
    a completion of unknown hours takes the place of a revoked one.
    """
    match criterion.terms:
        case CourseTerms() | ExamTerms():
            return only_shrinks(criterion.window)
        case HoursTerms(class_caps=()):
            return only_shrinks(criterion.window) and not case.dossier.has_heirs
    return False
