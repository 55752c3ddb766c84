"""From the nation to the people of a unit, by keyboard, and home with a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from karamad.trust.accounts.permissions import Role
from tests.insight.coverage.conftest import registers as registers  # noqa: PLC0414
from tests.insight.coverage.registers import Registers
from tests.journeys.menu import through_menu

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def follow(page: Any, name: str) -> None:
    """Go where a link of the page's text leads, by keyboard alone."""
    link = page.get_by_role("main").get_by_role("link", name=name, exact=True).first
    link.focus()
    assert link.evaluate("link => link === document.activeElement")
    page.keyboard.press("Enter")


def heading(page: Any, words: str) -> None:
    page.get_by_role("heading", level=1).get_by_text(words).wait_for()


def test_a_deputy_goes_from_the_nation_to_the_people(
    registers: Registers, at_the_desk: Any, axe: Callable[[Any], list[str]]
):
    registers.count()
    page = at_the_desk(Role.NATIONAL_DEPUTY)

    through_menu(page, "نمای کلی", "پوشش")
    heading(page, "از ۲۴ نفر")
    assert axe(page) == []
    follow(page, "خراسان جنوبی")
    heading(page, "خراسان جنوبی: ۰ نفر از ۱۵ نفر")
    follow(page, "بیرجند")
    heading(page, "بیرجند: ۰ نفر از ۱۵ نفر")
    follow(page, "شهرداری بیرجند")
    heading(page, "شهرداری بیرجند: ۰ نفر از ۱۵ نفر")
    with page.expect_download() as download:
        follow(page, "دریافت CSV")
    assert "M2901" in Path(download.value.path()).read_text(encoding="utf-8-sig")
    follow(page, "افراد")
    page.get_by_role("table").get_by_text("قانون شهرداری‌ها").first.wait_for()
    assert page.get_by_role("table").get_by_role("row").count() == 1 + 15
    assert axe(page) == []


@pytest.mark.parametrize("language", ["fa", "en"])
def test_axe_finds_nothing_on_a_phone(
    registers: Registers,
    at_the_desk: Any,
    axe: Callable[[Any], list[str]],
    language: str,
):
    registers.count()
    page = at_the_desk(Role.NATIONAL_DEPUTY, viewport={"width": 390, "height": 800})
    if language == "en":
        page.get_by_role("button", name="English").click()

    for address in ("/coverage/", "/coverage/trend/", "/coverage/people/"):
        page.goto(address)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
