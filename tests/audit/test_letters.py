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
        (0, "0"),
        (None, ""),
        ("200/91", "200/91"),
    ],
)
def test_a_value_is_read_and_not_as_it_is_kept(value: object, words: str) -> None:
    with override("fa"):
        assert value_words(value) == words


def test_nothing_and_none_at_all_are_told_apart() -> None:
    changes = [("seats", None, 0), ("unit", None, "")]

    page = render_to_string("audit/_changes.html", {"changes": changes})

    assert "<ins><bdi>0</bdi></ins>" in page
    assert "<ins><bdi>—</bdi></ins>" in page
