"""What sets of findings come to: the fold of the rules, over columns of findings.

Many sets occur, tens of thousands in a nation: each branch of a tree is asked of all
of them at once. `rules.fold` is what it has to agree with, and is tested against.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

import numpy as np

from karamad.cycle.eligibility.rules import Verdict, verdict_of
from karamad.kernel.logic import Truth
from karamad.registers.competencies.rules import AllOf, AnyOf, Leaf, Profile, Tree

Bits: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]
Truths: TypeAlias = np.ndarray[Any, np.dtype[np.int8]]
"""Of each set NO, UNKNOWN or YES as `Truth` numbers them; _ABSENT: not in force."""

_ABSENT: Final = -1
_VERDICTS: Final = np.array(
    [*(verdict_of(truth).value for truth in Truth), verdict_of(None).value]
)  # that of _ABSENT is the last


def verdicts(
    laws: Sequence[Profile], law: Bits, force: Bits, yes: Bits, unknown: Bits
) -> np.ndarray[Any, np.dtype[np.str_]]:
    """Return the verdicts of sets of findings, as words.

    law: places in `laws`. The others are bits by the place of a criterion in its law:
    those in force, and of these the met or waived, and the unknown.
    """
    found = np.empty(len(law), _VERDICTS.dtype)
    for number in np.unique(law):
        mine = law == number
        sets = _Sets(laws[number], force[mine], yes[mine], unknown[mine])
        found[mine] = _VERDICTS[sets.fold(laws[number].tree)]
    return found


def are_eligible(
    laws: Sequence[Profile], law: Bits, force: Bits, yes: Bits
) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Test of which sets one is eligible, where just these are met or waived."""
    found = verdicts(laws, law, force, yes, np.zeros_like(yes))
    eligible: np.ndarray[Any, np.dtype[np.bool_]] = found == Verdict.ELIGIBLE.value
    return eligible


class _Sets:
    """Sets of findings of one law."""

    def __init__(self, law: Profile, force: Bits, yes: Bits, unknown: Bits) -> None:
        self._places = {each.id: place for place, each in enumerate(law.criteria)}
        self._force, self._yes, self._unknown = force, yes, unknown
        self._nowhere: Truths = np.full(len(force), _ABSENT, np.int8)

    def fold(self, tree: Tree) -> Truths:
        """Return what a tree comes to in each set, as `rules.fold` does in one."""
        if isinstance(tree, Leaf):
            return self._truths(tree.criterion)
        left = np.stack([self._nowhere, *map(self.fold, tree.branches)])
        if isinstance(tree, AnyOf):
            folded = left.max(axis=0)
        elif isinstance(tree, AllOf):
            folded = np.where(left == _ABSENT, Truth.YES, left).min(axis=0)
        else:
            folded = _at_least(tree.count, left)
        is_empty = np.all(left == _ABSENT, axis=0)
        return np.where(is_empty, _ABSENT, folded).astype(np.int8)

    def _truths(self, criterion: str) -> Truths:
        bit = 1 << self._places[criterion]
        truth = np.where(
            self._yes & bit,
            Truth.YES,
            np.where(self._unknown & bit, Truth.UNKNOWN, Truth.NO),
        )
        return np.where(self._force & bit, truth, _ABSENT).astype(np.int8)


def _at_least(asked: int, left: Truths) -> Truths:
    present = np.sum(left != _ABSENT, axis=0)
    count = np.minimum(asked, present)
    met = np.sum(left == Truth.YES, axis=0) >= count
    could = present - np.sum(left == Truth.NO, axis=0) >= count
    truth = np.where(met, Truth.YES, np.where(could, Truth.UNKNOWN, Truth.NO))
    return truth.astype(np.int8)
