"""From a target to its forecast and the board on the wall."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils.timezone import localdate

from karamad.insight.readiness.models import Target
from karamad.trust.accounts.permissions import Role
from tests.insight.readiness.conftest import DAY, Stage
from tests.insight.readiness.conftest import stage as stage  # noqa: PLC0414
from tests.journeys.menu import through_menu

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PHONE, WALL = {"width": 390, "height": 800}, {"width": 1920, "height": 1080}
ACROSS_THE_ROOM = 30  # px; what is read from there is larger


@pytest.fixture
def target(stage: Stage) -> Target:
    """Begun thirty days ago, twenty are left; half of seventy are done."""
    today = localdate()
    for place, number in ((stage.birjand, 18), (stage.qaen, 12), (stage.rasht, 40)):
        for each in range(number):
            done_on = today - DAY * (each % 25) if each % 2 else None
            stage.governor(place, done_on)
    return stage.target(from_day=today - DAY * 30, deadline=today + DAY * 20)


def test_from_the_list_to_the_forecast_and_the_wall(
    target: Target, at_the_desk: Any, axe: Callable[[Any], list[str]]
):
    page = at_the_desk(Role.NATIONAL_DEPUTY)

    through_menu(page, "نمای کلی", "آمادگی")
    page.get_by_role("link", name="دورهٔ بخشداران").wait_for()
    assert axe(page) == []
    page.get_by_role("link", name="دورهٔ بخشداران").press("Enter")
    page.get_by_role("heading", level=1).get_by_text("نفر از ۷۰ نفر").wait_for()
    assert page.get_by_role("img", name="گذراندگان دوره").is_visible()
    assert axe(page) == []
    page.get_by_text("جدول این نمودار").click()
    assert page.get_by_role("columnheader", name="پیش‌بینی، میانه").is_visible()
    page.get_by_role("rowheader", name="گیلان").get_by_role("link").last.press("Enter")
    page.get_by_role("heading", level=1).get_by_text("۲۰ نفر مانده‌اند").wait_for()
    page.go_back()
    page.get_by_role("link", name="تابلوی دیوار").press("Enter")
    page.locator("body.wall").wait_for()
    assert page.get_by_role("navigation").count() == 0


@pytest.mark.parametrize("size", [PHONE, WALL], ids=["phone", "wall"])
@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_board_fits_and_axe_finds_nothing(
    target: Target,
    at_the_desk: Any,
    axe: Callable[[Any], list[str]],
    language: str,
    size: dict[str, int],
):
    page = at_the_desk(Role.NATIONAL_DEPUTY, viewport=size)
    if language == "en":
        page.get_by_role("button", name="English").click()

    for address in (f"/readiness/{target.pk}/board/", "/readiness/board/"):
        page.goto(address)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        if size is WALL:
            font = "shown => parseFloat(getComputedStyle(shown).fontSize)"
            assert page.locator(".figures b").first.evaluate(font) >= ACROSS_THE_ROOM


def test_the_board_reads_its_figures_anew(target: Target, at_the_desk: Any):
    page = at_the_desk(Role.NATIONAL_DEPUTY, viewport=WALL)
    page.goto(f"/readiness/{target.pk}/board/")
    page.evaluate("document.querySelector('main h1').textContent = ''")

    page.evaluate(
        "htmx.ajax('GET', location.href, {source: 'main', select: 'main',"
        " target: 'main', swap: 'outerHTML'})"
    )

    page.get_by_role("heading", level=1).get_by_text("۷۰ نفر").wait_for()
    assert page.locator("main").count() == 1
