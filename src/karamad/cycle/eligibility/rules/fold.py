"""From findings to a verdict: Kleene's logic over the tree of a profile."""

from __future__ import annotations

from collections.abc import Mapping

from karamad.cycle.eligibility.rules.judgement import Verdict
from karamad.kernel.logic import Truth, all_of, any_of, at_least
from karamad.registers.competencies.rules import AllOf, AnyOf, Leaf, Tree

# In the order of Truth: no, unknown, yes.
_VERDICTS = (Verdict.NOT_ELIGIBLE, Verdict.UNDETERMINED, Verdict.ELIGIBLE)


def fold(tree: Tree, truths: Mapping[str, Truth]) -> Truth | None:
    """Return what `tree` comes to; None when nothing in it is in force.

    truths: by criterion id, of those in force only; the others are left out, and a
    branch left empty with them. `at_least n` keeps n, never above the number left.
    Source: docs/judgement.md, "In force" and "The answer".
    """
    if isinstance(tree, Leaf):
        return truths.get(tree.criterion)
    # Leaves are looked up here: most branches are, and it is asked at every turn.
    left = [truths[name] for name in tree.names if name in truths]
    for group in tree.groups:
        truth = fold(group, truths)
        if truth is not None:
            left.append(truth)
    if not left:
        return None
    if isinstance(tree, AllOf):
        return all_of(left)
    if isinstance(tree, AnyOf):
        return any_of(left)
    return at_least(min(tree.count, len(left)), left)


def verdict_of(truth: Truth | None) -> Verdict:
    """Return the verdict; where nothing is asked everybody is eligible.

    Source: docs/judgement.md, "In force".
    """
    return _VERDICTS[-1] if truth is None else _VERDICTS[truth]
