"""Coming in: a first key, a wrong one, a substitute's seat, and out again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from karamad.trust.accounts import actions
from karamad.trust.accounts.permissions import Role
from tests import nation
from tests.accounts.factories import grant

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

SECRET = "سه کبوتر بر بام ایوان"  # noqa: S105 - of a user that lives a test


def enter(page: Any, username: str, secret: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("نام کاربری").fill(username)
    page.get_by_label("گذرواژه", exact=True).fill(secret)
    page.get_by_role("button", name="ورود").click()


def test_a_new_officer_takes_his_key_and_comes_in(new_context: Any, axe: Any):
    here = nation.province("29", "خراسان جنوبی")
    officer = nation.user(Role.PROVINCIAL_EXPERT, here)
    link = actions.link_for(user=officer, by=None, at=timezone.now())
    page = new_context().new_page()

    page.goto(link)
    assert "/set/" in page.url  # the secret has left the address bar
    page.get_by_label("گذرواژهٔ تازه").fill(SECRET)
    page.get_by_label("دوباره همان").fill(SECRET)
    page.get_by_role("button", name="ثبت گذرواژه").click()
    page.get_by_text("گذرواژه ثبت شد").wait_for()
    assert axe(page) == []
    enter(page, officer.username, "نادرست")
    page.get_by_text("نام کاربری یا گذرواژه درست نیست").first.wait_for()
    enter(page, officer.username, SECRET)
    page.get_by_role("heading", name="کاری از مهلت نگذشته است").wait_for()
    assert axe(page) == []
    page.get_by_text(str(officer)).first.click()
    page.get_by_role("button", name="خروج").click()

    page.get_by_text("بیرون آمدید").wait_for()


def test_a_substitute_sits_down_in_the_officers_seat(at_the_desk: Any, axe: Any):
    here = nation.province("29", "خراسان جنوبی")
    officer = nation.user(Role.PROVINCIAL_EXPERT, here)
    page = at_the_desk(Role.AUDITOR, nation.province("01", "گیلان"))
    stand_in = nation.User.objects.exclude(pk=officer.pk).get()
    until = localdate() + timedelta(days=7)
    grant(stand_in, Role.PROVINCIAL_EXPERT, "29", until=until, substitutes=officer)

    page.reload()
    page.locator("summary", has_text=str(stand_in)).click()
    page.get_by_role("link", name="به جای دیگری").click()
    page.get_by_role("button", name=f"به جای {officer}").click()

    page.get_by_text("خراسان جنوبی").first.wait_for()
    page.locator("summary strong", has_text=f"به جای {officer}").wait_for()
    assert axe(page) == []


def test_five_wrong_keys_shut_the_door_and_it_says_how_long(new_context: Any):
    officer = nation.user(Role.HR_OFFICER, nation.province("29", "خراسان جنوبی"))
    page = new_context().new_page()

    for _ in range(5):
        enter(page, officer.username, "x")

    page.get_by_text("۱۵ دقیقهٔ دیگر دوباره بیازمایید").wait_for()
