"""A run moved to other days, to another instructor, and everyone told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils.html import strip_tags
from django.utils.timezone import localdate

from karamad.cycle.delivery.actions import announcing, cancelling, moving
from karamad.cycle.delivery.actions.listed import Typed
from karamad.cycle.delivery.actions.nominating import nominate_typed
from karamad.cycle.delivery.actions.refusing import Hindered, Objected, TooLate
from karamad.cycle.delivery.actions.timetable import Slot
from karamad.cycle.delivery.models import Holiday, Room, Run, Session, Source
from karamad.cycle.delivery.rules.announcing import Fault
from karamad.cycle.delivery.rules.meeting import Hindrance
from karamad.cycle.delivery.rules.regretting import REGRET
from karamad.cycle.outbox.models import Message
from karamad.registers.courses.models import Instructor, InstructorSubject
from karamad.registers.people.models import Person
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry
from karamad.web.display import jalali
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
from tests.delivery.foretold import look, seen_and_done
from tests.nation import NOW, TODAY, course, entry, province, signed_in, unit, user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
LATER = FIRST_DAY + 7 * DAY


@pytest.fixture
def at(db: None) -> Campus:
    return campus()


@pytest.fixture
def officer(at: Campus) -> User:
    return user(Role.PROVINCIAL_EXPERT, at.province)


def postpone(row: Run, officer: User, **facts: Any) -> moving.Moved:
    facts = {"first": LATER, "reason": "", "at": NOW, **facts}
    return moving.postpone(run=row, by=officer, **facts)


def days(row: Run) -> list[Any]:
    rows = Session.objects.filter(run=row).in_order()
    return [localdate(each.begins_at) for each in rows]


def teacher(at: Campus, of: Person | None = None) -> Instructor:
    row = instructor(of)
    InstructorSubject.objects.create(
        instructor=row, course=at.course, recorded_at=NOW, entry=entry()
    )
    return row


def told(template: str = "run-changed") -> set[int]:
    return set(
        Message.objects.filter(template=template).values_list("person", flat=True)
    )


# ---- other days -------------------------------------------------------------------


def test_all_sessions_still_to_come_move_by_as_many_days(at, officer):
    row = run(at)
    session(row, FIRST_DAY + 2 * DAY)
    off = session(row, FIRST_DAY + DAY, cancelled_at=NOW)

    done = postpone(row, officer)

    row.refresh_from_db()
    assert done.sessions == 2
    assert days(row) == [localdate(off.begins_at), LATER, LATER + 2 * DAY]
    assert (row.first_day, row.last_day) == (LATER, LATER + 2 * DAY)


def test_what_was_held_already_stays_where_it_was(at, officer):
    row = run(at, day=TODAY - DAY)
    session(row, FIRST_DAY)

    postpone(row, officer)

    assert days(row) == [TODAY - DAY, LATER]


def test_every_clash_is_told_at_once_and_nothing_moves(at, officer):
    hall = Room.objects.create(
        unit=at.office, name="تالار", recorded_at=NOW, entry=entry()
    )
    takes = instructor()
    row = run(at)
    row.sessions.update(room=hall, instructor=takes)
    learner = servant(at)
    enrolment(row, learner)
    elsewhere = run(at, course=course(), day=LATER)
    elsewhere.sessions.update(room=hall, instructor=takes)
    enrolment(elsewhere, learner)

    with pytest.raises(Hindered) as caught:
        postpone(row, officer)

    against = {
        each.hindrance for many in caught.value.obstacles.values() for each in many
    }
    assert against == {
        Hindrance.ROOM_TAKEN,
        Hindrance.INSTRUCTOR_TAKEN,
        Hindrance.INSTRUCTOR_NOT_APPROVED,
        Hindrance.SEATED_CLASH,
    }
    assert days(row) == [FIRST_DAY]
    assert not told()


@pytest.mark.parametrize(
    ("first", "fault"),
    [
        (TODAY, Fault.DAY_IS_PAST),
        (FIRST_DAY, Fault.NOTHING_CHANGES),
    ],
)
def test_a_day_that_is_past_or_the_same_is_refused(at, officer, first, fault):
    with pytest.raises(Objected) as caught:
        postpone(run(at), officer, first=first)

    assert [each.fault for each in caught.value.objections] == [fault]


def test_each_whom_it_concerns_is_told_once(at, officer):
    row = run(at, admission="nomination")
    learner, waits, teaches = servant(at), servant(at), servant(at)
    named_by = servant(at, account=officer)
    row.sessions.update(instructor=teacher(at, teaches))
    enrolment(row, learner)
    enrolment(row, waits, "waiting")
    gone = servant(at)
    enrolment(row, gone, "withdrawn")
    nominate_typed(
        run=row, typed=[Typed(1, "1")], source=Source.LIST, by=officer, at=NOW
    )

    done = postpone(row, officer, reason="تالار در تعمیر است")

    assert told() == {learner.pk, waits.pk, teaches.pk, named_by.pk}
    assert (done.told.learners, done.told.teachers, done.told.officers) == (2, 1, 1)
    texts = Message.objects.filter(person=learner).values_list("text", flat=True)
    assert all("تالار در تعمیر است" in each for each in texts)


def test_a_learner_who_reads_english_is_told_in_english(at, officer):
    row = run(at)
    reads = servant(at, account=user(language="en"))
    enrolment(row, reads)

    postpone(row, officer)

    assert "other days" in Message.objects.filter(person=reads)[0].text


def test_nobody_is_told_of_a_draft(at, officer):
    row = run(at, published_at=None)
    row.sessions.update(instructor=teacher(at, servant(at)))

    postpone(row, officer)

    assert not told()


# ---- taking back ------------------------------------------------------------------


def test_a_move_is_taken_back_a_moment_later_and_all_are_told_again(at, officer):
    row = run(at)
    enrolment(row, servant(at))
    done = postpone(row, officer)

    moving.take_back(run=row, entry=done.entry, by=officer, at=NOW + MINUTE)

    assert days(row) == [FIRST_DAY]
    assert Message.objects.filter(template="run-changed").count() == 2


@pytest.mark.parametrize("why", ["long ago", "another's", "moved since"])
def test_what_was_moved_long_ago_or_by_another_or_since_stays(at, officer, why):
    row = run(at)
    done = postpone(row, officer)
    when = NOW + (REGRET + MINUTE if why == "long ago" else MINUTE)
    who = user() if why == "another's" else officer
    if why == "moved since":
        postpone(row, officer, first=LATER + DAY, at=NOW + MINUTE / 2)
    before = days(row)

    with pytest.raises(TooLate):
        moving.take_back(run=row, entry=done.entry, by=who, at=when)

    assert days(row) == before


# ---- one session, another instructor ----------------------------------------------


def test_a_session_moved_tells_from_when_to_when(at, officer):
    row = run(at)
    enrolment(row, servant(at))

    moving.move_session(
        session=row.sessions.get(),
        slot=Slot(moment(LATER, 10), moment(LATER, 12)),
        by=officer,
        at=NOW,
    )

    text = Message.objects.filter(template="run-changed")[0].text
    assert "ساعت ۰۸:۰۰" in text
    assert "ساعت ۱۰:۰۰" in text


def test_another_topic_is_no_news(at, officer):
    row = run(at)
    enrolment(row, servant(at))
    held = row.sessions.get()
    slot = Slot(held.begins_at, held.ends_at, topic="بحران")

    moving.move_session(session=held, slot=slot, by=officer, at=NOW)

    assert Session.objects.get().topic == "بحران"
    assert not told()


def test_another_instructor_takes_over_what_is_still_to_come(at, officer):
    row = run(at, day=TODAY - DAY)
    session(row, FIRST_DAY)
    goes, comes = servant(at), servant(at)
    old, new = teacher(at, goes), teacher(at, comes)
    row.sessions.update(instructor=old)

    moving.replace_instructor(run=row, old=old, new=new, reason="", by=officer, at=NOW)

    held = Session.objects.filter(run=row).in_order()
    assert [each.instructor for each in held] == [old, new]
    assert told() == {goes.pk, comes.pk}


def test_an_instructor_who_is_not_approved_does_not_take_over(at, officer):
    row = run(at)
    old = teacher(at)
    row.sessions.update(instructor=old)

    with pytest.raises(Hindered):
        moving.replace_instructor(
            run=row, old=old, new=instructor(), reason="", by=officer, at=NOW
        )


def test_who_teaches_and_who_named_are_told_that_a_run_is_called_off(at, officer):
    row = run(at)
    teaches, named_by = servant(at), servant(at, account=officer)
    row.sessions.update(instructor=teacher(at, teaches))
    enrolment(row, servant(at))
    nominate_typed(
        run=row, typed=[Typed(1, "1")], source=Source.LIST, by=officer, at=NOW
    )

    done = cancelling.cancel(run=row, reason="سیل", by=officer, at=NOW)

    assert told("run-called-off-told") == {teaches.pk, named_by.pk}
    assert done.people == 3


# ---- pages ------------------------------------------------------------------------


@pytest.fixture
def expert(at: Campus) -> Any:
    return signed_in(Role.PROVINCIAL_EXPERT, at.province)


def text(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def ahead(at: Campus, **facts: Any) -> Run:
    return run(at, day=localdate() + 14 * DAY, **facts)


def test_an_expert_sees_whom_it_touches_before_it_is_done(at, expert):
    row = ahead(at)
    enrolment(row, servant(at))
    wished = localdate() + 21 * DAY
    Holiday.objects.create(day=wished, name="عید", recorded_at=NOW, entry=entry())

    shown = text(look(expert, f"/runs/{row.pk}/postpone/", first=jalali(wished)))

    assert "عید" in shown
    assert "در این اجرا و در انتظار آن" in shown
    assert days(row) == [localdate() + 14 * DAY]
    assert not Message.objects.exists()
    assert not Entry.objects.filter(act="delivery:run:postpone").exists()


def test_what_was_not_seen_is_not_done(at, expert):
    row = ahead(at)
    seen = look(
        expert, f"/runs/{row.pk}/postpone/", first=jalali(localdate() + 21 * DAY)
    ).context["seen"]

    expert.post(
        f"/runs/{row.pk}/postpone/",
        {"first": jalali(localdate() + 28 * DAY), "seen": seen, "do": "1"},
    )

    assert days(row) == [localdate() + 14 * DAY]


def test_an_expert_moves_a_run_and_takes_it_back(at, expert):
    row = ahead(at)
    enrolment(row, servant(at))

    answer = seen_and_done(
        expert, f"/runs/{row.pk}/postpone/", first=jalali(localdate() + 21 * DAY)
    )
    made = Entry.objects.get(act="delivery:run:postpone")
    undo = f"/runs/{row.pk}/take-back/{made.pk}/"
    moved = days(row)
    expert.post(undo)

    assert "انجام شد؛ به ۱ نفر خبر داده می‌شود." in text(answer)
    assert undo in answer.content.decode()
    assert (moved, days(row)) == (
        [localdate() + 21 * DAY],
        [localdate() + 14 * DAY],
    )


def test_a_move_that_cannot_be_says_why_on_the_same_page(at, expert):
    answer = look(expert, f"/runs/{ahead(at).pk}/postpone/", first=jalali(localdate()))

    assert answer.status_code == 422
    assert "این روز گذشته است." in text(answer)


@pytest.mark.parametrize("act", ["postpone", "replace-instructor", "cancel"])
def test_a_run_of_another_province_is_not_moved(at, act):
    elsewhere = unit(under=province("01", "گیلان"), province="01")
    colleague = signed_in(Role.PROVINCIAL_EXPERT, elsewhere)
    learner = signed_in(Role.LEARNER, at.office)
    row = ahead(at)

    assert colleague.get(f"/runs/{row.pk}/{act}/").status_code == 404
    assert learner.get(f"/runs/{row.pk}/{act}/").status_code == 403


def test_moving_a_run_asks_the_same_however_many_sit_in_it(
    at, officer, django_assert_num_queries
):
    def asked(people: int) -> int:
        row = run(at, course=course(), hour=6 + people % 7)
        for _ in range(people):
            enrolment(row, servant(at))
        start = len(connection.queries_log)
        postpone(row, officer)
        return len(connection.queries_log) - start

    connection.force_debug_cursor = True
    few, many = asked(2), asked(12)
    assert many == few


# ---- the days of asking -------------------------------------------------------------


def asked_until(row: Run) -> Any:
    row.refresh_from_db()
    return row.asking_until


def test_the_days_of_asking_move_along_and_are_taken_back(at, officer):
    row = run(at, asking_until=FIRST_DAY - DAY)

    done = postpone(row, officer)

    moved_by = LATER - FIRST_DAY
    assert asked_until(row) == FIRST_DAY - DAY + moved_by
    assert done.asking is not None
    moving.take_back(run=row, entry=done.entry, by=officer, at=NOW + MINUTE)
    assert asked_until(row) == FIRST_DAY - DAY


def test_asking_that_is_over_stays_over_and_the_page_says_why(at, expert):
    today = localdate()
    row = run(at, day=today + 14 * DAY, asking_until=today)

    page = look(expert, f"/runs/{row.pk}/postpone/", first=jalali(today + 21 * DAY))

    assert "با جابه‌جایی از نو باز نمی‌شود" in strip_tags(page.content.decode())
    assert asked_until(row) == today


def test_days_of_asking_corrected_since_are_not_taken_back_with_the_move(at, officer):
    row = run(at, asking_until=FIRST_DAY - DAY)
    done = postpone(row, officer)
    row.refresh_from_db()
    announcing.correct(
        run=row,
        wish=replace(announcing.wish_of(row), asking_until=FIRST_DAY),
        by=officer,
        at=NOW + MINUTE,
    )

    moving.take_back(run=row, entry=done.entry, by=officer, at=NOW + 2 * MINUTE)

    assert asked_until(row) == FIRST_DAY
