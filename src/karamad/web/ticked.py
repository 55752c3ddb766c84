"""Rows ticked on a list: their keys, as a page sends them."""

from __future__ import annotations

from collections.abc import Iterable

LARGEST = 2**63  # no row's key is as large, on either database
DIGITS = len(str(LARGEST))


def row_keys(said: Iterable[str], *, most: int) -> list[int]:
    """Return the keys of the rows ticked, at most so many; noise is passed by."""
    keys = (int(each) for each in said if each.isdecimal() and len(each) <= DIGITS)
    return [key for key in keys if key < LARGEST][:most]
