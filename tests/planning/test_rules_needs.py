"""What may be asked for, merged, turned down; which criteria somebody lacks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karamad.cycle.eligibility.rules import fold
from karamad.cycle.planning.rules import (
    Ground,
    Standing,
    Wish,
    acceptance_refusals,
    answer_by,
    merger_refusals,
    rejection_refusals,
    request_refusals,
    wanted,
)
from karamad.kernel.logic import Truth
from karamad.registers.competencies.rules import AllOf, AnyOf, AtLeast, Leaf, Tree

TODAY = date(2026, 5, 1)
DAY = timedelta(days=1)
WISH = Wish(courses=1, text="")
COURSE_7 = Standing("open", "job", 7)
COURSE_8 = Standing("open", "job", 8)
IN_WORDS = Standing("open", "person", None)
REJECTED = Standing("rejected", "job", 7)
MET, UNMET, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


# ---- which criteria are wanted -----------------------------------------------


def test_an_unmet_criterion_of_all_is_wanted():
    tree = AllOf((Leaf("a"), Leaf("b")))

    assert wanted(tree, {"a": UNMET, "b": MET}) == {"a"}


def test_who_meets_the_other_half_of_any_lacks_nothing():
    tree = AnyOf((Leaf("a"), Leaf("b")))

    assert wanted(tree, {"a": UNMET, "b": MET}) == frozenset()


def test_both_halves_of_any_would_do():
    tree = AnyOf((Leaf("a"), Leaf("b")))

    assert wanted(tree, {"a": UNMET, "b": UNMET}) == {"a", "b"}


def test_where_a_fact_is_missing_an_officer_finds_it_first():
    tree = AnyOf((Leaf("a"), Leaf("b")))

    assert wanted(tree, {"a": UNMET, "b": UNKNOWN}) == frozenset()


def test_what_is_not_in_force_is_not_wanted():
    assert wanted(AllOf((Leaf("a"), Leaf("b"))), {"b": UNMET}) == {"b"}


LEAVES = st.sampled_from("abcde").map(Leaf)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(tuple).map(AllOf),
        st.lists(inner, min_size=1, max_size=3).map(tuple).map(AnyOf),
        st.lists(inner, min_size=1, max_size=3)
        .map(tuple)
        .flatmap(
            lambda each: st.integers(1, len(each)).map(lambda n: AtLeast(n, each))
        ),
    ),
    max_leaves=8,
)
TRUTHS = st.dictionaries(st.sampled_from("abcde"), st.sampled_from(Truth))


@given(TREES, TRUTHS)
def test_who_passes_all_that_is_wanted_fails_no_more(
    tree: Tree, truths: dict[str, Truth]
):
    lacking = wanted(tree, truths)

    trained = truths | dict.fromkeys(lacking, MET)

    assert all(truths[name] is UNMET for name in lacking)
    assert fold(tree, trained) is not UNMET
    assert bool(lacking) == (fold(tree, truths) is UNMET)


# ---- asking ------------------------------------------------------------------


def test_a_request_for_a_course_may_be_made():
    assert request_refusals(WISH, TODAY) == ()


def test_every_reason_against_a_request_is_given_at_once():
    wish = Wish(
        0, " ", degree_programme=True, again=True, held=True, needed_by=TODAY - DAY
    )

    assert request_refusals(wish, TODAY) == (
        Ground.NOTHING_ASKED,
        Ground.DEGREE_PROGRAMME,
        Ground.ASKED_ALREADY,
        Ground.TAKEN_ALREADY,
        Ground.DAY_PASSED,
    )


@pytest.mark.parametrize(
    ("needed_by", "expected"),
    [(TODAY - DAY, (Ground.DAY_PASSED,)), (TODAY, ()), (TODAY + DAY, ()), (None, ())],
)
def test_what_is_needed_by_today_may_still_be_asked(needed_by, expected):
    assert request_refusals(replace(WISH, needed_by=needed_by), TODAY) == expected


def test_an_answer_is_due_in_thirty_days():
    assert answer_by(TODAY) == date(2026, 5, 31)


# ---- settling ----------------------------------------------------------------


def test_open_needs_are_turned_down_with_a_reason():
    assert rejection_refusals([COURSE_7, IN_WORDS], "بودجه نیست") == ()


def test_every_reason_against_a_rejection_is_given_at_once():
    assert rejection_refusals([REJECTED], " ") == (
        Ground.NOT_OPEN,
        Ground.REASON_MISSING,
    )
    assert rejection_refusals([], "بودجه نیست") == (Ground.NOBODY,)


def test_a_wish_in_words_may_go_into_a_course():
    assert merger_refusals([IN_WORDS], COURSE_7, 2) == ()


def test_every_reason_against_a_merger_is_given_at_once():
    assert merger_refusals([COURSE_8, REJECTED], IN_WORDS, 0) == (
        Ground.NOT_OPEN,
        Ground.OTHER_COURSE,
        Ground.INTO_A_PERSON,
        Ground.NOBODY,
    )
    assert merger_refusals([], COURSE_7, 1) == (Ground.ALONE,)


def test_a_request_is_accepted_once_and_by_somebody_else():
    accept = acceptance_refusals

    assert accept(IN_WORDS, is_request=True, answered=False, himself=False) == ()
    assert accept(REJECTED, is_request=False, answered=True, himself=True) == (
        Ground.NOT_A_REQUEST,
        Ground.NOT_OPEN,
        Ground.OWN_CASE,
    )
