from datetime import date, timedelta

import pytest

from karamad.cycle.delivery.actions import scheduling
from karamad.cycle.delivery.actions.refusing import Hindered, NotStanding
from karamad.cycle.delivery.actions.scheduling import slot_of
from karamad.cycle.delivery.actions.timetable import Slot
from karamad.cycle.delivery.models import FormerSession, Room, Run, Session
from karamad.cycle.delivery.rules.meeting import Hindrance
from karamad.registers.courses.models import (
    Instructor,
    InstructorLeave,
    InstructorSubject,
)
from karamad.trust.accounts.models import User
from tests.delivery.campus import (
    FIRST_DAY,
    Campus,
    campus,
    enrolment,
    instructor,
    moment,
    run,
    servant,
    session,
)
from tests.nation import NOW, entry, user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def at(db: None) -> Campus:
    return campus()


@pytest.fixture
def officer(db: None) -> User:
    return user()


def room(at: Campus, **facts: object) -> Room:
    told = {"name": f"کلاس {Room.objects.count()}", "unit": at.province, **facts}
    return Room.objects.create(recorded_at=NOW, entry=entry(), **told)


def approved(at: Campus, of: Instructor, from_day: date | None = None) -> Instructor:
    InstructorSubject.objects.create(
        instructor=of,
        course=at.course,
        from_day=from_day,
        recorded_at=NOW,
        entry=entry(),
    )
    return of


def slot(day: date = FIRST_DAY, hour: int = 8, **facts: object) -> Slot:
    return Slot(moment(day, hour), moment(day, hour + 2), **facts)


def add(row: Run, officer: User, *slots: Slot) -> list[Session]:
    return scheduling.add_sessions(run=row, slots=slots, by=officer, at=NOW)


def against(refused: pytest.ExceptionInfo[Hindered]) -> set[Hindrance]:
    told = refused.value.obstacles.values()
    return {each.hindrance for many in told for each in many}


def test_the_first_and_last_day_follow_the_sessions(at, officer):
    row = run(at)

    add(row, officer, slot(FIRST_DAY - 3 * DAY), slot(FIRST_DAY + 2 * DAY))

    row.refresh_from_db()
    assert row.first_day == FIRST_DAY - 3 * DAY
    assert row.last_day == FIRST_DAY + 2 * DAY


def test_a_series_is_added_whole_or_not_at_all(at, officer):
    row = run(at, hour=8)

    with pytest.raises(Hindered) as refused:
        add(row, officer, slot(FIRST_DAY - DAY), slot(FIRST_DAY, 9))

    assert list(refused.value.obstacles) == [moment(FIRST_DAY, 9)]
    assert against(refused) == {Hindrance.SAME_RUN_MEETS}
    assert Session.objects.filter(run=row).count() == 1


def test_sessions_wished_together_do_not_clash_with_each_other(at, officer):
    row = run(at, hour=16)

    with pytest.raises(Hindered) as refused:
        add(row, officer, slot(hour=8), slot(hour=9))

    assert against(refused) == {Hindrance.SAME_RUN_MEETS}


def test_a_room_is_taken_once_at_a_time(at, officer):
    hall = room(at, seats=10)
    session(run(at, hour=16), room=hall)
    row = run(at, day=FIRST_DAY + DAY)

    with pytest.raises(Hindered) as refused:
        add(row, officer, slot(hour=9, room=hall))
    add(row, officer, slot(hour=10, room=hall))

    assert against(refused) == {Hindrance.ROOM_TAKEN}


def test_a_room_is_free_when_its_session_was_called_off(at, officer):
    hall = room(at)
    taken = session(run(at, hour=16), room=hall)
    scheduling.call_off(session=taken, by=officer, at=NOW)

    made = add(run(at, day=FIRST_DAY + DAY), officer, slot(room=hall))

    assert len(made) == 1


def test_an_instructor_is_approved_present_and_free(at, officer):
    teacher = instructor()
    session(run(at, hour=16), instructor=teacher)
    InstructorLeave.objects.create(
        instructor=teacher,
        from_day=FIRST_DAY,
        until_day=FIRST_DAY + DAY,
        recorded_at=NOW,
        entry=entry(),
    )
    row = run(at, day=FIRST_DAY + DAY)

    with pytest.raises(Hindered) as refused:
        add(row, officer, slot(instructor=teacher))

    assert against(refused) == {
        Hindrance.INSTRUCTOR_TAKEN,
        Hindrance.INSTRUCTOR_AWAY,
        Hindrance.INSTRUCTOR_NOT_APPROVED,
    }


def test_an_instructor_who_learns_elsewhere_at_that_hour_is_taken(at, officer):
    learns = servant(at)
    teacher = approved(at, instructor(learns))
    enrolment(run(at, hour=8), learns)
    row = run(at, day=FIRST_DAY + DAY)

    with pytest.raises(Hindered) as refused:
        add(row, officer, slot(instructor=teacher))

    assert against(refused) == {Hindrance.INSTRUCTOR_TAKEN}


def test_nobody_seated_is_moved_into_another_hall_at_the_same_hour(at, officer):
    learner = servant(at)
    ours = run(at, hour=8, day=FIRST_DAY + DAY)
    theirs = run(at, hour=8)
    enrolment(ours, learner)
    enrolment(theirs, learner)
    moving = ours.sessions.get()

    with pytest.raises(Hindered) as refused:
        scheduling.change_sessions(
            run=ours, slots={moving.pk: slot(hour=9)}, by=officer, at=NOW
        )

    told = refused.value.obstacles[moment(FIRST_DAY, 9)]
    assert [(each.hindrance, each.about) for each in told] == [
        (Hindrance.SEATED_CLASH, f"{theirs.code} 1")
    ]


def test_a_session_moved_keeps_what_it_was(at, officer):
    row = run(at)
    moving = row.sessions.get()

    changed = scheduling.change_sessions(
        run=row, slots={moving.pk: slot(FIRST_DAY + DAY)}, by=officer, at=NOW
    )

    assert changed == 1
    former = FormerSession.objects.get(session=moving)
    assert former.begins_at == moment(FIRST_DAY, 8)
    row.refresh_from_db()
    assert row.first_day == FIRST_DAY + DAY


def test_a_session_may_overlap_where_it_stood_itself(at, officer):
    hall = room(at)
    row = run(at, hour=16)
    moving = session(row, room=hall)

    scheduling.change_sessions(
        run=row, slots={moving.pk: slot(hour=9, room=hall)}, by=officer, at=NOW
    )

    moving.refresh_from_db()
    assert moving.begins_at == moment(FIRST_DAY, 9)


def test_a_session_is_put_back_only_while_its_time_is_free(at, officer):
    hall = room(at)
    row = run(at, hour=16)
    called_off = session(row, room=hall)
    scheduling.call_off(session=called_off, by=officer, at=NOW)
    add(run(at, day=FIRST_DAY + DAY), officer, slot(room=hall))

    with pytest.raises(Hindered) as refused:
        scheduling.put_back(session=called_off, by=officer, at=NOW)

    assert against(refused) == {Hindrance.ROOM_TAKEN}


def test_nothing_is_added_to_a_run_called_off(at, officer):
    row = run(at, cancelled_on=FIRST_DAY)

    with pytest.raises(NotStanding):
        add(row, officer, slot(hour=16))


def test_a_slot_says_what_its_session_says(at, officer):
    kept = session(run(at, hour=16), room=room(at), topic="آیین‌نامه")

    assert slot_of(kept) == slot(hour=8, room=kept.room, topic="آیین‌نامه")
