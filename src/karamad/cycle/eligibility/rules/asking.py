"""Asking one criterion on any day: its kind, exemptions, and its force."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
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
    Profile,
    RankTerms,
    ServiceTerms,
    Terms,
    Window,
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
# By a name of the module: looking a member up in its class takes ten times as long.
_WAIVED: Final = Outcome.WAIVED
_UNMET: Final = Outcome.UNMET
_UNSET: Final = unknown(Lack(Missing.TERM))
_NOT_SET: Final = Kind(lambda _it: None, lambda *_asked: _UNSET, None)


@dataclass(frozen=True, slots=True)
class Asked:
    """A criterion made ready to be asked of many, on any day.

    is_plain: always in force. is_in_tree: the verdict hangs on it.
    only_falls: time alone can only take from it: met, then unknown, then unmet; of
    hours, unless a completion has an heir.
    """

    criterion: Criterion
    id: str
    terms: Terms
    window: Window | None
    amount: Amount | None
    answer: Callable[..., Answer]
    turns: Callable[..., Sequence[date] | Turn] | None
    is_plain: bool
    is_in_tree: bool
    only_falls: bool


@lru_cache(maxsize=256)
def asked_by(profile: Profile) -> tuple[Asked, ...]:
    """Return the criteria of a profile, in its order, ready to be asked.

    Source: docs/judgement.md, "Kinds of criteria".
    """
    return tuple(
        _asked(criterion, is_in_tree=criterion.id in profile.in_tree)
        for criterion in profile.criteria
    )


def _asked(criterion: Criterion, *, is_in_tree: bool) -> Asked:
    terms = criterion.terms
    kind = _NOT_SET if criterion.is_unset else _KINDS[type(terms)]
    return Asked(
        criterion,
        criterion.id,
        terms,
        criterion.window,
        kind.asked(terms),
        kind.answer,
        kind.turns,
        is_plain=criterion.in_force == ALWAYS,
        is_in_tree=is_in_tree,
        only_falls=_only_falls(criterion),
    )


def find(asked: Asked, case: Case) -> tuple[Finding, Turn | None] | None:
    """Return the finding on the day the case is asked of, and what ends it.

    None when the criterion is not in force.
    Source: docs/judgement.md, "The answer".
    """
    answer = _answer(asked, case, case.on)
    if answer is None:
        return None
    turn = next_turn(asked, case, case.on, answer)
    outcome, reached, rows, lacks = answer
    until = then = None
    if turn is not None:
        until, end = turn
        then = None if end is None else end.outcome
    found = asked.criterion, outcome, reached, asked.amount, rows, lacks, until, then
    return _finding(found), turn


# Finding(*found), at half the cost: one for every criterion of everybody.
_finding: Final[Callable[[tuple[object, ...]], Finding]] = partial(
    tuple.__new__, Finding
)


def _answer(asked: Asked, case: Case, day: date) -> Answer | None:
    """Return what holds on `day` of what was so by the day asked; None: no force."""
    if not asked.is_plain and day not in asked.criterion.in_force:
        return None
    if case.dossier.facts.exemptions:
        for exemption in case.exemptions(asked.id):
            if exemption.until is None or day < exemption.until:
                return Answer(_WAIVED, rows=(exemption,))
    return asked.answer(asked.terms, asked.window, case, day)


# ---- looking ahead ---------------------------------------------------------


def next_turn(asked: Asked, case: Case, after: date, now: Answer | None) -> Turn | None:
    """Return the first day after `after` on which another outcome than now's holds.

    Source: docs/judgement.md, `until`; docs/adr/0002-what-until-means.md.
    """
    if asked.is_plain and not case.dossier.facts.exemptions:
        turn = _kind_turn(asked, case, after, now)
        return None if turn is None or turn.day > case.limit else turn
    begin = after
    for edge in _edges(asked, case, after):
        turn = _kind_turn(asked, case, begin, now)
        if turn is not None and turn.day < edge:
            return turn if turn.day <= case.limit else None
        if edge > case.limit:
            return None
        then = _answer(asked, case, edge)
        if (now and now.outcome) is not (then and then.outcome):
            return Turn(edge, then)
        begin, now = edge, then
    turn = _kind_turn(asked, case, begin, now)
    return None if turn is None or turn.day > case.limit else turn


def _edges(asked: Asked, case: Case, after: date) -> Sequence[date]:
    """Return the days on which force or an exemption begins or ends, in order."""
    force = asked.criterion.in_force
    edges = {force.start, force.end}
    edges.update(exemption.until for exemption in case.exemptions(asked.id))
    return sorted(edge for edge in edges if edge is not None and edge > after)


def _kind_turn(
    asked: Asked, case: Case, after: date, now: Answer | None
) -> Turn | None:
    """Return the first day after `after` on which the kind itself answers otherwise."""
    turns = asked.turns
    if turns is None or now is None or now.outcome is _WAIVED:
        return None
    if now.outcome is _UNMET and _falls(asked, case):
        return None
    found = turns(asked.terms, asked.window, case, now)
    if isinstance(found, Turn):
        return found if found.day > after else None
    if not found:
        return None
    return _first_turn(asked, case, found[bisect_right(found, after) :], now)


def _first_turn(
    asked: Asked, case: Case, days: Sequence[date], now: Answer
) -> Turn | None:
    """Return the first of `days` on which the kind answers otherwise than now."""
    terms, window, outcome, answer = (
        asked.terms,
        asked.window,
        now.outcome,
        asked.answer,
    )
    if len(days) > _FEW and _falls(asked, case):
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


def _falls(asked: Asked, case: Case) -> bool:
    """Test whether time alone can only take from what the person has.

    A completion of unknown hours may take the place of a revoked one.
    """
    has_heirs = case.dossier.has_heirs and isinstance(asked.terms, HoursTerms)
    return asked.only_falls and not has_heirs


def _only_falls(criterion: Criterion) -> bool:
    """Test whether time alone can only take from it: met, then unknown, then unmet.

    Where a class cap may let others in when something drops out, it need not.
    """
    match criterion.terms:
        case CourseTerms() | ExamTerms() | HoursTerms(class_caps=()):
            return only_shrinks(criterion.window)
    return False
