"""The calendar of a month and of a day: what it shows, to whom, at what cost."""

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

from karamad.cycle.delivery.models import Holiday, Room, Run, Session
from karamad.registers.people.models import Unit
from karamad.trust.accounts.permissions import Role
from karamad.web.display import WEEKDAYS_FA, weekday_name
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
from tests.nation import course, entry, province, signed_in, unit, user

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 2, 6, tzinfo=UTC)  # 1405-02-12, a Saturday
DAY = timedelta(days=1)
MONTH = {"month": "1405-02"}
DAY_PAGE = "/calendar/day/1405-02-26/"


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


def holiday(day: date, name: str = "عید") -> Holiday:
    return Holiday.objects.create(day=day, name=name, recorded_at=AT, entry=entry())


def room(of: Unit, name: str = "کلاس یک") -> Room:
    return Room.objects.create(unit=of, name=name, recorded_at=AT, entry=entry())


def squares(client: Client, **asked: Any) -> dict[date, Any]:
    answer = client.get("/calendar/", {**MONTH, **asked})
    assert answer.status_code == 200
    return {square.day: square for square in answer.context["squares"]}


def titles(client: Client, **asked: Any) -> list[str]:
    shown = squares(client, **asked).values()
    return [each.title for square in shown for each in square.meetings]


