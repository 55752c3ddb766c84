"""What an entry holds, as a reader reads it."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from karamad.trust.audit.letters import value_words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2026-09-23", "۱۴۰۵/۰۷/۰۱"),
        ("2026-13-40", "2026-13-40"),
        (["IT-MANAGER", "2026-09-23"], "IT-MANAGER، ۱۴۰۵/۰۷/۰۱"),
        (True, "بله"),
        (False, "خیر"),
        (0, "۰"),
        (1405, "۱۴۰۵"),
        (None, ""),
        ("200/91", "200/91"),
    ],
)
def test_a_value_is_read_and_not_as_it_is_kept(value: object, words: str) -> None:
    with override("fa"):
        assert value_words(value) == words


@pytest.mark.parametrize(
    ("value", "name", "act", "persian", "english"),
    [
        ("draft", "state", "planning:plan:create", "پیش‌نویس", "Draft"),
        ("f", "gender", "people:person:correct", "زن", "Female"),
        ("bachelor", "degree", "people:person:correct", "کارشناسی", "Bachelor"),
        (["f", ""], "gender", "people:person:correct", "زن، ", "Female, "),
        ("municipality", "unit_kind", "people:post:add", "شهرداری", "Municipality"),
        ("hr_officer", "role", "accounts:grant:give", "کارشناس منابع انسانی", None),
        ("people", "kind", "exchange:load:run", "افراد", "People"),
        ("video", "media", "courses:material:add", "فیلم", "film"),
        ("never-heard-of", "state", "planning:plan:create", "never-heard-of", None),
        ("f", "never_heard_of", "people:person:correct", "f", "f"),
    ],
)
def test_a_code_is_said_in_the_word_of_what_it_is_said_of(
    value: object, name: str, act: str, persian: str, english: str | None
) -> None:
    with override("fa"):
        assert value_words(value, name, act) == persian
    with override("en"):
        assert english in (None, value_words(value, name, act))


def test_a_word_is_looked_for_where_the_act_was_done_first() -> None:
    """Loads, plans and requests each have states, and some share a code."""
    with override("fa"):
        load = value_words("done", "state", "exchange:load:finish")
        pages = render_to_string(
            "audit/_changes.html",
            {"changes": [("state", None, "done")], "act": "exchange:load:finish"},
        )

    assert load == "ثبت‌شده"
    assert load in pages


def test_nothing_and_none_at_all_are_told_apart() -> None:
    changes = [("seats", None, 0), ("unit", None, "")]

    with override("fa"):
        page = render_to_string("audit/_changes.html", {"changes": changes})

    assert "<ins><bdi>۰</bdi></ins>" in page
    assert "<ins><bdi>—</bdi></ins>" in page
