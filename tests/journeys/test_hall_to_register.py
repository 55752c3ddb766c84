"""From the wall of a hall to the register: a phone reads, somebody completes.

An instructor puts the code up, a learner reads it with his phone, the expert enters the
exam from a file and closes the run; the learner's outcome and passport follow.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from karamad.cycle.delivery.models import Attendance, Enrolment, Run, Session
from karamad.registers.credentials.models import Completion
from karamad.trust.accounts.permissions import Role
from tests import nation
from tests.delivery import campus
from tests.journeys.test_hall import PASSWORD, enter, teacher

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def learner(at: campus.Campus, what: Run) -> Any:
    """Somebody with a place who signs in on his phone."""
    someone = nation.user(Role.LEARNER, at.office, password=PASSWORD)
    person = campus.servant(at, account=someone, first_name="سیمین")
    campus.enrolment(what, person)
    return someone


def opened(page: Any, user: Any, address: str) -> None:
    page.goto(f"/sign-in/?next={address}")
    enter(page, user)


def hall(at: campus.Campus, taught_by: Any) -> Session:
    """A session that began two minutes ago, today."""
    now = timezone.now()
    what = campus.run(at, day=timezone.localdate(now))
    what.sessions.update(
        begins_at=now - timedelta(minutes=2),
        ends_at=now + timedelta(hours=1),
        instructor=taught_by,
    )
    return what.sessions.get()


def signs_in(wall: Any, phone: Any) -> None:
    """The wall turns without being loaded again; a phone types what it shows."""
    wall.get_by_role("button", name="رمز را روی دیوار بیاور").click()
    shown = wall.locator("[data-typed]")
    first = shown.text_content()
    wall.get_by_text("۰ نفر از ۱ نفر").wait_for()
    phone.get_by_label("شش رقم روی دیوار").fill(shown.text_content() or "")
    phone.get_by_role("button", name="در کلاس هستم").click()
    phone.get_by_role("heading", name="حضور شما ثبت شد", level=1).wait_for()
    wall.get_by_text("۱ نفر از ۱ نفر آمده است").wait_for()
    wall.wait_for_function(
        "before => document.querySelector('[data-typed]').textContent !== before",
        arg=first,
    )
    assert Attendance.objects.get().presence == "present"


def closes(desk: Any, what: Run) -> None:
    """The exam comes from a file of twenty, and the run is closed."""
    number = Enrolment.objects.get().person.national_id
    table = f"کد ملی,نمره\n{number},۱۷\n".encode()
    desk.set_input_files(
        "input[type=file]",
        files=[{"name": "exam.csv", "mimeType": "text/csv", "buffer": table}],
    )
    desk.locator("select[name=out_of]").select_option("20")
    desk.get_by_role("button", name="بیازما").click()
    desk.get_by_role("heading", name="۱ نمره ثبت خواهد شد").wait_for()
    desk.get_by_role("button", name="ثبت نمره‌ها").click()
    desk.get_by_text("۱ نمره ثبت شد").wait_for()
    desk.goto(f"/runs/{what.pk}/outcomes/")
    desk.get_by_role("button", name="بستن اجرا و ثبت نتیجه‌ها").click()
    desk.get_by_role("heading", name="۱ نفر از ۱ نفر گذراندند").wait_for()
    assert Completion.objects.get().score == 85


def test_who_reads_the_wall_and_passes_has_a_completion(new_context: Any):
    campus.rule()
    at = campus.campus()
    master, taught_by = teacher(at)
    session = hall(at, taught_by)
    what = session.run
    simin = learner(at, what)
    wall = new_context(viewport={"width": 1440, "height": 900}).new_page()
    phone = new_context(viewport={"width": 390, "height": 844}).new_page()
    opened(wall, master, f"/sessions/{session.pk}/wall/")
    opened(phone, simin, "/here/")
    signs_in(wall, phone)

    over = timezone.now() - timedelta(minutes=1)
    Session.objects.update(begins_at=over - timedelta(hours=2), ends_at=over)
    expert = nation.user(Role.PROVINCIAL_EXPERT, at.province, password=PASSWORD)
    desk = new_context(viewport={"width": 1440, "height": 900}).new_page()
    opened(desk, expert, f"/runs/{what.pk}/scores/file/")
    closes(desk, what)

    # The learner reads it, and finds it in his passport.
    phone.goto(f"/runs/{what.pk}/outcomes/")
    phone.get_by_text("در شناسنامهٔ آموزشی ثبت شد").wait_for()
    phone.get_by_role("link", name="سیمین").first.click()
    phone.get_by_text(str(what.course.title)).first.wait_for()
