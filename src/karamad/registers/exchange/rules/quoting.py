"""Cells that a spreadsheet must not take for formulas."""

from __future__ import annotations

import re

FORMULA_STARTS = "=+-@\t\r"
_NUMBER = re.compile(r"[+-]?[\d۰-۹٠-٩][\d۰-۹٠-٩.,٫٬/ ()-]*|-")


def harmless(cell: str) -> str:
    """Return the cell as CSV may carry it: what would be computed gets an apostrophe.

    Numbers and a lone hyphen stay as they are; reading takes the apostrophe off again.
    Source: docs/formats.md (refused rows come back, ready to be loaded again).
    """
    if cell and cell[0] in FORMULA_STARTS and not _NUMBER.fullmatch(cell):
        return "'" + cell
    return cell
