"""An instructor in a hall without a line, and back: the browser is really offline."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session as Door
from django.utils import timezone

from karamad.cycle.delivery.actions import attending
from karamad.cycle.delivery.actions.attending import NewMark
from karamad.cycle.delivery.models import (
    Attendance,
    AttendanceMark,
    Enrolment,
    Session,
    Way,
)
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Role
from tests import nation
from tests.delivery import campus

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long enough password"  # noqa: S105 - of a user that lives a test


def enter(page: Any, user: User) -> None:
    page.get_by_label("نام کاربری").fill(user.username)
    page.get_by_label("گذرواژه", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="ورود").click()
    page.wait_for_url(lambda address: "sign-in" not in address)


def teacher(at: campus.Campus) -> tuple[User, Any]:
    """Somebody who signs in and may teach."""
    someone = nation.user(Role.LEARNER, at.office, password=PASSWORD)
    person = campus.servant(at)
    person.account = someone
    person.save()
    return someone, campus.instructor(person)


def hall(at: campus.Campus, taught_by: Any) -> Session:
    """A session that began an hour ago, with three people."""
    what = campus.run(at)
    now = timezone.now()
    what.sessions.update(
        begins_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=1),
        instructor=taught_by,
    )
    for name in ("زهرا", "سارا", "لیلا"):
        person = campus.servant(at, first_name=name, last_name="نمونه")
        campus.enrolment(what, person)
    return what.sessions.get()


def opened(page: Any, user: User) -> Any:
    """Sign in at the hall's page; return its status once the lists are there."""
    page.goto("/sign-in/?next=/hall/")
    enter(page, user)
    status = page.get_by_role("status")
    status.get_by_text("با سامانه برابر است").wait_for()
    return status


def press(page: Any, name: str, presence: str) -> None:
    row = page.locator("fieldset", has_text=name)
    row.get_by_role("button", name=presence, exact=True).click()


def test_marks_made_without_a_line_go_once_when_it_is_back(
    new_context: Any,
):
    at = campus.campus()
    user, taught_by = teacher(at)
    session = hall(at, taught_by)
    context = new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    status = opened(page, user)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    # The hall: no line, the phone is opened anew, and the list is there.
    context.set_offline(True)
    page.reload()
    status.get_by_text("خط نیست").wait_for()
    page.get_by_role("button", name=str(session.run.course.title)).click()
    press(page, "زهرا", "حاضر")
    press(page, "سارا", "غایب")
    status.get_by_text("۲ علامت در راه است").wait_for()
    assert AttendanceMark.objects.count() == 0

    # Back on the line they go by themselves, and once.
    context.set_offline(False)
    status.get_by_text("با سامانه برابر است").wait_for()
    page.get_by_text("فرستاده نشده").first.wait_for(state="detached")
    page.get_by_role("button", name="اکنون بفرست").click()
    assert set(
        Attendance.objects.values_list("enrolment__person__first_name", "presence")
    ) == {("زهرا", "present"), ("سارا", "absent")}
    assert AttendanceMark.objects.filter(way="offline").count() == 2


def test_what_did_not_go_is_tried_again_by_itself(new_context: Any):
    at = campus.campus()
    user, taught_by = teacher(at)
    session = hall(at, taught_by)
    page = new_context().new_page()
    status = opened(page, user)
    page.get_by_role("button", name=str(session.run.course.title)).click()

    # A line that breaks, then a server that fails, then an answer.
    troubles = [lambda route: route.abort(), lambda route: route.fulfill(status=503)]
    tried = []

    def fail(route: Any) -> None:
        tried.append(route.request.post_data_json["marks"][0]["key"])
        troubles.pop(0)(route) if troubles else route.continue_()

    page.route("**/hall/marks/", fail)
    press(page, "سارا", "حاضر")
    status.get_by_text("۱ علامت در راه است").wait_for()
    status.get_by_text("با سامانه برابر است").wait_for()
    page.get_by_text("فرستاده نشده").wait_for(state="detached")
    assert len(tried) == 3
    assert len(set(tried)) == 1
    assert AttendanceMark.objects.get().enrolment.person.first_name == "سارا"


