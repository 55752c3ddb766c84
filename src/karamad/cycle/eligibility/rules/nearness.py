"""How near a person stands to being eligible."""

from __future__ import annotations

from enum import StrEnum

from karamad.cycle.eligibility.rules.fold import fold, verdict_of
from karamad.cycle.eligibility.rules.judgement import Judgement, Outcome, Verdict
from karamad.kernel.logic import Truth
from karamad.registers.competencies.rules import Profile


class Group(StrEnum):
    """The nearest first. Stored and written, so never rename one."""

    ELIGIBLE = "eligible"
    NEARLY = "nearly"
    UNDETERMINED = "undetermined"
    NOT_ELIGIBLE = "not_eligible"

    @property
    def nearness(self) -> int:
        """Place in the order, 0 for the nearest."""
        return list(Group).index(self)


def one_short(profile: Profile, judgement: Judgement) -> tuple[str, ...]:
    """Return the unmet criteria each of which alone, once met, makes him eligible.

    Empty for all others: the eligible, the undetermined, and who lacks more.
    Source: docs/mission.md, "Who qualifies" (nearly so: one criterion short).
    """
    if judgement.verdict is not Verdict.NOT_ELIGIBLE:
        return ()
    truths = {each.criterion.id: each.outcome.truth for each in judgement.findings}
    unmet = [name for name, truth in truths.items() if truth is Truth.NO]
    return tuple(
        name
        for name in unmet
        if verdict_of(fold(profile.tree, {**truths, name: Truth.YES}))
        is Verdict.ELIGIBLE
    )


def group_of(profile: Profile, judgement: Judgement) -> Group:
    """Return the group of "who qualifies" a judgement falls in.

    Source: docs/mission.md, "Who qualifies".
    """
    if one_short(profile, judgement):
        return Group.NEARLY
    return Group(judgement.verdict.value)


def lacking(profile: Profile, judgement: Judgement) -> tuple[str, ...]:
    """Return the unmet criteria to show: of one who nearly qualifies, those that do it.

    Source: docs/mission.md, "Who qualifies".
    """
    return one_short(profile, judgement) or _with(judgement, Outcome.UNMET)


def unknown(judgement: Judgement) -> tuple[str, ...]:
    """Return the criteria nobody could tell.

    Source: docs/judgement.md, "Missing".
    """
    return _with(judgement, Outcome.UNKNOWN)


def _with(judgement: Judgement, outcome: Outcome) -> tuple[str, ...]:
    return tuple(
        each.criterion.id for each in judgement.findings if each.outcome is outcome
    )
