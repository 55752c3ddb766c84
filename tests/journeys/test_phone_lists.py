"""Lists on a phone: rows stand one under the other, and are sorted all the same."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from karamad.cycle.planning.actions import drafting
from karamad.trust.accounts.permissions import Role
from tests import nation

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 800}


def titles(page: Any) -> list[str]:
    return page.locator(".stacks tbody th").all_inner_texts()


def test_a_list_that_is_told_row_by_row_is_sorted_on_a_phone(
    at_the_desk: Any, axe: Callable[[Any], list[str]]
) -> None:
    for code, title in (("B-1", "آموزش بحران"), ("A-1", "مدیریت شهری")):
        nation.course(code=code, title=title)
    page = at_the_desk(Role.NATIONAL_DEPUTY, viewport=PHONE)
    page.goto("/courses/")
    assert titles(page) == ["آموزش بحران", "مدیریت شهری"]

    page.locator(".stacks thead").get_by_role("link", name="کد").click()

    page.wait_for_url(lambda address: "sort=code" in address)
    assert titles(page) == ["مدیریت شهری", "آموزش بحران"]
    heads = page.locator(".stacks thead th")
    shown = [each for each in heads.all() if each.is_visible()]
    assert 0 < len(shown) < heads.count()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert axe(page) == []


def test_short_figures_of_a_row_stand_side_by_side_on_a_phone(
    at_the_desk: Any, axe: Callable[[Any], list[str]]
) -> None:
    province = nation.province("29", "خراسان جنوبی")
    version, _new = drafting.start_plan(
        unit=province, year=1405, by=None, at=timezone.now()
    )
    wish = drafting.LineWish(
        course=nation.course(title="حقوق شهری"),
        audience="بخشداران",
        heads=40,
        hours=Decimal(8),
        runs=2,
        month=7,
        customer="agency",
        venue="county",
        mode="in_person",
    )
    drafting.add_line(version=version, wish=wish, by=None, at=timezone.now())
    page = at_the_desk(Role.PROVINCIAL_EXPERT, province, viewport=PHONE)

    page.goto(f"/plans/{version.plan_id}/")

    tops = {cell.bounding_box()["y"] for cell in page.locator("td.brief").all()}
    assert page.locator("td.brief").count() == 4
    assert len(tops) == 1
    assert not page.get_by_role("cell", name="مجری").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert axe(page) == []
