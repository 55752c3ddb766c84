"""Keys of ticked rows, as whoever sends a page by hand may write them."""

from __future__ import annotations

import pytest

from karamad.web.ticked import LARGEST, row_keys


@pytest.mark.parametrize(
    "noise", ["", "-1", "1.0", "x", "²", str(LARGEST), "9" * 30, "9" * 5_000, "\0"]
)
def test_what_can_be_no_key_is_passed_by(noise: str) -> None:
    assert row_keys(["7", noise, "۸"], most=9) == [7, 8]


def test_no_more_than_a_page_offers() -> None:
    assert row_keys(map(str, range(9)), most=3) == [0, 1, 2]
