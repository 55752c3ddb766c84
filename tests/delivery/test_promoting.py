"""The waiting list moves up by itself, whatever made a place free; and says why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karamad.cycle.delivery.actions import (
    announcing,
    cancelling,
    promoting,
    scheduling,
    seating,
)
from karamad.cycle.delivery.actions.refusing import (
    Hindered,
    NotStanding,
    Objected,
    Refused,
)
from karamad.cycle.delivery.actions.timetable import Slot
from karamad.cycle.delivery.letters.seating import kept_back
from karamad.cycle.delivery.models import Enrolment, Run, Session
from karamad.cycle.delivery.rules.seating import Ground
from karamad.registers.people import actions as people
from karamad.registers.people.models import Person
from karamad.trust.accounts.models import User
from karamad.trust.audit.models import Entry
from tests.delivery.campus import (
    FIRST_DAY,
    Campus,
    campus,
    enrolment,
    moment,
    run,
    servant,
)
from tests.nation import NOW, TODAY, course, user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def at(db: None) -> Campus:
    return campus()


@pytest.fixture
def officer(db: None) -> User:
    return user()


def state(row: Enrolment) -> str:
    return Enrolment.objects.get(pk=row.pk).state


def kept_elsewhere(at: Campus) -> tuple[Run, Enrolment, Run, Enrolment]:
    """Somebody who waits in one run, and sits in another at the same hour."""
    here, there = run(at, capacity=1), run(at, course=course())
    who = servant(at)
    return here, enrolment(here, who, "waiting"), there, enrolment(there, who)


# ---- a place kept free by hours elsewhere -----------------------------------------


def test_who_leaves_the_other_run_moves_up_where_he_waits(at, officer):
    _here, waiting, _there, sits = kept_elsewhere(at)

    seating.withdraw(enrolment=sits, by=officer, at=NOW)

    assert state(waiting) == "placed"


def test_who_is_released_by_a_run_called_off_moves_up(at, officer):
    _here, waiting, there, _sits = kept_elsewhere(at)

    cancelling.cancel(run=there, reason="نشد", by=officer, at=NOW)

    assert state(waiting) == "placed"


@pytest.mark.parametrize("whose", ["his", "the run he waits in"])
def test_who_is_kept_by_a_session_moves_up_when_it_moves(at, officer, whose):
    here, waiting, there, _sits = kept_elsewhere(at)
    moved = there if whose == "his" else here
    later = Slot(moment(FIRST_DAY, 14), moment(FIRST_DAY, 16))

    scheduling.change_sessions(
        run=moved, slots={moved.sessions.get().pk: later}, by=officer, at=NOW
    )

    assert state(waiting) == "placed"


def test_who_is_kept_by_a_session_moves_up_when_it_is_called_off(at, officer):
    _here, waiting, there, _sits = kept_elsewhere(at)

    scheduling.call_off(session=there.sessions.get(), by=officer, at=NOW)

    assert state(waiting) == "placed"


def test_who_comes_gets_the_place_that_those_who_wait_cannot_take(at, officer):
    here, waiting, _there, _sits = kept_elsewhere(at)

    comes = seating.ask(person=servant(at), run=here, by=officer, at=NOW)

    assert (comes.state, state(comes), state(waiting)) == (
        "placed",
        "placed",
        "waiting",
    )


# ---- why not ----------------------------------------------------------------------


def test_who_is_passed_over_reads_which_run_and_hour_keeps_him(at, officer):
    here, waiting, there, _sits = kept_elsewhere(at)

    seating.ask(person=servant(at), run=here, by=officer, at=NOW)

    row = Enrolment.objects.get(pk=waiting.pk)
    told = kept_back([row])[row.pk]
    assert there.course.title in told
    assert "۸:۰۰" in told


def test_a_place_left_free_is_on_record(at, officer):
    here, waiting, _there, _sits = kept_elsewhere(at)
    wish = announcing.wish_of(here)

    announcing.correct(run=here, wish=replace(wish, capacity=3), by=officer, at=NOW)

    row = Enrolment.objects.get(pk=waiting.pk)
    assert [ground for ground, _about in row.held_back] == ["sessions_clash"]
    assert Entry.objects.get(act="delivery:enrolment:promote").after == {
        "enrolments": [],
        "kept_elsewhere": [row.pk],
    }


def test_who_no_longer_serves_keeps_no_place_from_the_next(at, officer):
    full = run(at, capacity=1)
    sits = enrolment(full, servant(at))
    gone = enrolment(full, servant(at, retired_on=TODAY), "waiting")
    heir = enrolment(full, servant(at), "waiting", in_line_since=NOW + DAY)

    seating.withdraw(enrolment=sits, by=officer, at=NOW)

    assert (state(gone), state(heir)) == ("waiting", "placed")


def test_one_human_being_takes_one_place_by_two_records(at, officer):
    full = run(at, capacity=2)
    one, other = servant(at), servant(at)
    enrolment(full, one)
    twice = enrolment(full, other, "waiting")
    leaves = enrolment(full, servant(at))
    heir = enrolment(full, servant(at), "waiting", in_line_since=NOW + DAY)
    people.merge_persons(person=other, into=one, by=officer, at=NOW)

    seating.withdraw(enrolment=leaves, by=officer, at=NOW)

    assert (state(twice), state(heir)) == ("waiting", "placed")


def test_nobody_moves_up_into_a_run_that_began_yesterday(at, officer):
    begun = run(at, capacity=1, day=TODAY - DAY)
    sits = enrolment(begun, servant(at))
    waits = enrolment(begun, servant(at), "waiting")

    risen = seating.withdraw(enrolment=sits, by=officer, at=NOW)

    assert (risen, state(waits)) == ([], "waiting")


def test_who_is_let_in_and_sits_elsewhere_is_refused_with_run_and_hour(at, officer):
    _here, waiting, there, _sits = kept_elsewhere(at)

    with pytest.raises(Refused) as caught:
        promoting.let_in(enrolment=waiting, reason="", by=officer, at=NOW)

    session = there.sessions.get()
    assert [(each.ground, each.about) for each in caught.value.refusals] == [
        (Ground.SESSIONS_CLASH, f"{there.code} {session.begins_at.isoformat()}")
    ]


# ---- whatever is done -------------------------------------------------------------

PEOPLE, RUNS, HOURS = 5, 3, (8, 9, 14)
places = st.integers(0, RUNS - 1)
acts = st.one_of(
    st.tuples(st.just("ask"), st.integers(0, PEOPLE - 1), places),
    st.tuples(st.just("withdraw"), st.integers(0, 30), places),
    st.tuples(st.just("capacity"), st.integers(1, 3), places),
    st.tuples(st.just("move"), st.integers(0, len(HOURS) - 1), places),
    st.tuples(st.just("call off"), st.just(0), places),
    st.tuples(st.just("cancel"), st.just(0), places),
)


def do(what: str, number: int, row: Run, crowd: list[Person], by: User) -> None:
    session = Session.objects.filter(run=row).order_by("pk")[0]
    if what == "ask":
        seating.ask(person=crowd[number], run=row, by=by, at=NOW)
    elif what == "withdraw":
        living = list(Enrolment.objects.living().filter(run=row).order_by("pk"))
        if living:
            leaves = living[number % len(living)]
            seating.withdraw(enrolment=leaves, by=by, at=NOW)
    elif what == "capacity":
        wish = replace(announcing.wish_of(row), capacity=number)
        announcing.correct(run=row, wish=wish, by=by, at=NOW)
    elif what == "move":
        hour = HOURS[number]
        slot = Slot(moment(FIRST_DAY, hour), moment(FIRST_DAY, hour + 2))
        scheduling.change_sessions(run=row, slots={session.pk: slot}, by=by, at=NOW)
    elif what == "call off":
        scheduling.call_off(session=session, by=by, at=NOW)
    else:
        cancelling.cancel(run=row, reason="نشد", by=by, at=NOW)


REFUSALS = (Refused, Hindered, NotStanding, Objected)


def assert_nobody_waits_before_an_empty_place() -> None:
    for row in Run.objects.filter(cancelled_on=None):
        rows = Enrolment.objects.filter(run=row)
        placed = rows.placed().count()
        assert placed <= row.capacity
        if placed < row.capacity:
            assert not rows.waiting().filter(held_back=[]).exists()


def assert_nobody_sits_in_two_places() -> None:
    spans: dict[int, list[Session]] = {}
    for row in Enrolment.objects.placed().filter(run__cancelled_on=None):
        sessions = Session.objects.standing().filter(run=row.run_id)
        spans.setdefault(row.person_id, []).extend(sessions)
    for sessions in spans.values():
        ordered = sorted(sessions, key=lambda each: each.begins_at)
        for one, other in pairwise(ordered):
            assert one.ends_at <= other.begins_at


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(acts, max_size=12))
def test_no_place_stays_empty_while_somebody_waits_but_for_a_reason(db, done):
    with transaction.atomic():
        at, by = campus(), user()
        runs = [run(at, course=course(), capacity=1, hour=hour) for hour in HOURS]
        crowd = [servant(at) for _ in range(PEOPLE)]
        for what, number, place in done:
            try:
                do(what, number, runs[place], crowd, by)
            except REFUSALS:
                continue
            assert_nobody_waits_before_an_empty_place()
            assert_nobody_sits_in_two_places()
        transaction.set_rollback(True)
