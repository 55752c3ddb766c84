"""Trees of verdicts, and how the criteria in them stand, for properties."""

from __future__ import annotations

from hypothesis import strategies as st

from karamad.kernel.logic import Truth
from karamad.registers.competencies.rules import AllOf, AnyOf, AtLeast, Leaf, Tree

NAMES = ("a", "b", "c", "d")
leaf = st.sampled_from(NAMES).map(Leaf)


def nodes(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    branches = st.lists(inner, min_size=1, max_size=4).map(tuple)
    some = branches.flatmap(
        lambda each: st.integers(1, len(each)).map(lambda count: AtLeast(count, each))
    )
    return st.one_of(branches.map(AllOf), branches.map(AnyOf), some)


trees = st.recursive(leaf, nodes, max_leaves=8)
truths = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(Truth))
