"""National ids: read, checked, masked, and made up for the demo.

Source: docs/domain.md 9.1; docs/formats.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from operator import mul

from karamad.kernel.text import fold_digits

LENGTH = 10
FOREIGN_LENGTH = 12
BODIES = 10**9
MASK = "•"

_WEIGHTS = range(LENGTH, 1, -1)
# What three digits weigh, at each of the three places where three stand.
_FIRST, _SECOND, _THIRD = (
    {
        f"{three:03}": sum(map(mul, _WEIGHTS[at : at + 3], map(int, f"{three:03}")))
        for three in range(1_000)
    }
    for at in (0, 3, 6)
)

# A permutation of the nine-digit bodies: coprime to ten, so no two numbers meet.
_STEP = 387_420_489
_START = 104_729_111

_IGNORED = re.compile("[\\s\u200c\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff-]")


class IdFault(StrEnum):
    """Why a national id is refused; the codes are stable."""

    CHARACTERS = "nid-characters"
    LENGTH = "nid-length"
    REPEATED = "nid-repeated"
    CHECKSUM = "nid-checksum"


@dataclass(frozen=True, slots=True)
class NationalId:
    """Ten digits, or the twelve of a foreigner; `mended` if zeros had been lost."""

    digits: str
    mended: bool = False

    @property
    def foreign(self) -> bool:
        return len(self.digits) == FOREIGN_LENGTH


def read_national_id(text: str) -> NationalId | IdFault:
    """Return the id that the text means, or why it means none.

    Blanks, hyphens and bidi marks are passed over, digits may be of any script. Fewer
    than ten digits are padded on the left, as a spreadsheet drops leading zeros. A
    foreigner's twelve digits carry no known checksum and are taken as they stand.

    Source: docs/domain.md 9.1; docs/formats.md, first paragraph.
    """
    digits = text
    if not (text.isascii() and text.isdigit()):
        digits = fold_digits(_IGNORED.sub("", text))
        if digits and not (digits.isascii() and digits.isdigit()):
            return IdFault.CHARACTERS
    if len(digits) == FOREIGN_LENGTH:
        return NationalId(digits)
    if not 0 < len(digits) <= LENGTH:
        return IdFault.LENGTH
    padded = digits.zfill(LENGTH)
    if padded == padded[0] * LENGTH:
        return IdFault.REPEATED
    if padded[-1] != check_digit(padded[:-1]):
        return IdFault.CHECKSUM
    return NationalId(padded, mended=len(digits) < LENGTH)


def check_digit(body: str) -> str:
    """Return the tenth digit that belongs to the first nine.

    Source: docs/domain.md 9.1.
    """
    remainder = (_FIRST[body[:3]] + _SECOND[body[3:6]] + _THIRD[body[6:]]) % 11
    return str(remainder if remainder < 2 else 11 - remainder)  # noqa: PLR2004


def mask(digits: str) -> str:
    """Return the id as those see it who need not know it: 432•••••17."""
    hidden = max(len(digits) - 5, 0)
    return digits[:3] + MASK * hidden + digits[3 + hidden :]


def synthetic(number: int) -> str:
    """Return a valid national id for the number, always the same, never another's.

    number: 0 to 999,999,989. For demos and tests; no real id is ever used there.
    """
    if not 0 <= number < BODIES - LENGTH:
        raise ValueError(number)
    body = _body(number)
    if body == body[0] * len(body):
        body = _body(BODIES - 1 - int(body[0]))
    return body + check_digit(body)


def synthetic_foreign(number: int) -> str:
    """Return a twelve-digit foreigner's id for the number, always the same."""
    return f"9{_body(number)}{number % 97:02}"


def _body(number: int) -> str:
    return f"{(number * _STEP + _START) % BODIES:09}"
