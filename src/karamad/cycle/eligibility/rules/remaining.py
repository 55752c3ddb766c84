"""How much is left: which criteria still decide, and how few must be met."""

from __future__ import annotations

from collections.abc import Mapping

from karamad.cycle.eligibility.rules.fold import fold
from karamad.cycle.eligibility.rules.judgement import Judgement
from karamad.kernel.logic import Truth
from karamad.registers.competencies.rules import (
    AllOf,
    AnyOf,
    AtLeast,
    Leaf,
    Profile,
    Tree,
    leaves,
)


def remaining(profile: Profile, judgement: Judgement) -> int:
    """Return the fewest criteria that must yet be met to be eligible.

    Source: issue 2, "passport" (what would make it met).
    """
    return _fewest(profile.tree, _truths(judgement))


def deciding(profile: Profile, judgement: Judgement) -> frozenset[str]:
    """Return the criteria, not met, on which the verdict still hangs.

    A branch that holds already lets go of what lies under it.
    Source: issue 2, "passport" (what would make it met).
    """
    return frozenset(_hanging(profile.tree, _truths(judgement)))


def _truths(judgement: Judgement) -> dict[str, Truth]:
    return {each.criterion.id: each.outcome.truth for each in judgement.findings}


def _hanging(tree: Tree, truths: Mapping[str, Truth]) -> set[str]:
    if fold(tree, truths) in (None, Truth.YES):
        return set()
    if isinstance(tree, Leaf):
        return {tree.criterion}
    return {name for branch in tree.branches for name in _hanging(branch, truths)}


def _fewest(tree: Tree, truths: Mapping[str, Truth]) -> int:
    if fold(tree, truths) in (None, Truth.YES):
        return 0
    match tree:
        case Leaf():
            return 1
        case AllOf():
            open_leaves = [_alone(branch, truths) for branch in tree.branches]
            counted = {name for names in open_leaves for name in names}
            groups = [b for b in tree.branches if not isinstance(b, Leaf)]
            return len(counted) + sum(_fewest(branch, truths) for branch in groups)
    left = [branch for branch in tree.branches if fold(branch, truths) is not None]
    wanted = 1 if isinstance(tree, AnyOf) else _asked(tree, len(left))
    return sum(sorted(_fewest(branch, truths) for branch in left)[:wanted])


def _asked(tree: AtLeast, left: int) -> int:
    return min(tree.count, left)


def _alone(tree: Tree, truths: Mapping[str, Truth]) -> set[str]:
    """Return the criterion of a branch that is one; named twice it is one still."""
    if not isinstance(tree, Leaf):
        return set()
    return {
        name for name in leaves(tree) if truths.get(name, Truth.YES) is not Truth.YES
    }
