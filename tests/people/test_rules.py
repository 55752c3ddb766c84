from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karamad.registers.people import rules
from karamad.registers.people.rules import Ground, Life, Place, Refusal, UnitState

DAY = date(2026, 5, 1)
BEFORE, AFTER = DAY - timedelta(1), DAY + timedelta(1)
OPEN = UnitState(opened_on=None, closed_on=None)

# ---- names


def test_a_name_is_found_by_its_words_and_whole():
    assert rules.name_keys("علی‌اکبر", "رضایی نژاد") == tuple(
        sorted(["الی", "اکبر", "الیاکبر", "رزای", "نژاد", "رزاینژاد"])
    )


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("علی‌اکبر", "علی اکبر"),
        ("علی اکبر", "علی‌اکبر"),
        ("علی‌اکبر", "علیاکبر"),
        ("علیاکبر", "علی اکبر"),
        ("رضائی", "رضایی"),
        ("رضايي", "رضای"),
        ("حسین", "هسین"),
        ("طاهری", "تاه"),
        ("صادق", "سادغ"),
        ("داوود", "داود"),
        ("خواجه", "خاجه"),
        ("Ahmad", "ahm"),
    ],
)
def test_spellings_that_sound_alike_find_each_other(stored: str, asked: str):
    keys = rules.name_keys(stored, "احمدی")

    assert any(
        all(any(key.startswith(word) for key in keys) for word in reading)
        for reading in rules.asked_names(asked)
    )


def test_nothing_asked_has_no_reading():
    assert rules.asked_names("  ، ") == () or rules.asked_names("   ") == ()
    assert rules.asked_names("") == ()


@given(st.text(max_size=80), st.text(max_size=80))
def test_keys_fit_their_columns(first: str, last: str):
    assert all(0 < len(key) <= 60 for key in rules.name_keys(first, last))
    assert len(rules.person_sort_key(first_name=first, last_name=last)) <= 200
    assert all(
        len(word) <= 60 for reading in rules.asked_names(first) for word in reading
    )


def test_people_are_ordered_by_family_name_then_name():
    names = [
        ("زهرا", "احمدی"),
        ("آذر", "احمدی"),
        ("علی", "احمدی پور"),
        ("بابک", "آزاد"),
    ]

    ordered = sorted(
        names, key=lambda n: rules.person_sort_key(first_name=n[0], last_name=n[1])
    )

    assert ordered == [names[3], names[1], names[0], names[2]]


# ---- the tree


def test_the_parent_is_that_of_the_latest_place_begun():
    places = [Place(None, 1), Place(DAY, 2)]

    assert rules.parent_on(places, BEFORE) == 1
    assert rules.parent_on(places, DAY) == 2
    assert rules.parent_on([Place(DAY, 2)], BEFORE) is None


def move(
    places: dict[int, list[Place]], state: UnitState = OPEN
) -> tuple[Refusal, ...]:
    """May unit 1 stand under unit 3 from DAY on?"""
    return rules.move_refusals(
        unit=1, parent=3, state=state, places=places, from_day=DAY
    )


def test_a_unit_may_move_beside():
    assert move({3: [Place(None, 9)], 9: []}) == ()


def test_a_unit_never_stands_below_itself():
    below = {3: [Place(None, 2)], 2: [Place(None, 1)]}

    assert move(below) == (Refusal(Ground.PARENT_BELOW_ITSELF, "2026-05-01"),)


def test_a_unit_may_move_under_what_was_below_it_yesterday():
    assert move({3: [Place(None, 1), Place(DAY, 9)]}) == ()


def test_a_move_recorded_for_tomorrow_counts():
    assert move({3: [Place(None, 9), Place(AFTER, 1)]}) == (
        Refusal(Ground.PARENT_BELOW_ITSELF, "2026-05-02"),
    )


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        (UnitState(AFTER, None), False),
        (UnitState(DAY, None), True),
        (UnitState(None, DAY), False),
        (UnitState(None, AFTER), True),
        (UnitState(None, None, merged=True), False),
    ],
)
def test_the_new_parent_is_open_on_the_day(state: UnitState, allowed: bool):
    assert (move({3: []}, state) == ()) is allowed


def test_a_root_may_be_made_of_any_unit():
    assert (
        rules.move_refusals(unit=1, parent=None, state=OPEN, places={}, from_day=DAY)
        == ()
    )


def test_a_circle_in_loaded_data_ends():
    circle = {1: [Place(None, 2)], 2: [Place(None, 1)]}

    assert not rules.stands_below(circle, 1, 3, DAY)
    assert rules.stands_below(circle, 1, 2, DAY)


# ---- units