def text(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


# ---- the month ----------------------------------------------------------------------


def test_a_month_has_each_of_its_days_in_its_place_of_the_week(expert):
    shown = list(squares(expert).values())

    assert len(shown) == 31
    assert shown[0].words == "سه‌شنبه ۱ اردیبهشت ۱۴۰۵"  # 21 April 2026, a Tuesday
    assert [square.weekday for square in shown[:8]] == [3, 4, 5, 6, 0, 1, 2, 3]
    assert [square.number for square in shown if square.is_today] == ["۱۲"]


def test_the_last_month_of_a_common_year_has_29_days(expert):
    assert len(squares(expert, month="1405-12")) == 29
    assert len(squares(expert, month="1403-12")) == 30


def test_saturday_comes_first_and_friday_is_rest(expert):
    shown = squares(expert)

    assert (WEEKDAYS_FA[0], weekday_name(6)) == ("شنبه", "جمعه")
    fridays = {day for day, square in shown.items() if square.is_rest}
    assert {day.weekday() for day in fridays} == {4}
    assert len(fridays) == 4


def test_a_holiday_is_marked_and_sessions_on_it_are_counted(at, expert):
    run(at, title="در تعطیل")
    holiday(FIRST_DAY)

    answer = expert.get("/calendar/", MONTH)
    square = squares(expert)[FIRST_DAY]

    assert (square.is_rest, square.holiday) == (True, "عید")
    assert "۱ جلسه در تعطیل رسمی افتاده است." in text(answer)


def test_a_session_at_midnight_stands_on_its_day_in_iran(at, expert):
    what = run(at)
    # 20:29 and 20:30 of the 15th in UTC: the last minute of one day, the first of next.
    late = datetime(2026, 5, 15, 20, 29, tzinfo=UTC)
    for begins_at in (late, late + timedelta(minutes=1)):
        Session.objects.create(
            run=what,
            begins_at=begins_at,
            ends_at=begins_at + timedelta(hours=1),
            recorded_at=AT,
            entry=entry(),
        )

    shown = squares(expert)

    assert [each.begins for each in shown[FIRST_DAY - DAY].meetings] == ["۲۳:۵۹"]
    assert [each.begins for each in shown[FIRST_DAY].meetings] == ["۰۰:۰۰", "۰۸:۰۰"]


def test_forty_sessions_of_a_day_are_three_and_a_way_to_the_rest(at, expert):
    for number in range(40):
        run(at, title=f"دورهٔ {number}", hour=8 + number % 10)

    square = squares(expert)[FIRST_DAY]
    page = expert.get(square.url)

    assert (square.count, len(square.meetings), square.more) == (40, 3, 37)
    assert "و ۳۷ جلسهٔ دیگر" in text(expert.get("/calendar/", MONTH))
    assert len(page.context["meetings"]) == 40
    assert page.context["title"] == "۴۰ جلسه در شنبه ۲۶ اردیبهشت ۱۴۰۵"


def test_an_empty_month_says_so_and_a_phone_lists_no_bare_days(expert):
    shown = squares(expert)

    assert "در این ماه جلسه‌ای نیست" in text(expert.get("/calendar/", MONTH))
    assert [square.number for square in shown.values() if not square.is_bare] == ["۱۲"]


def test_the_steps_lead_over_the_end_of_a_year_and_keep_the_filters(expert):
    asked = {"month": "1405-12", "state": "off"}
    answer = expert.get("/calendar/", asked)

    assert answer.context["before"].url == "?state=off&month=1405-11"
    assert answer.context["after"].url == "?state=off&month=1406-01"
    assert answer.context["this_month"] == "?state=off"


@pytest.mark.parametrize("nonsense", ["x", "1405-13", "9999999-01", "1405", "1699-01"])
def test_a_month_that_is_none_shows_this_one(expert, nonsense):
    assert min(squares(expert, month=nonsense)) == date(2026, 4, 21)


def test_it_costs_as_many_queries_whatever_it_shows(at, expert):
    run(at)
    expert.get("/calendar/", MONTH)
    with CaptureQueriesContext(connection) as few:
        expert.get("/calendar/", MONTH)
    hall, teacher = room(at.province), instructor()
    for number in range(60):
        what = run(at, day=FIRST_DAY + DAY * (number % 5), hour=8 + number % 8)
        what.sessions.update(room=hall, instructor=teacher)

    with CaptureQueriesContext(connection) as many:
        expert.get("/calendar/", MONTH)
    with CaptureQueriesContext(connection) as of_a_day:
        expert.get(DAY_PAGE)

    assert len(many) == len(few)
    assert len(many) <= 14
    assert len(of_a_day) <= 14


# ---- filters ------------------------------------------------------------------------


def test_a_unit_shows_its_own_and_what_lies_below_it(at, expert):
    run(at, title="استان")
    below = run(at, title="پایین")
    below.unit = at.office
    below.save()

    assert titles(expert, unit=at.office.name) == ["پایین"]
    assert sorted(titles(expert, unit=at.province.code)) == ["استان", "پایین"]
    assert titles(expert, unit="چنین واحدی") == []


def test_a_course_is_found_by_its_code_or_its_title(at, expert):
    run(at, title="")
    other = course(code="X77", title="مدیریت بحران")
    run(at, title="بحران", course=other)

    assert titles(expert, course="x77".upper()) == ["بحران"]
    assert titles(expert, course="مديريت بحران") == ["بحران"]


def test_a_room_and_an_instructor_are_offered_when_they_have_sessions(at, expert):
    taught, met = run(at, title="درس"), run(at, title="جا", hour=14)
    teacher, hall = instructor(name="مریم"), room(at.province)
    taught.sessions.update(instructor=teacher)
    met.sessions.update(room=hall)
    room(at.province, "بی‌جلسه")

    answer = expert.get("/calendar/", MONTH)

    assert [each.words for each in answer.context["rooms"]] == ["کلاس یک"]
    assert [each.words for each in answer.context["instructors"]] == ["مریم"]
    assert titles(expert, instructor=teacher.pk) == ["درس"]
    assert titles(expert, room=hall.pk) == ["جا"]
    assert titles(expert, room="x") == titles(expert, instructor="99999") == []


def test_what_was_called_off_and_drafts_are_shown_when_asked_for(at, expert):
    run(at, title="اعلام")
    run(at, title="پیش‌نویس", published_at=None)
    run(at, title="لغو", cancelled_on=date(2026, 5, 1), reason="سیل")
    half = run(at, title="نیمه")
    Session.objects.filter(run=half).update(cancelled_at=AT)
    session(half, FIRST_DAY + DAY)

    assert sorted(titles(expert)) == ["اعلام", "نیمه", "پیش‌نویس"]
    assert titles(expert, state="announced") == ["اعلام", "نیمه"]
    assert titles(expert, state="draft") == ["پیش‌نویس"]
    assert sorted(titles(expert, state="off")) == ["لغو", "نیمه"]
    assert len(titles(expert, state="x")) == 3


def test_ones_own_calendar_shows_where_one_sits_and_what_one_teaches(at):
    learner = servant(at, account=user(Role.LEARNER, at.office))
    enrolment(run(at, title="می‌نشینم"), learner)
    taught = run(at, title="درس می‌دهم", hour=11)
    taught.sessions.update(instructor=instructor(learner))
    run(at, title="باز", hour=14)
    client = Client()
    client.force_login(learner.account)

    assert titles(client) == ["می‌نشینم", "درس می‌دهم", "باز"]
    assert titles(client, of="me") == ["می‌نشینم", "درس می‌دهم"]


# ---- reach --------------------------------------------------------------------------


def test_another_province_sees_nothing_of_it_not_even_in_the_filters(at):
    what = run(at, title="دور")
    hall = room(at.province)
    what.sessions.update(room=hall, instructor=instructor(name="مریم"))
    stranger = signed_in(Role.PROVINCIAL_EXPERT, province("01", "گیلان"))

    answer = stranger.get("/calendar/", {**MONTH, "room": hall.pk})

    assert titles(stranger) == titles(stranger, unit=at.province.code) == []
    assert stranger.get(DAY_PAGE).context["meetings"] == []
    assert answer.context["rooms"] == answer.context["instructors"] == []
    assert "کلاس یک" not in text(answer)


# ---- the day ------------------------------------------------------------------------


def test_a_day_says_that_it_is_a_holiday_or_a_friday(at, expert):
    holiday(FIRST_DAY, "روز ملی")

    assert "تعطیل رسمی است: روز ملی." in text(expert.get(DAY_PAGE))
    assert "جمعه است." in text(expert.get("/calendar/day/1405-02-25/"))


def test_a_day_shows_where_by_whom_and_for_whom(at, expert):
    below = unit(under=at.province, province="29", name="شهرداری قاین")
    what = run(at, title="بحران", unit=below)
    what.sessions.update(room=room(at.province), instructor=instructor(name="مریم"))

    shown = text(expert.get(DAY_PAGE))

    assert "۰۸:۰۰ تا ۱۰:۰۰ بحران کلاس یک مریم شهرداری قاین برگزار می‌شود" in shown


def test_a_day_without_sessions_says_so_and_leads_on(expert):
    answer = expert.get(f"{DAY_PAGE}?state=off")

    assert "در این روز جلسه‌ای نیست" in text(answer)
    assert answer.context["after"].url == "/calendar/day/1405-02-27/?state=off"
    assert "/calendar/?state=off&amp;month=1405-02" in answer.content.decode()


@pytest.mark.parametrize("nonsense", ["x", "1405-13-01", "1405-12-30", "1200-01-01"])
def test_a_day_that_is_none_is_not_found(expert, nonsense):
    assert expert.get(f"/calendar/day/{nonsense}/").status_code == 404


def test_english_says_the_days_in_english(at, expert):
    Run.objects.filter(pk=run(at).pk).update(title="Crisis")
    expert.cookies["django_language"] = "en"

    answer = expert.get(DAY_PAGE)

    assert answer.context["title"] == "1 session on Saturday 26 Ordibehesht 1405"
