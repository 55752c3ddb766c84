"""What marks come to, and what share of the sessions somebody was there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karamad.cycle.delivery.rules.attending import (
    Mark,
    Meeting,
    Sat,
    Untimely,
    made_at,
    share,
    stands,
    untimely,
)

EIGHT = datetime(2026, 5, 16, 4, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def mark(presence: str, way: str, minute: int, received: int | None = None) -> Mark:
    at = EIGHT + minute * MINUTE
    came = at if received is None else EIGHT + received * MINUTE
    return Mark(presence, 0, way, at, came)


def test_one_mark_stands() -> None:
    only = mark("present", "code", 1)
    assert stands([only]).mark == only
    assert not stands([only]).disputed


def test_no_marks_are_no_question() -> None:
    with pytest.raises(ValueError, match="no marks"):
        stands([])


def test_the_later_of_the_same_way_corrects_the_earlier() -> None:
    said, corrected = mark("present", "offline", 1), mark("absent", "offline", 9)
    standing = stands([corrected, said])
    assert standing.mark == corrected
    assert not standing.disputed


def test_two_ways_that_deny_each_other_are_disputed() -> None:
    scanned, seen = mark("present", "code", 1), mark("absent", "offline", 5)
    standing = stands([scanned, seen])
    assert standing.mark == seen
    assert standing.disputed


def test_late_and_present_do_not_deny_each_other() -> None:
    assert not stands([mark("present", "code", 1), mark("late", "sheet", 5)]).disputed


def test_the_list_settles_what_it_could_see() -> None:
    scanned, listed = mark("present", "code", 1), mark("absent", "list", 5)
    assert not stands([scanned, listed]).disputed


def test_the_list_does_not_settle_what_came_after_it() -> None:
    """A phone that was without a line brings its mark an hour later."""
    brought, listed = (
        mark("present", "offline", 1, received=60),
        mark("absent", "list", 5),
    )
    assert stands([brought, listed]).disputed
    assert stands([brought, listed]).mark == listed


MARKS = st.lists(
    st.builds(
        mark,
        st.sampled_from(["present", "late", "leave", "absent"]),
        st.sampled_from(["code", "offline", "sheet", "list"]),
        st.integers(0, 3),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=4,
)


@given(MARKS)
def test_the_order_in_which_marks_come_does_not_matter(marks: list[Mark]) -> None:
    assert len({stands(each) for each in permutations(marks)}) == 1


@given(MARKS)
def test_a_mark_that_comes_twice_changes_nothing(marks: list[Mark]) -> None:
    assert stands([*marks, *marks]) == stands(marks)


# ---- the share --------------------------------------------------------------


@pytest.mark.parametrize(
    ("sessions", "leave_counts", "expected"),
    [
        ([Sat(90, "present"), Sat(90, "present")], False, "100.00"),
        ([Sat(90, "present"), Sat(90, "absent")], False, "50.00"),
        ([Sat(90, "present"), Sat(90, "leave")], False, "50.00"),
        ([Sat(90, "present"), Sat(90, "leave")], True, "100.00"),
        ([Sat(90, "late", 30), Sat(90, "present")], False, "83.33"),
        ([Sat(90, "late", 200)], False, "0.00"),
        ([Sat(60, "absent"), Sat(120, "present")], False, "66.67"),
    ],
)
def test_the_share_is_of_the_time(
    sessions: list[Sat], leave_counts: bool, expected: str
) -> None:
    assert share(sessions, leave_counts=leave_counts) == Decimal(expected)


def test_a_session_without_a_mark_leaves_the_share_open() -> None:
    assert share([Sat(90, "present"), Sat(90, "")], leave_counts=True) is None
    assert share([], leave_counts=True) is None


# ---- clocks -------------------------------------------------------------------

HALL = Meeting(EIGHT, EIGHT + timedelta(hours=2))


@given(st.integers(-500_000, 500_000), st.integers(0, 600), st.integers(0, 600))
def test_a_phone_whose_clock_is_wrong_is_mended_by_the_difference(
    wrong: int, made: int, sent: int
) -> None:
    off = wrong * MINUTE
    mended = made_at(
        said=EIGHT + made * MINUTE + off,
        sent=EIGHT + sent * MINUTE + off,
        received=EIGHT + sent * MINUTE,
    )
    assert mended == EIGHT + made * MINUTE


@pytest.mark.parametrize(
    ("presence", "minute", "kept", "expected"),
    [
        ("present", -61, True, Untimely.MADE_TOO_EARLY),
        ("present", -60, True, None),
        ("absent", -61, False, Untimely.MADE_TOO_EARLY),
        ("leave", -61, False, None),
        ("leave", -7 * 24 * 60, True, None),
        ("leave", -7 * 24 * 60 - 1, True, Untimely.MADE_TOO_EARLY),
        ("leave", -9 * 24 * 60, False, None),
        ("present", 14 * 60, True, None),
        ("present", 14 * 60 + 1, True, Untimely.MADE_TOO_LATE),
        ("present", 14 * 60 + 1, False, None),
        ("present", 20 * 60 + 2, False, None),
        ("present", 20 * 60 + 3, False, Untimely.IN_FUTURE),
    ],
)
def test_when_a_mark_can_have_been_made(
    presence: str, minute: int, kept: bool, expected: Untimely | None
) -> None:
    received = EIGHT + 20 * 60 * MINUTE
    made = EIGHT + minute * MINUTE
    assert untimely(presence, made, HALL, received=received, kept=kept) == expected


def test_who_corrected_himself_denies_nobody() -> None:
    said = mark("absent", "offline", 1)._replace(by=1)
    corrected = mark("present", "offline", 2)._replace(by=1)
    other = mark("present", "offline", 3)._replace(by=2)
    assert not stands([said, corrected, other]).disputed
    assert stands([said, other]).disputed
