"""From a need of the judge to a verdict that moved: a provincial expert's whole year.

He sees who lacks a course, plans it, has it approved, opens a run for the line, names
the people of the need, keeps the list, enters the marks and closes the run; a learner
finds on his own page what moved, and what is next.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from karamad.cycle.costs.models import Costing
from karamad.cycle.delivery.models import Enrolment, Run, Session
from karamad.cycle.outbox.models import Message
from karamad.cycle.planning.models import Need, Plan
from karamad.registers.credentials.models import Completion
from karamad.registers.people.models import Person
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Role
from karamad.web.display import jalali
from tests import nation
from tests.delivery import campus
from tests.journeys.menu import through_menu
from tests.journeys.test_plan import (
    choose_what_is_lacking,
    cover_and_submit,
    draft_a_line_and_its_money,
)
from tests.lake.conftest import home as home  # noqa: PLC0414 - a fixture
from tests.lake.conftest import registers as registers  # noqa: PLC0414
from tests.planning.conftest import copied as copied  # noqa: PLC0414
from tests.planning.conftest import found_stage
from tests.planning.test_plans import priced

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}
COURSE = "حقوق اداری"


def approved(page: Any, group: Any) -> Plan:
    choose_what_is_lacking(page)
    draft_a_line_and_its_money(page)
    plan = cover_and_submit(page)
    group.goto("/")
    through_menu(group, "آموزش", "برنامه‌ها")
    group.goto(f"/plans/{plan.pk}/")
    group.get_by_role("link", name="بررسی و تصویب").click()
    group.get_by_role("button", name="تصویب کن").click()
    group.get_by_text("برنامه تصویب شد").wait_for()
    return plan


def open_a_run(page: Any, plan: Plan) -> Run:
    """A run for the line of the plan, with a session, announced."""
    page.goto(f"/plans/{plan.pk}/")
    page.get_by_role("link", name="برنامه در برابر عملکرد").click()
    page.get_by_role("link", name=COURSE).first.click()
    page.get_by_role("link", name="اجرایی برای این ردیف").click()
    page.get_by_role("button", name="پیش‌نویس اجرا را بساز").click()
    page.get_by_text("پیش‌نویس اجرا ثبت شد").wait_for()
    page.get_by_role("link", name="تصحیح اجرا").click()
    page.get_by_label(re.compile("^مجری")).fill("CENTRE")
    page.locator("main button[type=submit]").click()
    page.get_by_role("link", name="جلسهٔ تازه").click()
    page.get_by_label(re.compile("^روز")).fill(jalali(localdate() + timedelta(days=7)))
    page.get_by_label("از ساعت").fill("۸")
    page.get_by_label("تا ساعت").fill("۱۰")
    page.locator("main button[type=submit]").click()
    page.get_by_role("button", name="اعلام اجرا").click()
    page.get_by_role("link", name="معرفی با فهرست").wait_for()
    return Run.objects.get()


def name_the_needy(page: Any) -> None:
    through_menu(page, "آموزش", "نیازها")
    page.goto(f"/needs/{Need.objects.get().pk}/")
    page.get_by_role("link", name="معرفی برای اجرا").click()
    page.get_by_role("heading", level=1).get_by_text(
        f"۳ نفر برای «{COURSE}» معرفی می‌شوند"
    ).wait_for()
    page.get_by_label("برای کدام اجرا").select_option(index=0)
    page.get_by_role("button", name="معرفی کن").click()
    page.get_by_role("heading", level=1).get_by_text("۳ نفر معرفی شدند").wait_for()


def the_day_passes(run: Run) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    Session.objects.filter(run=run).update(
        begins_at=yesterday, ends_at=yesterday + timedelta(hours=2)
    )
    day = localdate(yesterday)
    Run.objects.filter(pk=run.pk).update(first_day=day, last_day=day)


def keep_the_books(page: Any, run: Run) -> None:
    """Everybody was there; all pass but one; the run is closed."""
    through_menu(page, "آموزش", "اجرای دوره‌ها")
    page.get_by_role("link", name=COURSE).first.click()
    page.get_by_role("link", name="فهرست حضور").click()
    page.get_by_role("button", name="بی‌علامت‌ها همه حاضر").click()
    page.get_by_role("button", name="ثبت حضور").click()
    page.get_by_text(re.compile("ثبت شد")).first.wait_for()
    page.goto(f"/runs/{run.pk}/")
    page.get_by_role("link", name="نمره‌ها", exact=True).click()
    for row in Enrolment.objects.filter(run=run).select_related("person"):
        label = f"آزمون پایانی، {row.person.name}"
        page.get_by_label(label).fill("۴۰" if row.person.last_name == "مردود" else "۹۰")
    page.get_by_role("button", name="ثبت نمره‌ها").click()
    page.get_by_text(re.compile("نمره ثبت شد")).wait_for()
    page.goto(f"/runs/{run.pk}/")
    page.get_by_role("link", name="نتیجه‌ها").click()
    page.get_by_role("button", name="بستن اجرا و ثبت نتیجه‌ها").click()
    page.get_by_role("heading", name="۲ نفر از ۳ نفر گذراندند").wait_for()


def his_page(at_the_desk: Any, stage: Any, person: Person) -> Any:
    page = at_the_desk(Role.LEARNER, stage.birjand, viewport=PHONE)
    Person.objects.filter(pk=person.pk).update(account=User.objects.latest("pk"))
    page.goto("/")
    return page


def test_from_a_need_of_the_judge_to_a_verdict_that_moved(
    registers: Any, copied: Any, at_the_desk: Any, axe: Any
):
    stage = found_stage()
    priced()
    campus.rule()
    nation.provider("CENTRE", kind="state_centre")
    graduate = stage.governor(stage.birjand, degree="bachelor")
    other = stage.governor(stage.birjand, last_name="دیگر")
    fails = stage.governor(stage.birjand, last_name="مردود")
    copied()
    expert = at_the_desk(Role.PROVINCIAL_EXPERT, stage.khorasan)

    plan = approved(expert, at_the_desk(Role.WORKING_GROUP, stage.khorasan))
    run = open_a_run(expert, plan)
    assert Costing.objects.get(run=run).plan == plan
    name_the_needy(expert)
    assert not axe(expert)
    the_day_passes(run)
    keep_the_books(expert, run)

    passed = Completion.objects.current().filter(course=stage.law)
    assert set(passed.values_list("person", flat=True)) == {graduate.pk, other.pk}
    told = Message.objects.filter(bundle="outcomes")
    assert dict(told.values_list("person", "template")) == {
        graduate.pk: "course-completed",
        other.pk: "course-completed",
        fails.pk: "course-not-completed",
    }

    # His verdict moved, and it says so.
    page = his_page(at_the_desk, stage, graduate)
    news = page.get_by_role("region", name="دوره‌هایی که تازه گذرانده‌ام")
    news.get_by_role("link", name=COURSE).wait_for()
    news.get_by_text("شرطی نمانده است").wait_for()
    assert not axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    # The other one's did not yet; what is next stands on his page.
    page = his_page(at_the_desk, stage, other)
    page.get_by_text("دو شرط مانده بود و یک شرط مانده است").wait_for()
    page.get_by_text(re.compile("گذراندن یکی از دوره‌های")).first.wait_for()
