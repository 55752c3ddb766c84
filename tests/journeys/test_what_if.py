"""From a question to a draft edition: the hours are raised, and nobody is harmed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from karamad.registers.competencies.models import Draft, Edition
from karamad.trust.accounts.permissions import Role
from tests.insight.whatif.land import found_land
from tests.journeys.menu import through_menu
from tests.lake.conftest import home as home  # noqa: PLC0414 - a fixture
from tests.lake.conftest import registers as registers  # noqa: PLC0414

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_circular_is_tried_before_it_is_signed(
    registers: Any, at_the_desk: Any, axe: Callable[[Any], list[str]]
):
    found_land()
    page = at_the_desk(Role.NATIONAL_DEPUTY)

    through_menu(page, "نمای کلی", "سناریوها")
    page.get_by_text("هنوز سناریویی نساخته‌اید").wait_for()
    page.get_by_role("link", name="سناریوی تازه").click()
    page.get_by_label("نام سناریو").fill("شصت ساعت")
    page.get_by_label("بهای هر ساعت آموزش یک نفر، ریال").fill("۱۰۰۰۰۰۰")
    page.get_by_label("ظرفیت آموزش در سال").fill("۱۰۰")
    page.get_by_role("button", name="بساز و شرط‌ها را دگرگون کن").click()
    page.get_by_role("link", name="دگرگون کن").click()
    page.get_by_label("ساعت، دست‌کم").fill("۶۰")
    page.locator("#preview").get_by_text("۶۰").wait_for()
    page.get_by_role("button", name="در سناریو بگذار").click()
    page.get_by_role("button", name="چه می‌شود؟").click()

    heading = page.get_by_role("heading", level=1)
    heading.get_by_text("۳ شاغل شرایط پست خود را از دست می‌دهند").wait_for()
    assert axe(page) == []
    assert page.get_by_text("دست‌کم ۸۰ نفرساعت").is_visible()
    assert page.get_by_text("۸۰٬۰۰۰٬۰۰۰ ریال").is_visible()
    assert Edition.objects.count() == 1
    page.get_by_role("button", name="پیش‌نویس ویرایش کن").click()
    page.get_by_text("پیش‌نویس «شصت ساعت»").wait_for()
    assert Draft.objects.waiting().count() == 1
    assert Edition.objects.count() == 1
    page.get_by_role("button", name="ثبت ویرایش تازه").click()
    page.get_by_text("ویرایش ۲ ثبت شد").wait_for()
    assert Draft.objects.waiting().count() == 0
