"""Search and the tree, in a browser, by keyboard."""

from __future__ import annotations

from typing import Any

import pytest

from karamad.registers.people.models import Person
from karamad.trust.accounts.permissions import Role
from tests.people.nation import Nation, found_nation, person, seat

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def nation(transactional_db: None) -> Nation:
    return found_nation()


@pytest.fixture
def mayor(nation: Nation) -> Person:
    who = person("زهرا", "احمدی")
    seat(who, nation.mayor, nation.rasht)
    seat(person("علی", "رضایی"), nation.governor, nation.birjand)

    return who


def test_someone_is_found_by_keyboard_and_a_filter_is_dropped(
    at_the_desk: Any, mayor: Person
):
    page = at_the_desk(Role.NATIONAL_DEPUTY)
    page.goto("/people/")
    page.get_by_label("نام یا کد ملی").focus()
    page.keyboard.type("اهمدي")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/?q=*")

    assert page.locator("tbody tr").count() == 1
    assert page.get_by_role("link", name="زهرا احمدی").is_visible()
    page.get_by_role("link", name="برداشتن پالایهٔ نام").click()
    page.wait_for_url("**/people/?")
    assert page.locator("tbody tr").count() == 2


def test_a_national_id_never_stands_in_the_address(at_the_desk: Any, mayor: Person):
    page = at_the_desk(Role.NATIONAL_DEPUTY)
    page.goto("/people/")
    page.get_by_label("نام یا کد ملی").fill(mayor.national_id)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/people/{mayor.pk}/**")

    assert mayor.national_id not in page.url
    page.go_back()
    assert mayor.national_id not in page.url


def test_the_tree_opens_by_keyboard(at_the_desk: Any, nation: Nation, mayor: Person):
    page = at_the_desk(Role.NATIONAL_DEPUTY)
    page.goto("/people/units/")
    page.locator(".tree summary").first.focus()

    page.keyboard.press("Enter")
    page.get_by_text("استان گیلان").first.wait_for()
    branch = page.locator("summary", has_text="استان گیلان")
    branch.focus()
    page.keyboard.press("Space")
    page.get_by_text("شهرداری رشت").first.wait_for()
    page.locator("summary", has_text="شهرداری رشت").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="صفحهٔ شهرداری رشت").focus()
    page.keyboard.press("Enter")

    page.wait_for_url(f"**/people/units/{nation.rasht.pk}/")
    assert page.locator("h1").inner_text() == "شهرداری رشت"


def test_units_are_read_without_scripts(at_the_desk: Any, nation: Nation, mayor: Any):
    page = at_the_desk(Role.NATIONAL_DEPUTY, java_script_enabled=False)
    page.goto(f"/people/units/{nation.gilan.pk}/")
    page.locator(".tree summary").first.click()
    page.get_by_role("link", name="صفحهٔ شهرداری رشت").click()

    assert page.locator("h1").inner_text() == "شهرداری رشت"
