"""Two runs of one, and one of two: places, turns and messages come through whole."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils.html import strip_tags
from django.utils.timezone import localdate

from karamad.cycle.delivery.actions import parting, seating
from karamad.cycle.delivery.actions.parting import Apart, Parted
from karamad.cycle.delivery.actions.refusing import Hindered, Objected
from karamad.cycle.delivery.models import Enrolment, Room, Run, Session
from karamad.cycle.delivery.rules.announcing import Fault
from karamad.cycle.delivery.rules.meeting import Hindrance
from karamad.cycle.outbox.models import Message
from karamad.registers.courses.models import Instructor, InstructorSubject
from karamad.registers.people.actions.merging import merge_persons
from karamad.registers.people.models import Person
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Role
from karamad.web.display import jalali
from tests.delivery.campus import (
    FIRST_DAY,
    Campus,
    campus,
    enrolment,
    instructor,
    run,
    servant,
    session,
)
from tests.delivery.foretold import look, seen_and_done
from tests.nation import (
    NOW,
    TODAY,
    course,
    entry,
    province,
    signed_in,
    unit,
    user,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = FIRST_DAY + 7 * DAY


@pytest.fixture
def at(db: None) -> Campus:
    return campus()


@pytest.fixture
def officer(at: Campus) -> User:
    return user(Role.PROVINCIAL_EXPERT, at.province)


def split(row: Run, officer: User, *who: Enrolment, **facts: Any) -> Parted:
    facts = {"first": LATER, "places": 5, "left": 5, **facts}
    people = frozenset(each.pk for each in who)
    return parting.split(run=row, apart=Apart(people, **facts), by=officer, at=NOW)


def merge(row: Run, into: Run, officer: User, places: int = 10) -> Parted:
    return parting.merge(
        run=row, into=into, places=places, reason="", by=officer, at=NOW
    )


def faults(caught: pytest.ExceptionInfo[Objected]) -> list[Fault]:
    return [each.fault for each in caught.value.objections]


def line(row: Run) -> list[int]:
    """Who waits in a run, by their turn."""
    rows = Enrolment.objects.filter(run=row).waiting().in_line()
    return list(rows.values_list("person", flat=True))


def placed(row: Run) -> set[int]:
    rows = Enrolment.objects.filter(run=row).placed()
    return set(rows.values_list("person", flat=True))


# ---- two of one -------------------------------------------------------------------


def test_who_goes_keeps_place_and_turn_in_the_new_run(at, officer):
    row = run(at, capacity=2)
    stays, goes = enrolment(row, servant(at)), enrolment(row, servant(at))
    first = enrolment(row, servant(at), "waiting", in_line_since=NOW - 2 * DAY)
    second = enrolment(row, servant(at), "waiting", in_line_since=NOW - DAY)

    new = split(row, officer, goes, second, first, places=1, left=1).run

    assert placed(row) == {stays.person_id}
    assert placed(new) == {goes.person_id}
    assert line(new) == [first.person_id, second.person_id]
    goes.refresh_from_db()
    assert (goes.state, goes.reason) == ("moved", new.code)


def test_the_new_run_meets_at_the_same_hours_and_distances(at, officer):
    row = run(at)
    session(row, FIRST_DAY + 3 * DAY, hour=14)
    goes = enrolment(row, servant(at))

    new = split(row, officer, goes).run

    held = [
        (localdate(each.begins_at), each.begins_at.astimezone().hour)
        for each in Session.objects.filter(run=new).in_order()
    ]
    assert [day for day, _hour in held] == [LATER, LATER + 3 * DAY]
    assert (new.first_day, new.course, new.published_at) == (
        LATER,
        row.course,
        row.published_at,
    )


def test_places_that_fall_free_in_both_go_to_those_who_wait(at, officer):
    row = run(at, capacity=1)
    goes = enrolment(row, servant(at))
    heir = enrolment(row, servant(at), "waiting")
    with_him = enrolment(row, servant(at), "waiting")

    done = split(row, officer, goes, with_him, places=2, left=1)

    assert placed(row) == {heir.person_id}
    assert placed(done.run) == {goes.person_id, with_him.person_id}
    assert done.risen == 2


def test_what_is_taken_there_is_told_and_nothing_is_split(at, officer):
    hall = Room.objects.create(
        unit=at.office, name="تالار", recorded_at=NOW, entry=entry()
    )
    row = run(at)
    row.sessions.update(room=hall)
    goes = enrolment(row, servant(at))
    other = run(at, course=course(), day=LATER)
    other.sessions.update(room=hall)
    enrolment(other, goes.person)

    with pytest.raises(Hindered) as caught:
        split(row, officer, goes)

    (obstacles,) = caught.value.obstacles.values()
    assert {each.hindrance for each in obstacles} == {
        Hindrance.ROOM_TAKEN,
        Hindrance.SEATED_CLASH,
    }
    assert Run.objects.count() == 2
    assert placed(row) == {goes.person_id}


def test_every_reason_against_a_split_is_told_at_once(at, officer):
    row = run(at, day=TODAY - DAY)
    for _ in range(3):
        enrolment(row, servant(at))

    with pytest.raises(Objected) as caught:
        split(row, officer, first=TODAY, left=2)

    assert faults(caught) == [
        Fault.BEGUN,
        Fault.NOBODY_GOES,
        Fault.DAY_IS_PAST,
        Fault.FEWER_PLACES_THAN_PEOPLE,
    ]


def test_each_is_told_once_where_he_is_now(at, officer):
    row = run(at)
    stays, goes = enrolment(row, servant(at)), enrolment(row, servant(at))

    done = split(row, officer, goes)

    texts = dict(Message.objects.values_list("person", "text"))
    assert set(texts) == {stays.person_id, goes.person_id}
    assert done.run.code in texts[goes.person_id]
    assert Message.objects.filter(person=goes.person, channel="sms").count() <= 1


# ---- one of two -------------------------------------------------------------------


def test_waiting_lists_become_one_by_the_time_since_when_each_stands(at, officer):
    goes, stays = run(at, capacity=1), run(at, capacity=1, day=LATER)
    sits = [enrolment(goes, servant(at)), enrolment(stays, servant(at))]
    waits = [
        enrolment(where, servant(at), "waiting", in_line_since=NOW - hours * DAY)
        for where, hours in ((goes, 1), (stays, 2), (goes, 3), (stays, 4))
    ]

    merge(goes, stays, officer, places=2)

    assert placed(stays) == {each.person_id for each in sits}
    assert line(stays) == [each.person_id for each in reversed(waits)]
    goes.refresh_from_db()
    assert goes.is_cancelled
    assert stays.code in goes.reason


def test_who_is_in_both_keeps_the_better_of_the_two(at, officer):
    goes, stays = run(at), run(at, day=LATER, capacity=1)
    both = servant(at)
    enrolment(goes, both)
    enrolment(stays, both, "waiting", in_line_since=NOW - DAY)
    enrolment(stays, servant(at), "withdrawn")

    merge(goes, stays, officer, places=1)

    assert placed(stays) == {both.pk}
    assert line(stays) == []


def test_who_asked_goes_through_the_chain_of_the_run_he_comes_to(at, officer):
    """He was declined there before; what was agreed to here still counts."""
    goes = run(at, chain=["hr_officer", "provincial_expert"])
    stays = run(at, day=LATER, chain=["provincial_expert"])
    learner, other = servant(at), servant(at)
    before = enrolment(stays, learner, "asked")
    seating.decline(
        enrolment=before, role="provincial_expert", reason="پر", by=officer, at=NOW
    )
    asked = [enrolment(goes, each, "asked") for each in (learner, other)]
    seating.agree(enrolment=asked[0], role="hr_officer", by=user(), at=NOW)

    merge(goes, stays, officer)

    rows = Enrolment.objects.filter(run=stays).order_by("pk")
    assert [(row.state, row.steps_agreed) for row in rows] == [("asked", 0)] * 2
    for row in rows:
        seating.agree(enrolment=row, role="provincial_expert", by=officer, at=NOW)
    assert placed(stays) == {learner.pk, other.pk}


def test_nobody_is_asked_in_a_run_without_a_chain_after_merging(at, officer):
    goes = run(at, chain=["hr_officer"])
    stays = run(at, day=LATER)
    learner = servant(at)
    enrolment(goes, learner, "asked")

    merge(goes, stays, officer)

    assert placed(stays) == {learner.pk}


def test_who_withdrew_there_before_and_comes_now_has_a_place(at, officer):
    goes, stays = run(at), run(at, day=LATER)
    again = servant(at)
    enrolment(goes, again)
    enrolment(stays, again, "withdrawn", reason="سفر")

    merge(goes, stays, officer)

    assert placed(stays) == {again.pk}


def test_nobody_loses_a_place_for_want_of_places(at, officer):
    goes, stays = run(at), run(at, day=LATER)
    for where in (goes, goes, stays):
        enrolment(where, servant(at))

    with pytest.raises(Objected) as caught:
        merge(goes, stays, officer, places=2)

    assert faults(caught) == [Fault.FEWER_PLACES_THAN_PEOPLE]
    assert len(placed(goes)) == 2


def test_two_courses_do_not_become_one_nor_a_run_with_itself(at, officer):
    row = run(at)

    with pytest.raises(Objected) as other:
        merge(row, run(at, course=course()), officer)
    with pytest.raises(Objected) as itself:
        merge(row, row, officer)

    assert faults(other) == [Fault.ANOTHER_COURSE]
    assert faults(itself) == [Fault.SAME_RUN]


def test_who_teaches_in_the_run_that_stays_does_not_come_as_a_learner(at, officer):
    goes, stays = run(at), run(at, day=LATER)
    teaches = servant(at)
    stays.sessions.update(instructor=instructor(teaches))
    enrolment(goes, teaches)

    with pytest.raises(Objected) as caught:
        merge(goes, stays, officer)

    assert faults(caught) == [Fault.TEACHES_IT]


def test_nobody_who_comes_sits_in_two_places_then(at, officer):
    goes, stays = run(at), run(at, day=LATER)
    learner = servant(at)
    enrolment(goes, learner)
    enrolment(run(at, course=course(), day=LATER), learner)

    with pytest.raises(Hindered) as caught:
        merge(goes, stays, officer)

    (obstacles,) = caught.value.obstacles.values()
    assert [each.hindrance for each in obstacles] == [Hindrance.SEATED_CLASH]
    assert placed(goes) == {learner.pk}


def test_a_run_split_is_one_again_after_merging_it_back(at, officer):
    row = run(at, capacity=10)
    stays, goes = enrolment(row, servant(at)), enrolment(row, servant(at))
    new = split(row, officer, goes).run

    merge(new, row, officer)

    assert placed(row) == {stays.person_id, goes.person_id}


# ---- pages ------------------------------------------------------------------------


@pytest.fixture
def expert(at: Campus) -> Any:
    return signed_in(Role.PROVINCIAL_EXPERT, at.province)


def text(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def test_an_expert_splits_a_run_by_unit_and_by_name(at, expert):
    row = run(at, day=localdate() + 14 * DAY)
    branch = unit(under=at.office, province="29")
    of_unit = enrolment(row, servant(at._replace(office=branch)))
    by_name = enrolment(row, servant(at))
    stays = enrolment(row, servant(at))
    typed = {
        "unit": branch.code,
        "people": [by_name.pk],
        "first": jalali(localdate() + 21 * DAY),
        "places": "5",
        "left": "5",
    }

    foretold = look(expert, f"/runs/{row.pk}/split/", **typed)
    before = placed(row)
    answer = seen_and_done(expert, f"/runs/{row.pk}/split/", **typed)

    assert "با جا می‌روند" in text(foretold)
    assert len(before) == 3
    assert "اجرا دو بخش شد؛ به ۳ نفر خبر داده می‌شود." in text(answer)
    assert placed(row) == {stays.person_id}
    new = Run.objects.exclude(pk=row.pk).get()
    assert placed(new) == {of_unit.person_id, by_name.person_id}


def test_an_expert_merges_a_run_into_another_of_his(at, expert):
    goes = run(at, day=localdate() + 14 * DAY)
    stays = run(at, day=localdate() + 21 * DAY)
    learner = enrolment(goes, servant(at))

    answer = seen_and_done(
        expert, f"/runs/{goes.pk}/merge/", into=str(stays.pk), places="20"
    )

    assert "دو اجرا یکی شد" in text(answer)
    assert placed(stays) == {learner.person_id}
    stays.refresh_from_db()
    assert stays.capacity == 20


def test_a_run_is_not_merged_into_one_out_of_reach(at, expert):
    elsewhere = unit(under=province("01", "گیلان"), province="01")
    goes = run(at, day=localdate() + 14 * DAY)
    away = run(at, day=localdate() + 21 * DAY, unit=elsewhere)

    answer = look(expert, f"/runs/{goes.pk}/merge/", into=str(away.pk), places="20")

    assert answer.status_code == 422


@pytest.mark.parametrize("act", ["split", "merge"])
def test_a_run_of_another_province_is_neither_split_nor_merged(at, act):
    elsewhere = unit(under=province("01", "گیلان"), province="01")
    colleague = signed_in(Role.PROVINCIAL_EXPERT, elsewhere)
    row = run(at, day=localdate() + 14 * DAY)

    assert colleague.get(f"/runs/{row.pk}/{act}/").status_code == 404


# ---- two records of one person ------------------------------------------------------


def one_person(at: Campus) -> tuple[Person, Person]:
    """Two records that became one after both were in runs."""
    stays, goes = servant(at), servant(at)
    return stays, goes


def become_one(stays: Person, goes: Person) -> None:
    merge_persons(person=goes, into=stays, by=None, at=NOW)


def test_who_stands_in_both_runs_by_two_records_sits_once_after_they_become_one(
    at, officer
):
    row, into = run(at), run(at, day=LATER)
    stays, goes = one_person(at)
    enrolment(row, goes)
    enrolment(into, stays, "waiting")
    become_one(stays, goes)

    done = merge(row, into, officer, places=1)

    rows = Enrolment.objects.filter(run=into).living()
    assert [(each.person_id, each.state) for each in rows] == [(stays.pk, "placed")]
    assert (done.placed, done.waiting) == (1, 0)


def test_who_sits_in_both_by_two_records_takes_one_place(at, officer):
    row, into = run(at), run(at, day=LATER)
    stays, goes = one_person(at)
    enrolment(row, goes)
    enrolment(into, stays)
    become_one(stays, goes)

    merge(row, into, officer, places=1)

    assert placed(into) == {stays.pk}


def test_who_stands_twice_in_the_run_that_goes_comes_once(at, officer):
    row, into = run(at), run(at, day=LATER)
    stays, goes = one_person(at)
    enrolment(row, goes, "waiting")
    enrolment(row, stays)
    become_one(stays, goes)

    merge(row, into, officer, places=1)

    states = Enrolment.objects.filter(run=into).values_list("state", flat=True)
    assert list(states) == ["placed"]


def test_who_goes_to_the_new_run_goes_by_both_his_records(at, officer):
    row = run(at)
    stays, goes = one_person(at)
    one, other = enrolment(row, goes), enrolment(row, stays, "waiting")
    become_one(stays, goes)

    new = split(row, officer, one).run

    other.refresh_from_db()
    assert other.state == "moved"
    living = Enrolment.objects.filter(run=new).living()
    assert [each.state for each in living] == ["placed"]


def test_a_teacher_is_known_by_each_of_his_records(at, officer):
    row, into = run(at), run(at, day=LATER)
    stays, goes = one_person(at)
    enrolment(row, goes)
    into.sessions.update(instructor=instructor(stays))
    become_one(stays, goes)

    with pytest.raises(Objected) as caught:
        merge(row, into, officer)

    assert faults(caught) == [Fault.TEACHES_IT]


def test_people_of_a_unit_are_found_by_a_record_merged_into_theirs(at, officer):
    row = run(at)
    elsewhere = unit(under=province("01", "گیلان"), province="01")
    stays, goes = servant(at._replace(office=elsewhere)), servant(at)
    own = enrolment(row, stays)
    become_one(stays, goes)
    enrolment(row, servant(at._replace(office=elsewhere)))

    found = Enrolment.objects.filter(run=row).of_unit(at.office, on=TODAY)

    assert list(found) == [own]


# ---- what the new run takes along ---------------------------------------------------


def teacher(at: Campus, of: Person) -> Instructor:
    row = instructor(of)
    InstructorSubject.objects.create(
        instructor=row, course=at.course, recorded_at=NOW, entry=entry()
    )
    return row


def test_the_teacher_of_the_new_run_is_told_of_it(at, officer):
    row = run(at)
    teaches = servant(at)
    row.sessions.update(instructor=teacher(at, teaches))
    goes = enrolment(row, servant(at))

    new = split(row, officer, goes).run

    about = Message.objects.filter(person=teaches).values_list("text", flat=True)
    assert any(new.code in text and "درس می‌دهید" in text for text in about)


def test_a_teacher_who_does_not_come_along_is_not_told_so(at, officer):
    row = run(at)
    teaches = servant(at)
    row.sessions.update(instructor=instructor(teaches))
    goes = enrolment(row, servant(at))

    split(row, officer, goes, same_instructors=False)

    about = Message.objects.filter(person=teaches).values_list("text", flat=True)
    assert not any("درس می‌دهید" in text for text in about)


def test_the_new_run_is_asked_for_as_many_days_later(at, officer):
    row = run(at, asking_until=FIRST_DAY - DAY)
    goes = enrolment(row, servant(at))

    new = split(row, officer, goes).run

    assert new.asking_until == LATER - DAY
