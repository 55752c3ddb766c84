"""The judge: one person, one profile, as of a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from karamad.cycle.eligibility.rules.answers import Turn
from karamad.cycle.eligibility.rules.asking import (
    Asked,
    asked_by,
    find,
    next_turn,
)
from karamad.cycle.eligibility.rules.dossier import Case, Dossier
from karamad.cycle.eligibility.rules.facts import Catalogue, Facts
from karamad.cycle.eligibility.rules.fold import fold, verdict_of
from karamad.cycle.eligibility.rules.judgement import Judgement, Verdict
from karamad.kernel.jalali import add_years
from karamad.kernel.logic import Truth
from karamad.registers.competencies.rules import Profile

# By a name of the module: looking a member up in its class takes ten times as long.
_ELIGIBLE: Final = Verdict.ELIGIBLE
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

    A post held at two units is judged once: the answer depends on no unit.
    Source: docs/judgement.md.
    """
    dossier = Dossier(facts, catalogue)
    wanted = [(id(profile), profile, post) for profile, post in asked]
    known: dict[tuple[int, str | None], Judgement] = {}
    for key, profile, post in wanted:
        if (key, post) not in known:
            known[key, post] = _judged(profile, dossier, post, on)
    return [known[key, post] for key, _profile, post in wanted]


def _judged(
    profile: Profile, dossier: Dossier, post: str | None, on: date
) -> Judgement:
    case = Case(dossier, profile.code, post, on, add_years(on, YEARS_AHEAD))
    findings = []
    turns = []
    truths = {}
    for asked in asked_by(profile):
        found = find(asked, case)
        if found is None:
            turn = next_turn(asked, case, on, None)
        else:
            finding, turn = found
            findings.append(finding)
            truths[asked.id] = finding.outcome.truth
        if turn is not None and asked.is_in_tree:
            turns.append((asked, turn))
    truth = fold(profile.tree, truths)
    verdict = verdict_of(truth)
    until = None
    if verdict is _ELIGIBLE:
        until = _eligible_until(profile, case, truths, turns)
    return Judgement(
        profile=profile.code,
        post=post,
        on=on,
        verdict=verdict,
        findings=tuple(findings),
        until=until,
        is_empty=truth is None,
    )


def _eligible_until(
    profile: Profile,
    case: Case,
    truths: dict[str, Truth],
    turns: list[tuple[Asked, Turn]],
) -> date | None:
    """Return the first day the tree folds to another verdict, turn by turn.

    truths: of the criteria in force; turns: what turns next, of those in the tree.
    Source: docs/adr/0002-what-until-means.md.
    """
    while turns:
        day = min([turn.day for _, turn in turns])
        turned = [each for each in turns if each[1].day == day]
        for asked, turn in turned:
            truths.pop(asked.id, None)
            if turn.then is not None:
                truths[asked.id] = turn.then.outcome.truth
        if verdict_of(fold(profile.tree, truths)) is not _ELIGIBLE:
            return day
        turns = [each for each in turns if each[1].day != day]
        for asked, turn in turned:
            following = next_turn(asked, case, day, turn.then)
            if following is not None:
                turns.append((asked, following))
    return None
