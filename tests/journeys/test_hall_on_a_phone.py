"""The list of a class on a phone, and a signed sheet typed in: under real hands."""

from __future__ import annotations

from typing import Any

import pytest

from karamad.cycle.delivery.models import Attendance
from tests.delivery import campus
from tests.journeys.test_hall import enter, hall, opened, press, teacher

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}
LONG = "آموزش قوانین و مقررات دهیاری و شورای اسلامی روستا و شهرستان"


def test_what_is_pressed_is_read_under_the_finger_and_fits_the_phone(
    new_context: Any, axe: Any
):
    at = campus.campus()
    user, taught_by = teacher(at)
    session = hall(at, taught_by)
    session.run.title = LONG
    session.run.save()
    context = new_context(viewport=PHONE)
    page = context.new_page()
    page.add_init_script(
        "navigator.storage.persist = async () => { window.kept = true; return true; }"
    )
    status = opened(page, user)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.evaluate("window.kept")
    page.get_by_role("button", name=LONG).click()

    press(page, "زهرا", "حاضر")
    page.get_by_text("فرستاده نشده").first.wait_for(state="detached")
    page.locator("fieldset", has_text="زهرا").get_by_text("حاضر").hover()

    assert not axe(page)
    home = page.get_by_role("link", name="میز کار")
    context.set_offline(True)
    status.get_by_text("خط نیست").wait_for()
    assert not home.is_visible()
    context.set_offline(False)
    status.get_by_text("با سامانه برابر است").wait_for()
    home.click()
    page.wait_for_url(lambda address: "hall" not in address)


def test_in_english_the_page_is_punctuated_in_english(
    new_context: Any, live_server: Any
):
    at = campus.campus()
    user, taught_by = teacher(at)
    hall(at, taught_by)
    context = new_context(viewport=PHONE)
    context.add_cookies(
        [{"name": "django_language", "value": "en", "url": live_server.url}]
    )
    page = context.new_page()
    page.goto("/sign-in/?next=/hall/")
    page.get_by_label("User name").fill(user.username)
    page.get_by_label("Password", exact=True).fill("a long enough password")
    page.get_by_role("button", name="Sign in").click()
    words = page.locator("[data-place] button").first.inner_text()
    assert "؛" not in words
    assert "،" not in words


def test_a_wrong_line_is_typed_over_and_a_range_said_in_persian(new_context: Any):
    at = campus.campus()
    user, taught_by = teacher(at)
    session = hall(at, taught_by)
    page = new_context().new_page()
    page.goto(f"/sign-in/?next=/sessions/{session.pk}/attendance/?way=sheet")
    enter(page, user)
    page.get_by_label("از روی شمارهٔ ردیف").click()

    for line in ("1 ق", "۱-۲ ح", "۳ غ"):
        page.keyboard.type(line)
        page.keyboard.press("Enter")
        if line == "۱-۲ ح":
            page.get_by_text("ردیف ۱ تا ۲: حاضر").wait_for()
    page.get_by_role("button", name="ثبت حضور").click()
    page.get_by_text("۳ علامت ثبت شد").wait_for()

    assert sorted(Attendance.objects.values_list("presence", flat=True)) == [
        "absent",
        "present",
        "present",
    ]


def test_the_walls_words_are_read_from_the_last_row(new_context: Any):
    at = campus.campus()
    user, taught_by = teacher(at)
    session = hall(at, taught_by)
    page = new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"/sign-in/?next=/sessions/{session.pk}/wall/")
    enter(page, user)
    page.get_by_role("button", name="رمز را روی دیوار بیاور").click()

    for words in ("با دوربین گوشی بخوانید", "دوربین ندارید؟"):
        size = page.get_by_text(words).evaluate("e => getComputedStyle(e).fontSize")
        assert float(size.removesuffix("px")) >= 20, words
