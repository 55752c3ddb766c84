"""From «who lacks this» to an approved plan: an expert, then the working group."""

from __future__ import annotations

from typing import Any

import pytest

from karamad.cycle.planning.models import Line, Need, Plan, State
from karamad.trust.accounts.permissions import Role
from tests.journeys.menu import through_menu
from tests.lake.conftest import home as home  # noqa: PLC0414 - a fixture
from tests.lake.conftest import registers as registers  # noqa: PLC0414
from tests.planning.conftest import copied as copied  # noqa: PLC0414
from tests.planning.conftest import found_stage
from tests.planning.test_plans import priced

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def choose_what_is_lacking(page: Any) -> None:
    through_menu(page, "آموزش", "نیازها")
    page.get_by_role("link", name="چه کسانی چه کم دارند؟").first.click()
    page.get_by_label("زیر کدام واحد").fill("29")
    page.get_by_role("button", name="بپرس").click()
    page.get_by_label("حقوق اداری، خراسان جنوبی").check()
    page.get_by_role("button", name="آنچه برگزیده‌ام نیاز است").click()
    page.get_by_role("heading", level=1).get_by_text(
        "۱ نیاز باز، برای ۳ نفر"
    ).wait_for()


def draft_a_line_and_its_money(page: Any) -> None:
    page.get_by_role("link", name="برنامه‌ها", exact=True).first.click()
    page.get_by_role("link", name="برنامهٔ تازه").first.click()
    page.get_by_label("برنامهٔ کدام واحد").fill("خراسان جنوبی")
    page.get_by_role("button", name="پیش‌نویس را آغاز کن").click()
    page.get_by_role("link", name="ردیف تازه").click()
    page.get_by_label("دوره", exact=True).fill("حقوق اداری")
    page.get_by_label("برای چه کسانی").fill("بخشداران")
    page.get_by_label("چند نفر").fill("۳")
    page.get_by_label("هر نفر چند ساعت").fill("۸")
    page.get_by_role("button", name="در برنامه بگذار").click()
    page.get_by_text("ردیف ثبت شد: ۲۴٬۰۰۰ ریال.").wait_for()
    page.get_by_role("link", name="بودجهٔ تازه").click()
    page.get_by_label("از کجا").fill("اعتبار استان")
    page.get_by_label("مبلغ، ریال").fill("۲۴۰۰۰")
    page.get_by_role("button", name="ثبت بودجه").click()


def cover_and_submit(page: Any) -> Plan:
    page.get_by_role("link", name="نیازها", exact=True).first.click()
    page.get_by_label("حقوق اداری", exact=True).check()
    page.get_by_role("button", name="در برنامه بگذار").click()
    page.get_by_role("button", name="در برنامه بگذار").click()
    page.get_by_text("۱ نیاز در برنامه آمد.").wait_for()
    plan = Line.objects.get().version.plan
    page.goto(f"/plans/{plan.pk}/")
    page.get_by_role("button", name="به کارگروه بفرست").click()
    page.get_by_text("به کارگروه فرستاده شد").wait_for()
    return plan


def test_from_who_lacks_this_to_an_approved_plan(
    registers: Any, copied: Any, at_the_desk: Any
):
    stage = found_stage()
    priced()
    for _each in range(3):
        stage.governor(stage.birjand)
    copied()
    page = at_the_desk(Role.PROVINCIAL_EXPERT, stage.khorasan)

    choose_what_is_lacking(page)
    draft_a_line_and_its_money(page)
    plan = cover_and_submit(page)
    group = at_the_desk(Role.WORKING_GROUP, stage.khorasan)
    group.goto(f"/plans/{plan.pk}/")
    group.get_by_role("link", name="بررسی و تصویب").click()
    group.get_by_role("button", name="تصویب کن").click()
    group.get_by_text("برنامه تصویب شد").wait_for()

    assert Line.objects.in_force().get().cost == 24_000
    assert Need.objects.get().state == State.COVERED
