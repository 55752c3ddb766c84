"""The gallery in a real browser: by keyboard, in both directions, light and dark."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

FIRST_PAGE = 180_000  # bytes, compressed


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["fa", "en"])
def test_axe_finds_nothing(
    opened: Callable[..., Any],
    axe: Callable[[Any], list[str]],
    language: str,
    scheme: str,
) -> None:
    page = opened("/gallery/", language, color_scheme=scheme)

    assert axe(page) == []


def test_axe_finds_nothing_on_a_phone(
    opened: Callable[..., Any], axe: Callable[[Any], list[str]]
) -> None:
    page = opened("/gallery/", viewport={"width": 390, "height": 800})

    assert axe(page) == []


@pytest.mark.parametrize("language", ["fa", "en"])
def test_axe_finds_nothing_in_the_open_calendar_or_dialog(
    opened: Callable[..., Any], axe: Callable[[Any], list[str]], language: str
) -> None:
    page = opened("/gallery/", language)
    page.locator(".asof button[aria-haspopup=dialog]").click()
    assert axe(page) == []
    page.keyboard.press("Escape")
    page.locator("button[popovertarget=take-back]").first.click()
    assert axe(page) == []


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_no_page_is_wider_than_its_window(
    opened: Callable[..., Any], width: int, language: str
) -> None:
    page = opened("/gallery/", language, viewport={"width": width, "height": 800})

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_code_in_a_table_that_scrolls_stands_on_one_line(
    opened: Callable[..., Any],
) -> None:
    page = opened("/gallery/", viewport={"width": 390, "height": 800})

    lines = page.eval_on_selector_all(
        ".table:not(.stacks) td:not(.prose) bdi.code",
        "codes => codes.map(code => code.getClientRects().length)",
    )

    assert lines
    assert set(lines) == {1}


@pytest.mark.parametrize(("width", "kind"), [(390, "narrow"), (1440, "roomy")])
@pytest.mark.parametrize("language", ["fa", "en"])
def test_names_on_the_map_are_read_and_stay_in_their_tiles(
    opened: Callable[..., Any], language: str, width: int, kind: str
) -> None:
    page = opened("/gallery/", language, viewport={"width": width, "height": 800})
    sizes, spills = page.evaluate(
        """(kind) => {
          const map = document.querySelector(".map > svg");
          const box = map.getBoundingClientRect();
          const scale = box.width / map.viewBox.baseVal.width;
          const names = [...map.querySelectorAll(`text.${kind}`)];
          const size = (name) => parseFloat(getComputedStyle(name).fontSize);
          const wide = names.filter((name) => name.getBBox().width > 86);
          return [
            names.map((name) => size(name) * scale),
            wide.map((name) => name.textContent),
          ];
        }""",
        kind,
    )

    assert min(sizes) >= 11
    assert spills == []


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.getAttribute('aria-label')"))


def test_a_day_is_chosen_by_keyboard_in_persian(opened: Callable[..., Any]) -> None:
    page = opened("/gallery/")
    opener = page.locator(".asof button[aria-haspopup=dialog]")
    opener.focus()
    page.keyboard.press("Enter")

    assert focused(page) == "دوشنبه، ۲۰ بهمن ۱۴۰۴"
    for key, day in [
        ("ArrowLeft", "سه‌شنبه، ۲۱ بهمن ۱۴۰۴"),  # the week runs to the left
        ("ArrowRight", "دوشنبه، ۲۰ بهمن ۱۴۰۴"),
        ("ArrowDown", "دوشنبه، ۲۷ بهمن ۱۴۰۴"),
        ("ArrowUp", "دوشنبه، ۲۰ بهمن ۱۴۰۴"),
        ("Home", "شنبه، ۱۸ بهمن ۱۴۰۴"),
        ("End", "جمعه، ۲۴ بهمن ۱۴۰۴"),
        ("PageDown", "یکشنبه، ۲۴ اسفند ۱۴۰۴"),
        ("ArrowDown", "یکشنبه، ۲ فروردین ۱۴۰۵"),
        ("PageUp", "شنبه، ۲ اسفند ۱۴۰۴"),
        ("Shift+PageDown", "یکشنبه، ۲ اسفند ۱۴۰۵"),
    ]:
        page.keyboard.press(key)
        assert focused(page) == day
    page.keyboard.press("Enter")

    assert page.locator("#as-of").input_value() == "۱۴۰۵/۱۲/۰۲"
    assert page.evaluate("document.activeElement.ariaHasPopup") == "dialog"


def test_the_last_day_of_a_longer_month_falls_back(opened: Callable[..., Any]) -> None:
    page = opened("/gallery/?as_of=1404-06-31")
    page.locator(".asof button[aria-haspopup=dialog]").click()

    for key, day in [
        ("PageDown", "چهارشنبه، ۳۰ مهر ۱۴۰۴"),
        ("PageUp", "یکشنبه، ۳۰ شهریور ۱۴۰۴"),
    ]:
        page.keyboard.press(key)
        assert focused(page) == day


def test_leap_years_have_their_thirtieth_of_esfand(opened: Callable[..., Any]) -> None:
    page = opened("/gallery/?as_of=1403-12-30")
    page.locator(".asof button[aria-haspopup=dialog]").click()

    assert focused(page) == "پنجشنبه، ۳۰ اسفند ۱۴۰۳"
    page.keyboard.press("Shift+PageDown")
    assert focused(page) == "جمعه، ۲۹ اسفند ۱۴۰۴"


def test_a_day_is_chosen_by_keyboard_in_english(opened: Callable[..., Any]) -> None:
    page = opened("/gallery/", "en")
    page.locator(".asof button[aria-haspopup=dialog]").press("Enter")

    assert focused(page) == "Monday, 20 Bahman 1404"
    page.keyboard.press("ArrowRight")
    assert focused(page) == "Tuesday, 21 Bahman 1404"
    page.keyboard.press("Enter")
    assert page.locator("#as-of").input_value() == "1404/11/21"


def test_escape_leaves_the_day_as_it_was(opened: Callable[..., Any]) -> None:
    page = opened("/gallery/")
    page.locator(".asof button[aria-haspopup=dialog]").press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")

    assert page.locator("#as-of").input_value() == "۱۴۰۴/۱۱/۲۰"
    assert page.evaluate("document.activeElement.ariaHasPopup") == "dialog"


def test_days_are_large_enough_to_touch(opened: Callable[..., Any]) -> None:
    page = opened("/gallery/", viewport={"width": 390, "height": 800})
    page.locator(".asof button[aria-haspopup=dialog]").click()
    box = page.locator(".calendar[open] td[data-day]").first.bounding_box()

    assert box["height"] >= 40
    assert box["width"] >= 40


def test_rows_are_chosen_counted_and_let_go(opened: Callable[..., Any]) -> None:
    page = opened("/gallery/")
    bar = page.locator("[data-bulk-bar]")
    act = bar.get_by_role("button", name="نام‌نویسی")
    assert act.is_disabled()

    page.get_by_label("یاور کیا").check()
    assert "۱ ردیف برگزیده است" in bar.inner_text()
    page.get_by_label("همهٔ ردیف‌های این برگه").check()
    assert "۳ ردیف برگزیده است" in bar.inner_text()
    assert act.is_enabled()
    bar.get_by_role("button", name="لغو گزینش").click()
    assert "ردیفی برگزیده نیست" in bar.inner_text()


def test_the_dialog_opens_and_closes_by_keyboard(opened: Callable[..., Any]) -> None:
    page = opened("/gallery/")
    opener = page.locator("button[popovertarget=take-back]").first
    dialog = page.locator("#take-back")

    opener.press("Enter")
    assert dialog.is_visible()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()


def test_the_bar_moves_until_the_work_is_done(opened: Callable[..., Any]) -> None:
    page = opened("/gallery/")
    words = page.locator("#running-words")
    first = words.inner_text()

    page.wait_for_function(
        "before => document.querySelector('#running-words').innerText !== before",
        arg=first,
    )
    assert "دستهٔ" in words.inner_text()


def test_the_switch_turns_the_page_around(opened: Callable[..., Any]) -> None:
    page = opened("/gallery/?as_of=1404-02-11")
    page.get_by_role("button", name="English").click()

    assert page.locator("html").get_attribute("dir") == "ltr"
    assert page.url.endswith("?as_of=1404-02-11")
    assert page.locator("#as-of").input_value() == "1404/02/11"


def test_a_page_is_read_without_script(new_context: Any) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/gallery/")

    page.locator("#as-of").fill("1404/2/11")
    page.get_by_role("button", name="نشان بده").click()
    assert page.locator("#as-of").input_value() == "۱۴۰۴/۰۲/۱۱"
    page.locator("button[popovertarget=take-back]").first.click()
    assert page.locator("#take-back").is_visible()
    assert page.get_by_role("link", name="تازه کردن این صفحه").is_visible()


def test_the_first_page_is_light(new_context: Any) -> None:
    page = new_context().new_page()
    answers: list[Any] = []

    def keep(answer: Any) -> None:
        answers.append(answer)

    page.on("response", keep)
    page.goto("/gallery/", wait_until="networkidle")

    sizes = {
        re.sub(r"\?.*", "", answer.url): _packed(answer)
        for answer in answers
        if "progress" not in answer.url
    }
    assert any(address.endswith("vazirmatn.woff2") for address in sizes)
    assert sum(sizes.values()) < FIRST_PAGE, sizes


def _packed(answer: Any) -> int:
    body = answer.body()
    return len(body if answer.url.endswith(".woff2") else gzip.compress(body, 6))


def test_how_far_it_is_is_said_from_a_place_that_stays(
    opened: Callable[..., Any],
) -> None:
    """A bar that is drawn anew each second would be heard each second, or never."""
    page = opened("/gallery/")
    bar = page.locator(".progress > p").first.inner_text()

    assert page.locator(".progress [role=status]").count() == 0
    aloud = page.locator("#aloud[role=status]")
    page.wait_for_function("document.getElementById('aloud').textContent !== ''")
    assert aloud.text_content() == bar
