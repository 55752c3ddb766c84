"""Calling runs off, and rooms."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from karamad.cycle.delivery.actions import cancelling, seating
from karamad.cycle.delivery.actions.refusing import NotStanding, ReasonMissing
from karamad.cycle.delivery.models import (
    Enrolment,
    FormerRoom,
    FormerRun,
    Room,
)
from karamad.cycle.outbox.models import Message
from karamad.kernel.jalali import jalali_day
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Role
from tests.delivery.campus import Campus, campus, enrolment, run, servant
from tests.delivery.foretold import seen_and_done
from tests.nation import NOW, signed_in, user

pytestmark = pytest.mark.django_db
NOWRUZ = jalali_day(1405, 1, 1)
DAY = timedelta(days=1)


@pytest.fixture
def at(db: None) -> Campus:
    return campus()


@pytest.fixture
def officer(db: None) -> User:
    return user()


@pytest.fixture
def expert(at: Campus) -> Client:
    return signed_in(Role.PROVINCIAL_EXPERT, at.province)


def text(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


# ---- calling off -----------------------------------------------------------------


def test_everyone_of_a_run_called_off_is_released(at, officer):
    row = run(at)
    states = ("placed", "waiting", "asked", "withdrawn")
    people = {state: enrolment(row, servant(at), state).pk for state in states}

    released = cancelling.cancel(run=row, reason="سیل", by=officer, at=NOW)

    now = dict(Enrolment.objects.values_list("pk", "state"))
    assert released.learners == 3
    assert [now[people[state]] for state in states] == [
        "released",
        "released",
        "released",
        "withdrawn",
    ]
    row.refresh_from_db()
    assert (row.is_cancelled, row.reason) == (True, "سیل")
    assert FormerRun.objects.get().cancelled_on is None


def test_whoever_is_released_is_told_the_reason(at, officer):
    row = run(at)
    learner = servant(at, account=user(email="learner@example.org"))
    enrolment(row, learner)

    cancelling.cancel(run=row, reason="سیل", by=officer, at=NOW)

    assert Message.objects.filter(template="run-called-off").exists()


def test_the_hours_of_a_run_called_off_are_free_at_once(at, officer):
    row = run(at)
    learner = servant(at)
    enrolment(row, learner)
    cancelling.cancel(run=row, reason="سیل", by=officer, at=NOW)

    taken = seating.nominate(people=[learner.pk], run=run(at), by=officer, at=NOW)

    assert not taken.refused


def test_a_run_is_called_off_once_and_with_a_reason(at, officer):
    row = run(at)

    with pytest.raises(ReasonMissing):
        cancelling.cancel(run=row, reason=" ", by=officer, at=NOW)
    cancelling.cancel(run=row, reason="سیل", by=officer, at=NOW)
    with pytest.raises(NotStanding):
        cancelling.cancel(run=row, reason="سیل", by=officer, at=NOW)


def test_an_expert_calls_a_run_off(at, expert):
    row = run(at)
    enrolment(row, servant(at))

    answer = seen_and_done(expert, f"/runs/{row.pk}/cancel/", reason="سیل")

    assert "اجرا لغو شد؛ به ۱ نفر خبر داده می‌شود." in text(answer)
    assert "لغو شد: سیل" in text(answer)


# ---- rooms -----------------------------------------------------------------------


def test_a_unit_has_one_room_of_a_name(at, expert):
    typed = {"unit": at.province.code, "name": "تالار", "seats": "۳۰"}

    expert.post("/runs/rooms/new/", typed)
    answer = expert.post("/runs/rooms/new/", typed)

    assert answer.status_code == 422
    assert "این واحد کلاسی به این نام دارد." in text(answer)
    assert Room.objects.get().seats == 30


def test_what_a_room_said_is_kept(at, expert):
    typed = {"unit": at.province.code, "name": "تالار", "seats": "30"}
    expert.post("/runs/rooms/new/", typed)
    room = Room.objects.get()

    expert.post(f"/runs/rooms/{room.pk}/edit/", {**typed, "seats": "20"})

    room.refresh_from_db()
    assert room.seats == 20
    assert FormerRoom.objects.get(room=room).seats == 30
