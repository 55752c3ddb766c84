from datetime import date

import pytest

from karamad.insight.forecasts import Band
from karamad.insight.readiness.rules import (
    Answer,
    Asked,
    Ground,
    Row,
    answer,
    cell_of,
    days_of,
    is_open,
    people_asked,
    refusals,
    row_of,
)
from karamad.kernel.jalali import jalali_day

FIRST, LAST = date(2026, 4, 4), date(2026, 5, 1)
GOOD = Asked(FIRST, LAST, courses=1, profiles=0, posts=1)


# ---- what a target may not be ---------------------------------------------------


def test_a_target_asks_for_one_thing_of_somebody_by_a_later_day():
    assert refusals(GOOD) == ()


def test_every_reason_is_given_at_once():
    asked = Asked(LAST, LAST, courses=0, profiles=0, posts=0)

    assert refusals(asked) == (
        Ground.ENDS_BEFORE_START,
        Ground.ASKS_NOTHING,
        Ground.NO_POSTS,
    )


def test_two_things_are_one_too_many():
    assert refusals(Asked(FIRST, LAST, 1, 1, 1)) == (Ground.ASKS_TWICE,)


@pytest.mark.parametrize(("days", "refused"), [(999, False), (1000, True)])
def test_a_thousand_days_are_too_many(days, refused):
    last = date.fromordinal(FIRST.toordinal() + days)

    grounds = refusals(Asked(FIRST, last, 1, 0, 1))

    assert (Ground.TOO_LONG in grounds) is refused


# ---- days -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        ((1405, 1, 1), False),
        ((1405, 1, 4), False),
        ((1405, 1, 5), True),
        ((1405, 1, 12), False),
        ((1405, 1, 13), False),
        ((1405, 1, 14), False),  # a Friday
        ((1405, 1, 15), True),
        ((1404, 11, 22), False),
        ((1405, 2, 11), False),  # a Friday
        ((1405, 2, 12), True),
    ],
)
def test_open_days(day, open_):
    assert is_open(jalali_day(*day)) is open_


def test_days_run_from_the_first_to_the_last():
    assert days_of(FIRST, FIRST) == [FIRST]
    assert days_of(LAST, FIRST) == []
    assert len(days_of(FIRST, LAST)) == 28


# ---- figures --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heads", "share", "asked"),
    [(0, 100, 0), (10, 100, 10), (10, 95, 10), (10, 90, 9), (3, 50, 2), (7, 1, 1)],
)
def test_so_many_must_be_done(heads, share, asked):
    assert people_asked(heads, share) == asked


@pytest.mark.parametrize(
    ("heads", "missing", "begun", "over", "chance", "expected"),
    [
        (0, 0, True, False, None, Answer.NOBODY),
        (0, 0, True, True, None, Answer.NOBODY),
        (5, 0, True, True, None, Answer.MET),
        (5, 1, True, True, None, Answer.MISSED),
        (5, 0, True, False, None, Answer.DONE),
        (5, 0, False, False, None, Answer.DONE),
        (5, 1, False, False, None, Answer.NOT_BEGUN),
        (5, 1, True, False, None, Answer.UNKNOWN),
        (5, 1, True, False, 0.9, Answer.WILL),
        (5, 1, True, False, 0.899, Answer.MAY),
        (5, 1, True, False, 0.101, Answer.MAY),
        (5, 1, True, False, 0.1, Answer.WILL_NOT),
        (5, 1, False, False, 0.95, Answer.WILL),
    ],
)
def test_how_a_target_stands(heads, missing, begun, over, chance, expected):
    found = answer(heads=heads, missing=missing, begun=begun, over=over, chance=chance)

    assert found is expected


@pytest.mark.parametrize(
    ("missing", "expected"), [(0, Answer.DONE), (1, Answer.LAST_DAY)]
)
def test_on_the_last_day_nothing_is_lost_yet(missing, expected):
    found = answer(
        heads=5, missing=missing, begun=True, over=False, last=True, chance=None
    )

    assert found is expected


def test_the_chance_of_what_is_settled_is_settled():
    band = Band(1, (1, 2), 2, 3, 1, 0.4)
    row = Row("", 5, 3, 4, 0.5, Answer.MAY, band)

    assert row.chance == 0.4
    assert (row.missing, row.left) == (1, 2)
    for settled, chance in (
        (Answer.DONE, 1.0),
        (Answer.MET, 1.0),
        (Answer.MISSED, 0.0),
        (Answer.UNKNOWN, None),
    ):
        assert Row("", 5, 3, 4, 0.5, settled).chance == chance
    assert Row("", 0, 0, 0, None, Answer.NOBODY).share == 0.0


# ---- places ---------------------------------------------------------------------

PROVINCES = frozenset({"2", "3"})


@pytest.mark.parametrize(
    ("path", "anchors", "row"),
    [
        ("1.2.20.200.", (), "1.2."),
        ("1.2.", (), "1.2."),
        ("1.", (), "1."),
        ("9.90.", (), "9."),
        ("1.2.20.200.", ("1.2.",), "1.2.20."),
        ("1.2.", ("1.2.",), "1.2."),
        ("1.3.30.", ("1.2.",), ""),
        ("1.22.5.", ("1.2.",), ""),
        ("1.2.20.200.", ("1.2.", "1.3."), "1.2."),
        ("1.2.20.200.", ("1.2.", "1.2.20."), "1.2.20."),
    ],
)
def test_under_which_unit_people_are_shown(path, anchors, row):
    assert row_of(path, anchors, PROVINCES) == row


@pytest.mark.parametrize(
    ("path", "row", "cell"),
    [
        ("1.2.20.200.", "1.2.", ("1.2.20.", "1.2.")),
        ("1.2.20.200.", "1.2.20.", ("1.2.20.", "1.2.")),
        ("1.2.20.200.", "1.2.20.200.", ("1.2.20.200.", "1.2.")),
        ("1.2.20.200.", "", ("1.2.20.", "1.2.")),
        ("1.2.", "1.2.", ("1.2.", "1.2.")),
        ("9.90.", "9.", ("9.90.", "9.")),
    ],
)
def test_cells_are_the_same_for_all_but_where_rows_are_finer(path, row, cell):
    assert cell_of(path, row, PROVINCES) == cell
