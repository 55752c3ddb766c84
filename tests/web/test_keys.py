"""Keys of ticked rows, as whoever sends a page by hand may write them."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import Http404
from django.test import RequestFactory

from karamad.web.asof import asked_year
from karamad.web.keys import LARGEST, key_or_404, row_keys, whole_number

NOISE = ["", "-1", "1.0", "x", "²", str(LARGEST), "9" * 30, "9" * 5_000, "\0"]


@pytest.mark.parametrize("noise", NOISE)
def test_what_can_be_no_key_is_passed_by(noise: str) -> None:
    assert row_keys(["7", noise, "۸"], most=9) == [7, 8]


def test_no_more_than_a_page_offers() -> None:
    assert row_keys(map(str, range(9)), most=3) == [0, 1, 2]


@pytest.mark.parametrize(
    ("said", "number"), [("0", 0), ("۱۴۰۵", 1405), (str(LARGEST - 1), LARGEST - 1)]
)
def test_a_number_is_read_in_digits_of_any_script(said: str, number: int) -> None:
    assert whole_number(said) == key_or_404(said) == number


@pytest.mark.parametrize("noise", NOISE)
def test_a_page_asked_for_noise_is_not_there(noise: str) -> None:
    assert whole_number(noise) is None
    with pytest.raises(Http404):
        key_or_404(noise)


@pytest.mark.parametrize("noise", [*NOISE, "9999", "1199", "1700"])
def test_a_year_of_no_calendar_is_this_year(rf: RequestFactory, noise: str) -> None:
    asked = rf.get("/", {"year": noise})

    assert asked_year(asked, today=date(2026, 5, 1)) == 1405
    assert asked_year(rf.get("/", {"year": "۱۳۹۹"}), today=date(2026, 5, 1)) == 1399
