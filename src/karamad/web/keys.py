"""Whole numbers as an address or a form says them: keys of rows, editions, years.

Whoever sends a page by hand writes what he likes: «²» is a digit and no number, five
thousand nines are none to `int`, and 2**63 is none to a database.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404

LARGEST = 2**63  # no row's key is as large, on either database
DIGITS = len(str(LARGEST))


def whole_number(said: str) -> int | None:
    """Return the number said in digits of any script; None for what no column holds."""
    if not said.isdecimal() or len(said) > DIGITS:
        return None
    number = int(said)
    return number if number < LARGEST else None


def key_or_404(said: str) -> int:
    """Return the key or number said. Errors: Http404 for what can be none."""
    number = whole_number(said)
    if number is None:
        raise Http404
    return number


def row_keys(said: Iterable[str], *, most: int) -> list[int]:
    """Return the keys of the rows ticked, at most so many; noise is passed by."""
    keys = (whole_number(each) for each in said)
    return [key for key in keys if key is not None][:most]
