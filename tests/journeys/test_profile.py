"""A number that no circular gave us stands as unset, until an officer fills it in."""

from typing import Any

import pytest

from karamad.registers.competencies import actions, rules
from karamad.registers.competencies.models import Edition
from karamad.trust.accounts.permissions import Role
from tests import nation
from tests.journeys.menu import through_menu

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PROFILE = """
profile: manager-base
title: {fa: ورود به پست مدیر پایه}
criteria:
  - id: assessed
    kind: assessment
    assessment: GENERAL-COMPETENCE
    minimum: null
    source: {document: "42570", status: unconfirmed}
"""


def test_an_unset_number_is_seen_previewed_and_filled_in(at_the_desk: Any):
    actions.save_edition(rules.profile_from_yaml(PROFILE), by=None, at=nation.NOW)
    page = at_the_desk(Role.NATIONAL_DEPUTY)

    through_menu(page, "احراز شرایط", "نمایه‌ها")
    page.get_by_role("link", name="ورود به پست مدیر پایه").click()
    assert page.get_by_text("۱ شرط هنوز عددی ندارد").is_visible()
    page.get_by_role("link", name="عدد را بنویس").click()
    page.get_by_label("دست‌کم").fill("۶۰")
    preview = page.locator("#preview")
    preview.get_by_text("دست‌کم ۶۰").wait_for()
    assert Edition.objects.count() == 1
    page.get_by_role("button", name="ثبت ویرایش تازه").click()

    page.get_by_text("ویرایش ۲ ثبت شد").wait_for()
    assert not page.get_by_text("هنوز عددی ندارد").is_visible()
    page.get_by_role("link", name="مقایسه با ویرایش پیش").click()
    page.get_by_text("۱ دگرگونی از ویرایش ۱ تا ۲").wait_for()
    newest = Edition.objects.of("manager-base").newest().get()
    assert not actions.profile_of(newest).criterion("assessed").is_unset