def test_an_ended_session_loses_no_mark(new_context: Any):
    at = campus.campus()
    user, taught_by = teacher(at)
    session = hall(at, taught_by)
    page = new_context().new_page()
    status = opened(page, user)
    page.get_by_role("button", name=str(session.run.course.title)).click()

    Door.objects.all().delete()
    press(page, "لیلا", "حاضر")
    status.get_by_text("باید دوباره وارد شوید").wait_for()
    assert AttendanceMark.objects.count() == 0
    page.get_by_role("link", name="ورود").click()
    enter(page, user)
    status.get_by_text("با سامانه برابر است").wait_for()
    assert AttendanceMark.objects.get().enrolment.person.first_name == "لیلا"


def test_another_users_names_are_gone_and_his_marks_wait_for_him(new_context: Any):
    at = campus.campus()
    user, taught_by = teacher(at)
    other, _ = teacher(at)
    session = hall(at, taught_by)
    context = new_context()
    page = context.new_page()
    status = opened(page, user)
    page.get_by_role("button", name=str(session.run.course.title)).click()
    Door.objects.all().delete()
    press(page, "زهرا", "حاضر")
    status.get_by_text("باید دوباره وارد شوید").wait_for()

    page.get_by_role("link", name="ورود").click()
    enter(page, other)
    status.get_by_text("۱ علامت از کاربر دیگری").wait_for()
    page.get_by_text("جلسه‌ای با شما در این روزها نیست").wait_for()
    assert "زهرا" not in page.content()
    names = """() => new Promise((resolve) => {
      const asked = indexedDB.open("karamad-hall", 1);
      asked.onsuccess = () => {
        const all = asked.result.transaction("lists").objectStore("lists").getAll();
        all.onsuccess = () => resolve(all.result.length);
      };
    })"""
    assert page.evaluate(names) == 0
    assert AttendanceMark.objects.count() == 0

    page.get_by_role("button", name="خروج و پاک کردن نام‌ها").click()
    page.wait_for_url(lambda address: "hall" not in address)
    opened(page, user)
    assert AttendanceMark.objects.get().marked_by == user


# A phone whose clock is twelve minutes ahead.
AHEAD = """
const Right = Date;
globalThis.Date = class extends Right {
  constructor(...said) { super(...(said.length ? said : [Right.now() + 720e3])); }
  static now() { return Right.now() + 720e3; }
};
"""


def test_a_wrong_clock_is_said_and_a_denied_mark_is_shown_with_its_way_out(
    new_context: Any,
):
    at = campus.campus()
    user, taught_by = teacher(at)
    session = hall(at, taught_by)
    zahra = Enrolment.objects.get(person__first_name="زهرا")
    context = new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.add_init_script(AHEAD)
    status = opened(page, user)
    status.get_by_text("ساعت این دستگاه ۱۲ دقیقه جلو است").wait_for()
    page.get_by_role("button", name=str(session.run.course.title)).click()

    # While he has no line, an officer writes the signed sheet.
    context.set_offline(True)
    press(page, "زهرا", "غایب")
    status.get_by_text("۱ علامت در راه است").wait_for()
    now = timezone.now()
    attending.take(
        session=session,
        marks=[NewMark(uuid4(), zahra.pk, "present", 0, now)],
        way=Way.SHEET,
        by=nation.user(),
        at=now,
    )
    context.set_offline(False)

    row = page.locator("fieldset", has_text="زهرا")
    row.get_by_text("از گوشی مدرس: غایب؛ از برگهٔ امضا: حاضر").wait_for()
    mended = AttendanceMark.objects.get(way="offline").marked_at
    assert abs(mended - timezone.now()) < timedelta(minutes=2)
    row.get_by_role("link", name="در فهرست جلسه حل کنید").click()
    page.get_by_text("۱ علامت ناهمخوان است").wait_for()
    page.get_by_label("همین که برگزیده‌ام درست است").check()
    page.get_by_role("button", name="ثبت حضور").click()
    page.get_by_text("۱ علامت ثبت شد").wait_for()
    assert not Attendance.objects.filter(disputed=True).exists()
