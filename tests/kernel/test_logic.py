"""Kleene's tables."""

from itertools import product

import pytest

from karamad.kernel.logic import Truth, all_of, any_of, at_least, negation

NO, UNKNOWN, YES = Truth.NO, Truth.UNKNOWN, Truth.YES


@pytest.mark.parametrize(
    ("truths", "both", "either"),
    [
        ((YES, YES), YES, YES),
        ((YES, UNKNOWN), UNKNOWN, YES),
        ((YES, NO), NO, YES),
        ((UNKNOWN, UNKNOWN), UNKNOWN, UNKNOWN),
        ((UNKNOWN, NO), NO, UNKNOWN),
        ((NO, NO), NO, NO),
    ],
)
def test_and_is_the_least_and_or_the_greatest(truths, both, either):
    assert all_of(truths) is both
    assert any_of(truths) is either
    assert all_of(reversed(truths)) is both
    assert any_of(reversed(truths)) is either


def test_all_of_none_is_yes_and_any_of_none_is_no():
    assert all_of(()) is YES
    assert any_of(()) is NO


def test_at_least_is_met_refused_or_open():
    assert at_least(2, (YES, YES, NO)) is YES
    assert at_least(2, (YES, UNKNOWN, NO)) is UNKNOWN
    assert at_least(2, (YES, NO, NO)) is NO
    assert at_least(2, (UNKNOWN, NO, NO)) is NO
    assert at_least(0, ()) is YES


@pytest.mark.parametrize("truths", list(product(Truth, repeat=3)))
def test_at_least_one_is_any_and_at_least_all_is_all(truths):
    assert at_least(1, truths) is any_of(truths)
    assert at_least(3, truths) is all_of(truths)


@pytest.mark.parametrize("truths", list(product(Truth, repeat=3)))
def test_what_is_unknown_stands_for_both_answers(truths):
    """An answer is certain exactly when it is the same however the unknown turn out."""
    worlds = list(product(*[(NO, YES) if t is UNKNOWN else (t,) for t in truths]))

    for fold in (all_of, any_of, lambda each: at_least(2, each)):
        answers = {fold(world) for world in worlds}
        assert fold(truths) is (answers.pop() if len(answers) == 1 else UNKNOWN)


def test_negation_turns_the_scale_over():
    assert [negation(truth) for truth in Truth] == [YES, UNKNOWN, NO]
