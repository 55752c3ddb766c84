"""Instructors: found, added, approved by a document, away; and what they taught."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from karamad.registers.courses.actions import instructors as acts
from karamad.registers.courses.actions.instructors import Approval, ApprovedAlready
from karamad.registers.courses.models import (
    Instructor,
    InstructorLeave,
    InstructorSubject,
)
from karamad.trust.accounts.permissions import Role
from tests.delivery.campus import (
    FIRST_DAY,
    Campus,
    campus,
    instructor,
    run,
    session,
)
from tests.nation import province, signed_in

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 2, 6, tzinfo=UTC)
TODAY = date(2026, 5, 2)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def at(db: None) -> Campus:
    return campus()


@pytest.fixture
def expert(at: Campus) -> Client:
    return signed_in(Role.PROVINCIAL_EXPERT, at.province)


def approved(who: Instructor, at: Campus, **facts: Any) -> InstructorSubject:
    approval = Approval(course=at.course, document="۱۲", **facts)
    return acts.approve(instructor=who, approval=approval, by=None, at=AT)


def current() -> list[tuple[date | None, date | None]]:
    rows = InstructorSubject.objects.current().order_by("from_day", "pk")
    return list(rows.values_list("from_day", "until_day"))


def text(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


# ---- what is kept -------------------------------------------------------------------


def test_the_same_subject_is_not_approved_twice_for_a_day(at):
    who = instructor()
    approved(who, at, from_day=TODAY, until_day=TODAY + 10 * DAY)

    approved(who, at, from_day=TODAY + 10 * DAY)
    approved(instructor(), at, from_day=TODAY)
    with pytest.raises(ApprovedAlready):
        approved(who, at, from_day=TODAY + 9 * DAY, until_day=TODAY + 10 * DAY)
    with pytest.raises(ApprovedAlready):
        approved(who, at)


def test_a_withdrawn_approval_ends_and_what_it_said_is_kept(at):
    row = approved(instructor(), at, from_day=TODAY - DAY)

    acts.withdraw_approval(subject=row, on=TODAY, by=None, at=AT)

    assert current() == [(TODAY - DAY, TODAY)]
    assert InstructorSubject.objects.count() == 2


def test_an_approval_that_had_not_begun_is_no_more(at):
    row = approved(instructor(), at, from_day=TODAY)

    acts.withdraw_approval(subject=row, on=TODAY, by=None, at=AT)

    assert current() == []


def test_one_that_ended_stays_as_it_was(at):
    row = approved(instructor(), at, until_day=TODAY)

    acts.withdraw_approval(subject=row, on=TODAY, by=None, at=AT)

    assert current() == [(None, TODAY)]
    assert InstructorSubject.objects.count() == 1


def test_a_corrected_instructor_is_found_by_his_new_name_and_the_old_is_kept(expert):
    who = instructor(name="مریم")
    posted = {"name": "مریم احمدی", "kind": "academic"}

    answer = expert.post(f"/instructors/{who.pk}/edit/", posted)

    assert answer.status_code == 302
    assert expert.get("/instructors/?q=احمدي").context["rows"][0][0] == who
    assert who.former.get().name == "مریم"


# ---- pages --------------------------------------------------------------------------


def test_an_expert_adds_approves_and_withdraws(at, expert):
    made = expert.post(
        "/instructors/new/", {"code": "M1", "name": "مریم", "kind": "practitioner"}
    )
    who = Instructor.objects.get(code="M1")
    card = f"/instructors/{who.pk}/"
    expert.post(f"{card}approve/", {"course": at.course.code, "document": "۹۹/۱۲"})
    shown = text(expert.get(card))
    subject = InstructorSubject.objects.get()
    expert.post(f"{card}approved/{subject.pk}/withdraw/")

    assert made.status_code == 302
    assert "استاد تجربی و اجرایی" in shown
    assert f"{at.course.title} ۹۹/۱۲ — — برقرار" in shown
    assert "نابرقرار" in text(expert.get(card))


def test_what_is_wrong_is_told_beside_the_field(at, expert):
    who = instructor()
    card = f"/instructors/{who.pk}/"
    taken = expert.post(
        "/instructors/new/", {"code": who.code, "name": "م", "kind": "academic"}
    )
    neither = expert.post(f"{card}approve/", {"document": "۱"})
    both = {"course": at.course.code, "course_class": "general", "document": "۱"}
    bare = expert.post(f"{card}approve/", {"course": at.course.code})
    backwards = {"from_day": "۱۴۰۵/۰۳/۰۱", "until_day": "۱۴۰۵/۰۳/۰۱"}
    approved(who, at)
    twice = {"course": at.course.code, "document": "۱"}

    assert taken.context["form"].errors["code"]
    assert neither.context["form"].errors["course"]
    assert bare.context["form"].errors["document"]
    assert expert.post(f"{card}approve/", both).status_code == 422
    assert expert.post(f"{card}approve/", twice).status_code == 422
    assert expert.post(f"{card}leave/", backwards).status_code == 422


def test_a_leave_says_which_sessions_it_meets_and_can_be_withdrawn(at, expert):
    who = instructor()
    run(at).sessions.update(instructor=who)
    card = f"/instructors/{who.pk}/"
    days = {"from_day": "۱۴۰۵/۰۲/۲۶", "until_day": "۱۴۰۵/۰۲/۲۷", "note": "سفر"}

    told = text(expert.post(f"{card}leave/", days, follow=True))
    leave = InstructorLeave.objects.get()
    expert.post(f"{card}leave/{leave.pk}/withdraw/")

    assert "۱ جلسهٔ او در این روزهاست" in told
    assert "سفر" in told
    assert not InstructorLeave.objects.current().exists()


def test_hours_are_added_up_by_jalali_year_in_reach(at, expert):
    who = instructor()
    what = run(at, hour=8)
    session(what, FIRST_DAY + DAY, 8, hours=3)
    session(what, date(2026, 3, 20), 8)  # the last day of 1404
    session(what, date(2026, 3, 21), 8, cancelled_at=AT)
    what.sessions.update(instructor=who)
    run(at, hour=14, published_at=None).sessions.update(instructor=who)
    foreign = run(at, hour=18)
    foreign.unit = province("01", "گیلان")
    foreign.save()
    foreign.sessions.update(instructor=who)

    loads = expert.get(f"/instructors/{who.pk}/").context["loads"]

    assert [(load.year, load.sessions, float(load.hours)) for load in loads] == [
        (1405, 2, 5.0),
        (1404, 1, 2.0),
    ]


def test_the_list_costs_the_same_for_many(at, expert):
    approved(instructor(), at)
    expert.get("/instructors/")
    with CaptureQueriesContext(connection) as few:
        expert.get("/instructors/")
    for _each in range(30):
        approved(instructor(), at)

    with CaptureQueriesContext(connection) as many:
        expert.get("/instructors/")

    assert len(many) == len(few)


@pytest.mark.parametrize("way", ["", "approve/", "edit/", "leave/"])
def test_a_learner_sees_none_of_it(at, way):
    learner = signed_in(Role.LEARNER, at.office)

    assert learner.get(f"/instructors/{instructor().pk}/{way}").status_code == 403


def test_an_officer_of_a_town_reads_and_changes_nothing(at):
    officer = signed_in(Role.HR_OFFICER, at.office)
    who = instructor()
    subject = approved(who, at)
    withdraw = f"/instructors/{who.pk}/approved/{subject.pk}/withdraw/"

    assert officer.get(f"/instructors/{who.pk}/").status_code == 200
    assert officer.get("/instructors/new/").status_code == 403
    assert officer.post(withdraw).status_code == 403


def test_a_subject_of_somebody_else_is_not_found_under_this_one(at, expert):
    subject = approved(instructor(), at)
    other = instructor()

    path = f"/instructors/{other.pk}/approved/{subject.pk}/withdraw/"

    assert expert.post(path).status_code == 404
