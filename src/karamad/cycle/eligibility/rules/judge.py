"""The judge: one person, one profile, as of a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from karamad.cycle.eligibility.rules.asking import find, next_turn, outcome
from karamad.cycle.eligibility.rules.dossier import Case, Dossier
from karamad.cycle.eligibility.rules.facts import Catalogue, Facts
from karamad.cycle.eligibility.rules.fold import fold, verdict_of
from karamad.cycle.eligibility.rules.judgement import (
    Finding,
    Judgement,
    Outcome,
    Verdict,
)
from karamad.kernel.jalali import add_years
from karamad.registers.competencies.rules import Profile, leaves

YEARS_AHEAD: Final = 50


def judge(
    profile: Profile,
    facts: Facts,
    catalogue: Catalogue,
    *,
    post: str | None,
    on: date,
) -> Judgement:
    """Return whether the person of `facts` is eligible by `profile` on day `on`.

    post: the post judged; `since: appointment` asks for an assignment to it.
    Nothing in `facts` after `on` is looked at.
    Source: docs/judgement.md.
    """
    return _judged(profile, Dossier(facts, catalogue), post, on)


def judge_many(
    asked: Iterable[tuple[Profile, str | None]],
    facts: Facts,
    catalogue: Catalogue,
    *,
    on: date,
) -> list[Judgement]:
    """Return a judgement for each profile and post, over one person's facts.

    Source: docs/judgement.md.
    """
    dossier = Dossier(facts, catalogue)
    return [_judged(profile, dossier, post, on) for profile, post in asked]


def _judged(
    profile: Profile, dossier: Dossier, post: str | None, on: date
) -> Judgement:
    case = Case(dossier, profile.code, post, on, add_years(on, YEARS_AHEAD))
    found = [find(criterion, case) for criterion in profile.criteria]
    findings = tuple(finding for finding in found if finding is not None)
    truths = {each.criterion.id: each.outcome.truth for each in findings}
    truth = fold(profile.tree, truths)
    verdict = verdict_of(truth)
    until = None
    if verdict is Verdict.ELIGIBLE:
        until = _eligible_until(profile, case, findings)
    return Judgement(
        profile=profile.code,
        post=post,
        on=on,
        verdict=verdict,
        findings=findings,
        until=until,
        is_empty=truth is None,
    )


def _eligible_until(
    profile: Profile, case: Case, findings: tuple[Finding, ...]
) -> date | None:
    """Return the first day the tree folds to another verdict, turn by turn.

    Source: docs/adr/0002-what-until-means.md.
    """
    tree = profile.tree
    in_tree = frozenset(leaves(tree))
    criteria = [each for each in profile.criteria if each.id in in_tree]
    today = {finding.criterion.id: finding for finding in findings}
    outcomes: dict[str, Outcome | None] = {}
    turns: dict[str, date | None] = {}
    for criterion in criteria:
        finding = today.get(criterion.id)
        outcomes[criterion.id] = None if finding is None else finding.outcome
        turns[criterion.id] = (
            next_turn(criterion, case, case.on, None)
            if finding is None
            else finding.until
        )
    while (day := _earliest(turns)) is not None:
        for criterion in criteria:
            if turns[criterion.id] == day:
                then = outcome(criterion, case, day)
                outcomes[criterion.id] = then
                turns[criterion.id] = next_turn(criterion, case, day, then)
        truths = {
            criterion: then.truth
            for criterion, then in outcomes.items()
            if then is not None
        }
        if verdict_of(fold(tree, truths)) is not Verdict.ELIGIBLE:
            return day
    return None


def _earliest(turns: Mapping[str, date | None]) -> date | None:
    return min((day for day in turns.values() if day is not None), default=None)
