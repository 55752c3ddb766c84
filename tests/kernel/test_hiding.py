"""Nothing shown, and nothing that follows from it, speaks of fewer than five people."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from karamad.kernel.hiding import SMALL, tells, too_small

counts = st.one_of(st.just(0), st.integers(0, 8), st.integers(0, 60))
# All people, those who have it, those who have not.
lines = st.tuples(counts, counts).map(lambda two: (sum(two), *two))
tables = st.dictionaries(st.integers(1, 40), lines, max_size=12)


def together(lines: Sequence[Sequence[int]]) -> list[int]:
    return [sum(column) for column in zip(*lines, strict=True)]


@given(tables)
def test_no_line_shown_speaks_of_single_people(table: dict[int, tuple[int, ...]]):
    hidden = too_small(table)

    assert not [key for key in table if key not in hidden and tells(table[key])]


@given(tables)
def test_the_total_less_the_lines_shown_tells_nothing(
    table: dict[int, tuple[int, ...]],
):
    assume(not tells(together(list(table.values()))))
    hidden = too_small(table)

    rest = [table[key] for key in table if key in hidden]

    assert not tells(together(rest))
    assert len(rest) != 1 or not rest[0][0]


@given(tables)
def test_nothing_is_hidden_where_nothing_tells(table: dict[int, tuple[int, ...]]):
    if not any(map(tells, table.values())):
        assert not too_small(table)


@pytest.mark.parametrize(
    ("people", "told"), [(0, False), (1, True), (4, True), (5, False)]
)
def test_fewer_than_five_are_not_shown(people: int, told: bool):
    assert SMALL == 5
    assert tells([people]) is told


def test_with_a_small_line_goes_the_smallest_that_covers_it():
    table = {"Rasht": (30, 15, 15), "Lahijan": (12, 6, 6), "Fuman": (20, 18, 2)}

    assert too_small(table) == {"Fuman", "Lahijan"}


def test_more_go_until_what_is_hidden_tells_nothing():
    """Two and two are four: a third has to go with them."""
    table = {
        "one": (7, 5, 2),
        "two": (7, 5, 2),
        "three": (8, 0, 8),
        "four": (90, 45, 45),
    }

    assert too_small(table) == {"one", "two", "three"}


def test_a_line_of_nobody_hides_nobody():
    table = {"one": (3, 0, 3), "none": (0, 0, 0), "many": (50, 25, 25)}

    assert too_small(table) == {"one", "many"}
