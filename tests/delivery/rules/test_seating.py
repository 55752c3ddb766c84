"""The laws of places: who may have one, whose turn it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karamad.cycle.delivery.rules.seating import (
    Applicant,
    Ground,
    Offer,
    Refusal,
    Span,
    Waiting,
    free_places,
    next_in_line,
    passed_over,
    refusals,
    steps_done,
)
from karamad.kernel.period import Period

DAY = date(2026, 5, 1)
FIRST = date(2026, 5, 16)
EIGHT = datetime(2026, 5, 16, 4, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
OFFER = Offer("R1", "C1", FIRST, (Span(EIGHT, EIGHT + 2 * HOUR, "R1"),))
SOMEBODY = Applicant()


def grounds(
    applicant: Applicant, offer: Offer, on: date = DAY, **how: bool
) -> set[Ground]:
    how = {"himself": True, **how}
    return {refusal.ground for refusal in refusals(applicant, offer, on, **how)}


def test_nothing_against_is_yes() -> None:
    assert refusals(SOMEBODY, OFFER, DAY, himself=True) == ()


@pytest.mark.parametrize(
    ("applicant", "offer", "ground"),
    [
        (SOMEBODY, replace(OFFER, cancelled=True), Ground.RUN_CANCELLED),
        (SOMEBODY, replace(OFFER, published=False), Ground.RUN_NOT_PUBLISHED),
        (SOMEBODY, replace(OFFER, open_to_asking=False), Ground.NOT_OPEN),
        (Applicant(enrolled=True), OFFER, Ground.ALREADY_ENROLLED),
        (Applicant(serving=False), OFFER, Ground.NOT_SERVING),
        (Applicant(of_the_unit=False), OFFER, Ground.NOT_OF_THE_UNIT),
        (Applicant(has=frozenset({"C1"})), OFFER, Ground.ALREADY_HAS_COURSE),
        (
            SOMEBODY,
            replace(OFFER, needs=frozenset({"C0"})),
            Ground.PREREQUISITE_MISSING,
        ),
        (
            Applicant(teaching=(Span(EIGHT, EIGHT + HOUR, "R1"),)),
            OFFER,
            Ground.TEACHES_IT,
        ),
    ],
)
def test_each_ground_alone(applicant: Applicant, offer: Offer, ground: Ground) -> None:
    assert grounds(applicant, offer) == {ground}


def test_all_grounds_are_told_at_once() -> None:
    offer = replace(
        OFFER, cancelled=True, needs=frozenset({"C0", "C9"}), open_to_asking=False
    )
    applicant = Applicant(
        serving=False, busy=(Span(EIGHT, EIGHT + HOUR, "R2"),), has=frozenset({"C1"})
    )
    told = refusals(applicant, offer, DAY, himself=True)
    assert [refusal.ground for refusal in told] == [
        Ground.RUN_CANCELLED,
        Ground.NOT_SERVING,
        Ground.NOT_OPEN,
        Ground.ALREADY_HAS_COURSE,
        Ground.PREREQUISITE_MISSING,
        Ground.PREREQUISITE_MISSING,
        Ground.SESSIONS_CLASH,
    ]


@pytest.mark.parametrize(
    ("on", "closed"),
    [
        (date(2026, 4, 19), True),
        (date(2026, 4, 20), False),
        (date(2026, 5, 9), False),
        (date(2026, 5, 10), True),
    ],
)
def test_the_days_of_asking(on: date, closed: bool) -> None:
    offer = replace(OFFER, asking=Period(date(2026, 4, 20), date(2026, 5, 10)))
    assert (Ground.ASKING_CLOSED in grounds(SOMEBODY, offer, on)) is closed
    assert Ground.ASKING_CLOSED not in grounds(SOMEBODY, offer, on, himself=False)


@pytest.mark.parametrize(
    ("on", "begun"),
    [
        (FIRST - timedelta(1), False),
        (FIRST, False),
        (FIRST + timedelta(1), True),
    ],
)
def test_a_run_that_has_begun_takes_nobody(on: date, begun: bool) -> None:
    assert (Ground.RUN_BEGUN in grounds(SOMEBODY, OFFER, on)) is begun


@pytest.mark.parametrize(
    ("start", "clash"),
    [
        (EIGHT - 2 * HOUR, False),  # ends as the session begins
        (EIGHT - 2 * HOUR + timedelta(microseconds=1), True),
        (EIGHT + 2 * HOUR - timedelta(microseconds=1), True),
        (EIGHT + 2 * HOUR, False),  # begins as the session ends
    ],
)
def test_sessions_that_touch_do_not_clash(start: datetime, clash: bool) -> None:
    applicant = Applicant(busy=(Span(start, start + 2 * HOUR, "R2"),))
    told = refusals(applicant, OFFER, DAY, himself=True)
    wanted = (Refusal(Ground.SESSIONS_CLASH, f"R2 {start.isoformat()}"),)
    assert told == (wanted if clash else ())


def test_a_prerequisite_that_one_has_is_not_asked() -> None:
    offer = replace(OFFER, needs=frozenset({"C0"}))
    assert not grounds(Applicant(has=frozenset({"C0"})), offer)


# ---- the line ---------------------------------------------------------------

MOMENTS = st.integers(0, 5).map(lambda hours: EIGHT + hours * HOUR)
LINES = st.lists(
    st.builds(Waiting, st.integers(1, 50), MOMENTS), unique_by=lambda each: each.key
)


@pytest.mark.parametrize(
    ("capacity", "placed", "free"), [(3, 2, 1), (3, 3, 0), (3, 4, 0), (1, 0, 1)]
)
def test_free_places_are_never_negative(capacity: int, placed: int, free: int) -> None:
    assert free_places(capacity=capacity, placed=placed) == free


@given(LINES, st.integers(-2, 60))
def test_nobody_moves_up_before_one_who_stands_longer(
    line: list[Waiting], free: int
) -> None:
    chosen = next_in_line(line, free)
    since = {each.key: each.since for each in line}
    left = since.keys() - set(chosen)
    assert len(chosen) == min(max(0, free), len(line))
    assert all(since[up] <= since[down] for up in chosen for down in left)


@given(LINES.filter(bool), st.data())
def test_passed_over_are_all_who_stand_before(
    line: list[Waiting], data: st.DataObject
) -> None:
    chosen = data.draw(st.sampled_from(line))
    before = passed_over(line, chosen.key)
    turn = (chosen.since, chosen.key)
    assert set(before) == {each.key for each in line if (each.since, each.key) < turn}


def test_a_step_is_done_when_it_and_all_before_it_are() -> None:
    chain = ["hr_officer", "provincial_expert", "national_deputy"]

    assert steps_done(chain, []) == 0
    assert steps_done(chain, ["provincial_expert"]) == 0
    assert steps_done(chain, ["national_deputy", "hr_officer"]) == 1
    assert steps_done(chain, chain) == 3
    assert steps_done([], ["hr_officer"]) == 0