def test_a_unit_has_a_name_and_opens_before_it_closes():
    assert rules.unit_refusals(name=" ", opened_on=DAY, closed_on=DAY) == (
        Refusal(Ground.NAME_MISSING),
        Refusal(Ground.CLOSES_BEFORE_OPENING, "2026-05-01"),
    )
    assert rules.unit_refusals(name="الف", opened_on=DAY, closed_on=AFTER) == ()


def test_only_an_empty_open_unit_closes():
    assert rules.close_refusals(state=OPEN, on=DAY, children=0, people=0) == ()
    assert rules.close_refusals(
        state=UnitState(DAY, AFTER), on=DAY, children=2, people=3
    ) == (
        Refusal(Ground.ALREADY_CLOSED),
        Refusal(Ground.CLOSES_BEFORE_OPENING, "2026-05-01"),
        Refusal(Ground.HOLDS_CHILDREN, "2"),
        Refusal(Ground.HOLDS_PEOPLE, "3"),
    )
    assert (
        rules.close_refusals(
            state=UnitState(BEFORE, None), on=DAY, children=0, people=0
        )
        == ()
    )


def merge(
    old: UnitState = OPEN, into: UnitState = OPEN, *, below: bool = False
) -> list[Ground]:
    refusals = rules.unit_merge_refusals(
        same=False, old=old, into=into, into_below_old=below, on=DAY
    )
    return [refusal.ground for refusal in refusals]


def test_two_open_units_may_be_merged():
    assert merge() == []
    assert merge(old=UnitState(BEFORE, None)) == []
    assert merge(old=UnitState(DAY, None)) == [Ground.CLOSES_BEFORE_OPENING]
    assert merge(old=UnitState(None, DAY)) == [Ground.ALREADY_CLOSED]
    assert merge(into=UnitState(None, DAY)) == [Ground.PARENT_CLOSED]
    assert merge(into=UnitState(AFTER, None)) == [Ground.PARENT_CLOSED]
    assert merge(below=True) == [Ground.PARENT_BELOW_ITSELF]
    assert rules.unit_merge_refusals(
        same=True, old=OPEN, into=OPEN, into_below_old=False, on=DAY
    ) == (Refusal(Ground.SAME_RECORD),)


# ---- persons


def test_a_life_has_its_order():
    upside_down = Life(
        first_name="",
        last_name="احمدی",
        birth_date=AFTER,
        service_start=DAY,
        retired_on=DAY,
        died_on=DAY,
    )

    assert [r.ground for r in rules.person_refusals(upside_down, BEFORE)] == [
        Ground.NAME_MISSING,
        Ground.BIRTH_IN_FUTURE,
        Ground.SERVICE_BEFORE_BIRTH,
        Ground.RETIRED_BEFORE_SERVICE,
        Ground.DIED_IN_FUTURE,
        Ground.DIED_BEFORE_BIRTH,
    ]


def test_a_life_in_order_may_be_recorded():
    life = Life("زهرا", "احمدی", BEFORE, DAY, AFTER, DAY)

    assert rules.person_refusals(life, DAY) == ()
    assert rules.person_refusals(Life("زهرا", "احمدی"), DAY) == ()


def test_a_record_is_merged_once_and_not_into_itself():
    assert not rules.person_merge_refusals(same=False, merged=False, into_merged=False)
    for merged, into_merged in ((True, False), (False, True), (True, True)):
        assert rules.person_merge_refusals(
            same=False, merged=merged, into_merged=into_merged
        ) == (Refusal(Ground.ALREADY_MERGED),)
    assert rules.person_merge_refusals(same=True, merged=False, into_merged=False) == (
        Refusal(Ground.SAME_RECORD),
    )


# ---- assignments


@pytest.mark.parametrize(
    ("until_day", "unit", "died_on", "grounds"),
    [
        (None, OPEN, None, []),
        (AFTER, OPEN, AFTER, []),
        (DAY, OPEN, None, [Ground.ENDS_BEFORE_START]),
        (None, UnitState(AFTER, None), None, [Ground.UNIT_CLOSED]),
        (None, UnitState(DAY, AFTER), None, []),
        (None, UnitState(None, DAY), None, [Ground.UNIT_CLOSED]),
        (None, OPEN, DAY, [Ground.PERSON_DEAD]),
    ],
)
def test_a_post_is_held_by_the_living_in_an_open_unit(
    until_day: date | None,
    unit: UnitState,
    died_on: date | None,
    grounds: list[Ground],
):
    refusals = rules.assignment_refusals(
        from_day=DAY, until_day=until_day, unit=unit, died_on=died_on
    )

    assert [refusal.ground for refusal in refusals] == grounds
