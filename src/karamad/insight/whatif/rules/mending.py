"""Which criteria, once met by training, would make somebody eligible again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

from karamad.kernel.logic import Truth
from karamad.registers.competencies.rules import (
    AllOf,
    AnyOf,
    CourseTerms,
    HoursTerms,
    Leaf,
    Profile,
    Tree,
)

Way = frozenset[str]
_NOTHING: frozenset[Way] = frozenset({frozenset()})


def ways(law: Profile, truths: Mapping[str, Truth]) -> tuple[Way, ...]:
    """Return the smallest sets of criteria that training would have to meet.

    truths: by criterion id, of those in force. Training meets criteria of courses and
    of hours. No way: training alone does not help. An empty way: nothing is needed.
    Source: docs/judgement.md, "The answer"; docs/whatif.md, "Bringing back".
    """
    trained = {
        each.id
        for each in law.criteria
        if isinstance(each.terms, CourseTerms | HoursTerms)
    }
    found = _ways(law.tree, truths, trained)
    return tuple(sorted(_NOTHING if found is None else found, key=sorted))


def _ways(
    tree: Tree, truths: Mapping[str, Truth], trained: set[str]
) -> frozenset[Way] | None:
    """Return the ways of a branch; None where nothing of it is in force."""
    if isinstance(tree, Leaf):
        return _of_leaf(tree.criterion, truths.get(tree.criterion), trained)
    under = [
        found
        for branch in tree.branches
        if (found := _ways(branch, truths, trained)) is not None
    ]
    if not under:
        return None
    if isinstance(tree, AllOf):
        return _together(under)
    asked = 1 if isinstance(tree, AnyOf) else min(tree.count, len(under))
    return _smallest(
        way for chosen in combinations(under, asked) for way in _together(chosen)
    )


def _of_leaf(
    criterion: str, truth: Truth | None, trained: set[str]
) -> frozenset[Way] | None:
    if truth is None:
        return None
    if truth is Truth.YES:
        return _NOTHING
    return frozenset({frozenset({criterion})} if criterion in trained else ())


def _together(branches: Iterable[frozenset[Way]]) -> frozenset[Way]:
    ways_so_far = _NOTHING
    for branch in branches:
        ways_so_far = _smallest(one | other for one in ways_so_far for other in branch)
    return ways_so_far


def _smallest(found: Iterable[Way]) -> frozenset[Way]:
    every = set(found)
    return frozenset(way for way in every if not any(other < way for other in every))
