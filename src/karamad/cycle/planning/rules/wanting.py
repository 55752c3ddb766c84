"""Which unmet criteria somebody is to be trained for, and which would not help him."""

from __future__ import annotations

from collections.abc import Mapping

from karamad.cycle.eligibility.rules import fold
from karamad.kernel.logic import Truth
from karamad.registers.competencies.rules import Leaf, Tree


def wanted(tree: Tree, truths: Mapping[str, Truth]) -> frozenset[str]:
    """Return the unmet criteria that stand between a person and his verdict.

    A criterion is wanted where every branch above it fails for certain: who meets the
    other half of an "any of" lacks nothing there, and where a fact is missing an
    officer is to find it first.
    truths: by criterion id, of those in force only.
    Source: docs/judgement.md, "The answer" (the fold); docs/mission.md, row M21.
    """
    if fold(tree, truths) is not Truth.NO:
        return frozenset()
    if isinstance(tree, Leaf):
        return frozenset({tree.criterion})
    found: frozenset[str] = frozenset()
    return found.union(*(wanted(branch, truths) for branch in tree.branches))
