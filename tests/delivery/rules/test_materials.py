"""Which version of a material a run takes; ADR 134."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karamad.cycle.delivery.rules.materials import Basis, Edition, Taken, taken

DAY = timedelta(days=1)
FIRST = date(2026, 5, 16)
OLD = Edition(1, FIRST - 30 * DAY)
NEW = Edition(2, FIRST)
LATE = Edition(3, FIRST + DAY)


def gone(edition: Edition) -> Edition:
    return Edition(edition.number, edition.published_on, withdrawn=True)


@pytest.mark.parametrize("on", [FIRST - DAY, FIRST])
def test_until_it_begins_a_run_takes_the_latest(on):
    assert taken([OLD, NEW], first_day=FIRST, on=on) == Taken(2, Basis.CURRENT)


def test_a_run_keeps_what_was_the_latest_on_its_first_day():
    answer = taken([OLD, NEW, LATE], first_day=FIRST, on=FIRST + 2 * DAY)

    assert answer == Taken(2, Basis.OPENING)


def test_a_run_without_sessions_has_not_begun():
    answer = taken([OLD, NEW, LATE], first_day=None, on=FIRST + 2 * DAY)

    assert answer == Taken(3, Basis.CURRENT)


def test_what_came_after_a_run_began_is_not_its():
    answer = taken([LATE], first_day=FIRST, on=FIRST + 2 * DAY)

    assert answer == Taken(None, Basis.LATER)


def test_what_an_officer_gave_stands_before_all_else():
    answer = taken([OLD, NEW, LATE], first_day=FIRST, on=FIRST + 2 * DAY, given=3)

    assert answer == Taken(3, Basis.GIVEN)


def test_what_was_given_and_withdrawn_is_as_if_never_given():
    editions = [OLD, NEW, gone(LATE)]

    answer = taken(editions, first_day=FIRST, on=FIRST + 2 * DAY, given=3)

    assert answer == Taken(2, Basis.OPENING)


def test_for_a_version_withdrawn_the_next_one_stands_in():
    editions = [OLD, gone(NEW), LATE]

    assert taken(editions, first_day=FIRST, on=LATE.published_on) == Taken(
        3, Basis.INSTEAD
    )


def test_or_the_one_before_when_there_is_no_next_one():
    editions = [OLD, gone(NEW)]

    assert taken(editions, first_day=FIRST, on=FIRST) == Taken(1, Basis.INSTEAD)


@pytest.mark.parametrize("editions", [[gone(OLD), gone(NEW)], [gone(LATE)]])
def test_of_what_is_withdrawn_altogether_nothing_is_taken(editions):
    answer = taken(editions, first_day=FIRST, on=FIRST + 2 * DAY)

    assert answer == Taken(None, Basis.WITHDRAWN)


@given(
    days=st.lists(st.integers(-5, 5), min_size=1, max_size=5).map(sorted),
    withdrawn=st.sets(st.integers(1, 5)),
    first=st.one_of(st.none(), st.integers(-5, 5)),
    chosen=st.one_of(st.none(), st.integers(1, 5)),
)
def test_nobody_is_ever_given_a_version_withdrawn(days, withdrawn, first, chosen):
    editions = [
        Edition(number, FIRST + day * DAY, number in withdrawn)
        for number, day in enumerate(days, start=1)
    ]
    first_day = None if first is None else FIRST + first * DAY

    answer = taken(editions, first_day=first_day, on=FIRST + 5 * DAY, given=chosen)

    standing = {each.number for each in editions if not each.withdrawn}
    assert answer.number is None or answer.number in standing
    if not standing:
        assert answer.basis == Basis.WITHDRAWN
