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
from karamad.registers.people.models import Person
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry
from tests.delivery.campus import (
    FIRST_DAY,
    Campus,
    campus,
    instructor,
    run,
    session,
)
from tests.delivery.campus import servant as campus_servant
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
    who = instructor(unit=at.province)
    approved(who, at, from_day=TODAY, until_day=TODAY + 10 * DAY)

    approved(who, at, from_day=TODAY + 10 * DAY)
    approved(instructor(unit=at.province), at, from_day=TODAY)
    with pytest.raises(ApprovedAlready):
        approved(who, at, from_day=TODAY + 9 * DAY, until_day=TODAY + 10 * DAY)
    with pytest.raises(ApprovedAlready):
        approved(who, at)


def test_a_withdrawn_approval_ends_and_what_it_said_is_kept(at):
    row = approved(instructor(unit=at.province), at, from_day=TODAY - DAY)

    acts.withdraw_approval(subject=row, on=TODAY, by=None, at=AT)

    assert current() == [(TODAY - DAY, TODAY)]
    assert InstructorSubject.objects.count() == 2


def test_an_approval_that_had_not_begun_is_no_more(at):
    row = approved(instructor(unit=at.province), at, from_day=TODAY)

    acts.withdraw_approval(subject=row, on=TODAY, by=None, at=AT)

    assert current() == []


def test_one_that_ended_stays_as_it_was(at):
    row = approved(instructor(unit=at.province), at, until_day=TODAY)

    acts.withdraw_approval(subject=row, on=TODAY, by=None, at=AT)

    assert current() == [(None, TODAY)]
    assert InstructorSubject.objects.count() == 1


def test_a_corrected_instructor_is_found_by_his_new_name_and_the_old_is_kept(
    at, expert
):
    who = instructor(name="مریم", unit=at.province)
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
    who = instructor(unit=at.province)
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
    who = instructor(unit=at.province)
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
    who = instructor(unit=at.province)
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
    approved(instructor(unit=at.province), at)
    expert.get("/instructors/")
    with CaptureQueriesContext(connection) as few:
        expert.get("/instructors/")
    for _each in range(30):
        approved(instructor(unit=at.province), at)

    with CaptureQueriesContext(connection) as many:
        expert.get("/instructors/")

    assert len(many) == len(few)


@pytest.mark.parametrize("way", ["", "approve/", "edit/", "leave/"])
def test_a_learner_sees_none_of_it(at, way):
    learner = signed_in(Role.LEARNER, at.office)

    assert (
        learner.get(f"/instructors/{instructor(unit=at.province).pk}/{way}").status_code
        == 403
    )


def test_an_officer_of_a_town_reads_and_changes_nothing(at):
    officer = signed_in(Role.HR_OFFICER, at.office)
    who = instructor(unit=at.province)
    subject = approved(who, at)
    withdraw = f"/instructors/{who.pk}/approved/{subject.pk}/withdraw/"

    assert officer.get(f"/instructors/{who.pk}/").status_code == 200
    assert officer.get("/instructors/new/").status_code == 403
    assert officer.post(withdraw).status_code == 403


def test_a_subject_of_somebody_else_is_not_found_under_this_one(at, expert):
    subject = approved(instructor(unit=at.province), at)
    other = instructor(unit=at.province)

    path = f"/instructors/{other.pk}/approved/{subject.pk}/withdraw/"

    assert expert.post(path).status_code == 404


# ---- who keeps whom -----------------------------------------------------------------


def test_an_expert_changes_those_of_his_units_and_the_nation_all(at, expert):
    deputy = signed_in(Role.NATIONAL_DEPUTY)
    own, below = instructor(unit=at.province), instructor(unit=at.office)
    gilan, nations = instructor(unit=province("01", "گیلان")), instructor()
    ways = ("edit/", "approve/", "leave/")

    for who in (own, below, gilan, nations):
        may = who in (own, below)
        assert expert.get(f"/instructors/{who.pk}/").context["may_edit"] is may
        for way in ways:
            status = expert.get(f"/instructors/{who.pk}/{way}").status_code
            assert status == (200 if may else 404)
            assert deputy.get(f"/instructors/{who.pk}/{way}").status_code == 200


def test_nothing_of_an_instructor_of_another_province_is_withdrawn(at, expert):
    gilan = instructor(unit=province("01", "گیلان"))
    subject = approved(gilan, at)
    leave = acts.add_leave(
        instructor=gilan,
        from_day=TODAY,
        until_day=TODAY + DAY,
        note="",
        by=None,
        at=AT,
    )
    card = f"/instructors/{gilan.pk}/"

    withdrawn = expert.post(f"{card}approved/{subject.pk}/withdraw/")
    back = expert.post(f"{card}leave/{leave.pk}/withdraw/")

    assert (withdrawn.status_code, back.status_code) == (404, 404)
    assert current() == [(None, None)]


def test_whoever_is_new_is_kept_by_the_unit_of_who_added_him(at, expert):
    deputy = signed_in(Role.NATIONAL_DEPUTY)
    typed = {"name": "مریم", "kind": "academic"}

    expert.post("/instructors/new/", {**typed, "code": "M1"})
    deputy.post("/instructors/new/", {**typed, "code": "M2"})
    deputy.post("/instructors/new/", {**typed, "code": "M3", "unit": at.office.code})
    elsewhere = expert.post(
        "/instructors/new/",
        {**typed, "code": "M4", "unit": province("01", "گیلان").code},
    )

    kept = dict(Instructor.objects.values_list("code", "unit"))
    assert kept == {"M1": at.province.pk, "M2": None, "M3": at.office.pk}
    assert elsewhere.status_code == 422


def test_an_instructor_is_tied_to_his_file_and_cut_from_it(at, expert):
    servant = campus_servant(at, first_name="مینا", last_name="راد")
    who = instructor(unit=at.province)
    page = f"/instructors/{who.pk}/edit/"
    typed = {"name": who.name, "kind": who.kind}

    def tied(**more: str) -> Person | None:
        expert.post(page, {**typed, **more})
        who.refresh_from_db()
        return who.person

    assert tied(person=servant.national_id) == servant
    assert "مینا راد" in text(expert.get(page))
    assert "پروندهٔ او در دفتر کارکنان" in text(expert.get(f"/instructors/{who.pk}/"))
    assert tied() == servant
    assert tied(unlink="on") is None
    entry = Entry.objects.filter(act="courses:instructor:correct").latest("pk")
    assert entry.before == {"person": servant.pk}


def test_nobody_is_tied_to_a_file_that_the_officer_does_not_see(at, expert):
    stranger = campus_servant(at._replace(office=province("01", "گیلان")))
    who = instructor(unit=at.province)

    answer = expert.post(
        f"/instructors/{who.pk}/edit/",
        {"name": who.name, "kind": who.kind, "person": stranger.national_id},
    )

    assert answer.status_code == 422
    assert "در میان افراد شما کسی با این کد نیست" in text(answer)
