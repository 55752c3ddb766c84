"""An officer reads a verdict, moves the day, decides, and asks who else qualifies."""

from datetime import date
from typing import Any

import pytest

from karamad.cycle.eligibility.models import Decision
from karamad.trust.accounts.permissions import Role
from tests import nation
from tests.eligibility import evidence
from tests.journeys.menu import through_menu

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

CLERK = """
profile: clerk
title: {fa: کارشناس, en: Clerk}
applies_to: {posts: [CLERK]}
criteria:
  - id: course
    kind: course
    courses: [A]
    source: {document: "1", status: confirmed}
"""


def heading(page: Any, words: str) -> None:
    """Wait until a heading says so."""
    page.get_by_role("heading", name=words).wait_for()


def show_day(page: Any, day: str, words: str) -> None:
    page.get_by_label("وضع در روزِ").fill(day)
    page.get_by_role("button", name="نشان بده").click()
    heading(page, words)


@pytest.fixture
def page(at_the_desk: Any) -> Any:
    """An expert's page, of a province where one has passed the course."""
    here = nation.province("01", "گیلان")
    evidence.profile(CLERK)
    nation.post("CLERK", title="کارشناس آموزش")
    course = nation.course("A", title="نامه‌نگاری اداری")
    person = nation.person(first_name="الهام", last_name="رستگارنیا")
    nation.assignment(person, nation.post(title="متصدی"), here)
    evidence.completion(person, course, date(2025, 6, 1))  # 1404-03-11
    return at_the_desk(Role.PROVINCIAL_EXPERT, here)


def test_from_a_verdict_to_a_decision(page: Any, axe: Any):
    through_menu(page, "کارکنان", "افراد")
    page.get_by_role("link", name="الهام رستگارنیا").click()
    page.get_by_label("پست، با نام یا کد").fill("کارشناس آموزش")
    page.get_by_role("button", name="بسنج").click()
    heading(page, "برای پست کارشناس آموزش: واجد شرایط است")
    assert axe(page) == []
    heard = page.get_by_role("list", name="یافته‌های هر شرط").aria_snapshot()
    assert heard.count("term: رسیده") == heard.count("term: پابرجا تا") == 1
    assert "term: شاهد" in heard
    assert (
        "‹" not in page.get_by_role("navigation", name="جای این صفحه").aria_snapshot()
    )
    show_day(page, "1404/03/10", "واجد شرایط نیست — یک شرط مانده")
    show_day(page, "۱۴۰۴/۰۳/۱۱", "واجد شرایط است")

    page.get_by_role("link", name="ثبت انتصاب بر این نتیجه").click()
    page.get_by_label("شمارهٔ حکم").fill("۱۲/۳۴")
    page.get_by_label("تاریخ حکم").fill("1404/03/20")
    page.get_by_role("button", name="ببین چه ثبت می‌شود").click()
    page.get_by_text("چنین ثبت خواهد شد").wait_for()
    page.get_by_role("button", name="ثبت کن").click()
    page.get_by_role("link", name="دوباره حساب کن").click()
    page.get_by_text("سند بازساخته با سند نگه‌داشته حرف به حرف یکی است.").wait_for()
    assert axe(page) == []
    assert Decision.objects.count() == 1


def test_who_else_qualifies_goes_home_as_a_file(page: Any, axe: Any):
    through_menu(page, "احراز شرایط", "واجدان شرایط")
    page.get_by_label("پست").first.fill("کارشناس آموزش")
    page.get_by_role("button", name="بسنج").click()
    heading(page, "۱ نفر واجد شرایط پست کارشناس آموزش است")
    assert axe(page) == []
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV").click()
    assert "رستگارنیا" in taken.value.path().read_text(encoding="utf-8-sig")
