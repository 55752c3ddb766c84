"""Runs that move and merge while people are seated in them.

On PostgreSQL all of it happens at the same moment; on SQLite one after the other.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from karamad.cycle.delivery.actions import moving, parting, seating
from karamad.cycle.delivery.actions.refusing import Hindered, Objected
from karamad.cycle.delivery.actions.timetable import Slot
from karamad.cycle.delivery.models import Enrolment, Run, Session
from tests.delivery.campus import FIRST_DAY, campus, enrolment, moment, run, servant
from tests.delivery.test_seating_races import at_once
from tests.nation import NOW, course, user

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


def move(row: Run, hour: int, by: object) -> None:
    """Move its only session to an hour, unless somebody of it sits elsewhere then."""
    slot = Slot(moment(FIRST_DAY, hour), moment(FIRST_DAY, hour + 2))
    try:
        moving.move_session(session=row.sessions.get(), slot=slot, by=by, at=NOW)  # type: ignore[arg-type]
    except Hindered:
        return


def sits_twice_at_once() -> list[tuple[int, int]]:
    """People and hours with two sessions."""
    seen: dict[tuple[int, object], int] = {}
    for row in Enrolment.objects.placed().filter(run__cancelled_on=None):
        for held in Session.objects.standing().filter(run=row.run_id):
            key = (row.person_id, held.begins_at)
            seen[key] = seen.get(key, 0) + 1
    return [(person, times) for (person, _hour), times in seen.items() if times > 1]


def test_nobody_sits_in_two_places_while_sessions_move_onto_another() -> None:
    at, by = campus(), user()
    stays = run(at, course=course(), hour=8, capacity=50)
    moves = run(at, course=course(), hour=14, capacity=50)
    crowd = [servant(at) for _ in range(10)]

    at_once(
        lambda: move(moves, 8, by),
        *(
            lambda who=who, what=what: seating.ask(  # type: ignore[misc]
                person=who, run=what, by=by, at=NOW
            )
            for who in crowd
            for what in (stays, moves)
        ),
    )

    assert not sits_twice_at_once()
    assert Enrolment.objects.placed().filter(person__in=[p.pk for p in crowd]).exists()


def test_a_run_is_merged_while_others_ask_for_places_in_both() -> None:
    at, by = campus(), user()
    goes, stays = run(at, capacity=5), run(at, capacity=5, day=FIRST_DAY + DAY)
    for _ in range(3):
        enrolment(goes, servant(at))
        enrolment(stays, servant(at))
    late = [servant(at) for _ in range(12)]

    at_once(
        lambda: parting.merge(
            run=goes, into=stays, places=20, reason="", by=by, at=NOW
        ),
        *(
            lambda who=who, what=what: seating.ask(  # type: ignore[misc]
                person=who, run=what, by=by, at=NOW
            )
            for who, what in zip(late, [goes, stays] * 6, strict=True)
        ),
    )

    stays.refresh_from_db()
    there = Enrolment.objects.filter(run=stays)
    assert not Enrolment.objects.living().filter(run=goes).exists()
    assert there.placed().count() <= stays.capacity
    # Whoever was let into the run that went, before it went, is in the one that stays.
    went = Enrolment.objects.filter(run=goes, state="moved").values("person")
    assert there.living().filter(person__in=went).count() == went.count()
    assert not there.waiting().filter(held_back=[]).exists()


def test_two_officers_merge_two_runs_into_each_other() -> None:
    at, by = campus(), user()
    one, other = run(at, capacity=9), run(at, capacity=9, day=FIRST_DAY + DAY)
    for row in (one, other):
        enrolment(row, servant(at))

    def merge(goes: Run, stays: Run) -> None:
        try:
            parting.merge(run=goes, into=stays, places=9, reason="", by=by, at=NOW)
        except Objected:
            return

    at_once(lambda: merge(one, other), lambda: merge(other, one))

    assert Run.objects.filter(cancelled_on=None).count() == 1
    assert Enrolment.objects.placed().count() == 2
