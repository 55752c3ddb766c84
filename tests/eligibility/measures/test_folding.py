"""Many sets of findings folded at once come to what the rules fold each to."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from karamad.cycle.eligibility.measures.folding import are_eligible, verdicts
from karamad.cycle.eligibility.rules import Verdict, fold, verdict_of
from karamad.kernel.logic import Truth
from karamad.registers.competencies.rules import Criterion, Profile, Tree
from karamad.registers.competencies.rules.nouns import AgeTerms, Source
from tests.eligibility.rules.trees import NAMES, trees, truths

CRITERIA = tuple(Criterion(name, AgeTerms(1, None), Source("1")) for name in NAMES)
worlds = st.lists(st.tuples(trees, st.lists(truths, min_size=1)), min_size=1)
World = list[tuple[Tree, list[dict[str, Truth]]]]


def bits(known: dict[str, Truth], *asked: Truth) -> int:
    places = (1 << NAMES.index(name) for name, is_ in known.items() if is_ in asked)
    return sum(places)


def columns(world: World) -> list[np.ndarray]:
    rows = [
        (law, bits(known, *Truth), bits(known, Truth.YES), bits(known, Truth.UNKNOWN))
        for law, (_, sets) in enumerate(world)
        for known in sets
    ]
    return list(np.array(rows, np.int64).T)


def settled(known: dict[str, Truth]) -> dict[str, Truth]:
    return {
        name: Truth.YES if is_ is Truth.YES else Truth.NO for name, is_ in known.items()
    }


def laws_of(world: World) -> list[Profile]:
    return [Profile("p", "p", criteria=CRITERIA, verdict=tree) for tree, _ in world]


@given(worlds)
def test_the_fold_of_many_is_the_fold_of_each(world: World):
    found = verdicts(laws_of(world), *columns(world))

    one_by_one = [
        verdict_of(fold(tree, known)) for tree, sets in world for known in sets
    ]
    assert found.tolist() == [verdict.value for verdict in one_by_one]


@given(worlds)
def test_the_unknown_does_not_make_eligible(world: World):
    law, force, yes, _ = columns(world)

    found = are_eligible(laws_of(world), law, force, yes)

    assert found.tolist() == [
        verdict_of(fold(tree, settled(known))) is Verdict.ELIGIBLE
        for tree, sets in world
        for known in sets
    ]


def test_where_nothing_is_asked_everybody_is_eligible():
    none = np.zeros(1, np.int64)

    assert verdicts([Profile("p", "p")], none, none, none, none).tolist() == [
        "eligible"
    ]
