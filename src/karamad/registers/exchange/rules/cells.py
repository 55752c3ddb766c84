"""One cell: from the text as it stood to a value, or a fault.

Every reader has the shape `(text, today) -> value`; None is *missing*. `today` matters
only to days that may not lie in the future.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from karamad.kernel.identifiers import IdFault, read_national_id
from karamad.kernel.jalali import (
    BadDay,
    DayFault,
    add_years,
    days_in_month,
    jalali_iso,
    parse_day,
)
from karamad.kernel.text import clean, fold_digits, search_key
from karamad.registers.exchange.rules.faults import Code, Fault

Value = object
Reader = Callable[[str, date], Value]

MISSING = frozenset({"", "-", "ندارد"})
FORMULA_ERRORS = frozenset(
    {
        "#DIV/0!",
        "#N/A",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#REF!",
        "#VALUE!",
        "#SPILL!",
        "#CALC!",
        "#GETTING_DATA",
    }
)
CODE_LENGTH = 40
LIST_LENGTH = 4_000
BETWEEN = "|"


@dataclass(frozen=True, slots=True)
class Mended:
    """A value whose cell had lost something that could be put back."""

    value: Value


def stated(text: str) -> str | None:
    """Return the text as we store it, or None where it says that nothing is known.

    Errors: Fault for a formula that went wrong.
    Source: docs/formats.md, first paragraph (empty, `-`, `ندارد` mean missing).
    """
    plain = clean(text)
    if plain in MISSING:
        return None
    if plain[0] == "#" and plain.upper() in FORMULA_ERRORS:
        raise Fault(Code.FORMULA_ERROR)
    # What a spreadsheet would compute was written with an apostrophe; take it off.
    if plain[0] == "'" and len(plain) > 1 and plain[1] in "=+-@":
        return plain[1:]
    return plain


# ---- texts and codes --------------------------------------------------------


def text(longest: int) -> Reader:
    """Return a reader of texts of at most so many letters.

    Source: docs/formats.md, names and titles.
    """

    def read(cell: str, _: date) -> str | None:
        said = stated(cell)
        if said is not None and len(said) > longest:
            raise Fault(Code.TEXT_TOO_LONG, str(longest))
        return said

    return read


def code(longest: int = CODE_LENGTH) -> Reader:
    """Return a reader of codes: digits of any script are one.

    Source: docs/formats.md, first paragraph (digits) and the keys of the kinds.
    """

    def read(cell: str, _: date) -> str | None:
        said = stated(cell)
        if said is None:
            return None
        folded = fold_digits(said)
        if len(folded) > longest:
            raise Fault(Code.TEXT_TOO_LONG, str(longest))
        if BETWEEN in folded:
            raise Fault(Code.CODE_INVALID)
        return folded

    return read


def several(one: Reader) -> Reader:
    """Return a reader of a list with `|` between, each item read by `one`.

    Source: docs/formats.md, courses (equivalent_to) and providers (domains).
    """

    def read(cell: str, today: date) -> tuple[Value, ...] | None:
        said = stated(cell)
        if said is None:
            return None
        if len(said) > LIST_LENGTH:
            raise Fault(Code.TEXT_TOO_LONG, str(LIST_LENGTH))
        items = (one(part, today) for part in said.split(BETWEEN))
        return tuple(sorted({item for item in items if item is not None}, key=str))

    return read


def digits(longest: int) -> Reader:
    """Return a reader of texts such as telephone numbers: only their digits folded.

    Source: docs/formats.md, first paragraph (digits of any script).
    """
    read_text = text(longest)

    def read(cell: str, today: date) -> str | None:
        said = read_text(cell, today)
        return fold_digits(said) if isinstance(said, str) else None

    return read


# Less than a mail server takes, and nothing that ours would not send to: Django's own
# check, which rules do not know, takes all of it.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAIL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+[A-Za-z]{{2,63}}")


def mail(longest: int) -> Reader:
    """Return a reader of mail addresses: one, with a name and a domain, and no more.

    Whether anybody reads there only a message tells. Digits of any script are folded.
    Source: docs/formats.md, first paragraph (digits of any script).
    """
    read_text = digits(longest)

    def read(cell: str, today: date) -> Value:
        said = read_text(cell, today)
        if isinstance(said, str) and not _MAIL.fullmatch(said):
            raise Fault(Code.MAIL_INVALID)
        return said

    return read


_ID_CODES = {
    IdFault.CHARACTERS: Code.NID_CHARACTERS,
    IdFault.LENGTH: Code.NID_LENGTH,
    IdFault.REPEATED: Code.NID_REPEATED,
    IdFault.CHECKSUM: Code.NID_CHECKSUM,
}


def national_id(cell: str, _: date) -> Value:
    """Return ten digits (twelve of a foreigner), `Mended` where zeros had been lost.

    Source: docs/formats.md, first paragraph; docs/domain.md 9.1.
    """
    if not (cell.isascii() and cell.isdigit()):
        said = stated(cell)
        if said is None:
            return None
        cell = said
    read = read_national_id(cell)
    if isinstance(read, IdFault):
        raise Fault(_ID_CODES[read])
    return Mended(read.digits) if read.mended else read.digits


# ---- days -------------------------------------------------------------------

_DAY_CODES = {
    DayFault.DAY_FIRST: Code.DATE_DAY_FIRST,
    DayFault.TWO_DIGIT_YEAR: Code.DATE_TWO_DIGIT_YEAR,
    DayFault.OUT_OF_RANGE: Code.DATE_OUT_OF_RANGE,
}
_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})[-/]\d{1,2}")
# A day that a spreadsheet shows as the number it keeps: 1955 to 2064.
_SERIAL = re.compile(r"([2-5]\d{4})(\.0+)?")
_SPREADSHEETS_BEGIN = date(1899, 12, 30)
_MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?\Z")
_MONTHS = 12
_NO_LATER_THAN_JALALI = 1700


def day(cell: str, _: date) -> date | None:
    """Return the day a cell says, Jalali in a year below 1700.

    Source: docs/formats.md, first paragraph (dates).
    """
    said = stated(cell)
    if said is None:
        return None
    try:
        return parse_day(_MIDNIGHT.sub("", said))
    except BadDay as bad:
        if serial := _SERIAL.fullmatch(fold_digits(said)):
            counted = _SPREADSHEETS_BEGIN + timedelta(days=int(serial[1]))
            raise Fault(Code.DATE_SERIAL, jalali_iso(counted)) from None
        faulty = _DAY_CODES.get(bad.code, Code.DATE_INVALID)
        raise Fault(faulty, _last_of_month(said)) from None


def past_day(cell: str, today: date) -> date | None:
    """Return the day a cell says, which is not after `today`.

    Source: docs/formats.md, first paragraph (dates in the future).
    """
    read = day(cell, today)
    if read is not None and read > today:
        a_year_before = add_years(read, -1)
        likely = jalali_iso(a_year_before) if a_year_before <= today else ""
        raise Fault(Code.DATE_FUTURE, likely)
    return read


def _last_of_month(said: str) -> str:
    """Return the last day of the month meant, for a day that month does not have."""
    found = _MONTH.fullmatch(fold_digits(said))
    if found is None:
        return ""
    year, month = map(int, found.groups())
    if not 1 <= month <= _MONTHS or not 1200 <= year < _NO_LATER_THAN_JALALI:  # noqa: PLR2004
        return ""
    return f"{year}-{month:02}-{days_in_month(year, month)}"


# ---- numbers and words ------------------------------------------------------

_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", re.ASCII)
_SIGNS = str.maketrans({"٫": ".", "٬": ",", "−": "-"})
_HUNDREDTHS = -2


def number(lowest: Decimal, highest: Decimal) -> Reader:
    """Return a reader of numbers with at most two decimals, both ends inclusive.

    Source: docs/formats.md, score 0–100, hours.
    """

    def read(cell: str, _: date) -> Decimal | None:
        said = stated(cell)
        if said is None:
            return None
        plain = fold_digits(said).translate(_SIGNS)
        if not _NUMBER.fullmatch(plain):
            raise Fault(Code.NUMBER_INVALID)
        value = Decimal(plain.replace(",", "")).normalize()
        if not lowest <= value <= highest:
            raise Fault(Code.NUMBER_RANGE, f"{lowest}–{highest}")
        exponent = value.as_tuple().exponent
        if isinstance(exponent, int) and exponent < _HUNDREDTHS:
            raise Fault(Code.NUMBER_PRECISION)
        return value

    return read


def whole(lowest: int, highest: int) -> Reader:
    """Return a reader of whole numbers, both ends inclusive.

    Source: docs/formats.md, population, income_class, grade, valid_years.
    """
    read_number = number(Decimal(lowest), Decimal(highest))

    def read(cell: str, today: date) -> int | None:
        value = read_number(cell, today)
        if not isinstance(value, Decimal):
            return None
        if value != value.to_integral_value():
            raise Fault(Code.NUMBER_INVALID)
        return int(value)

    return read


def province(cell: str, today: date) -> str | None:
    """Return the two digits of a province's code, 00 to 30.

    Source: docs/formats.md, units; docs/domain.md, codes of the statistical centre.
    """
    value = whole(0, 30)(cell, today)
    return None if value is None else f"{value:02}"


_FLAGS = {
    "1": True,
    "0": False,
    "بله": True,
    "بلی": True,
    "خیر": False,
    "true": True,
    "false": False,
}


def flag(cell: str, _: date) -> bool | None:
    """Return yes or no: 1 or 0, بله or خیر.

    Source: docs/formats.md, completions (passed), posts (managerial).
    """
    said = stated(cell)
    if said is None:
        return None
    read = _FLAGS.get(search_key(said))
    if read is None:
        raise Fault(Code.BOOL_INVALID)
    return read


def word(words: Mapping[str, tuple[str, ...]]) -> Reader:
    """Return a reader of one of the words: the stored form, or a name of it.

    Source: docs/formats.md, the words in brackets after a column.
    """
    known = {
        search_key(name): stored
        for stored, names in words.items()
        for name in (stored, *names)
    }
    allowed = "، ".join(
        names[0] if names else stored for stored, names in words.items()
    )

    def read(cell: str, _: date) -> str | None:
        said = stated(cell)
        if said is None:
            return None
        stored = known.get(search_key(said))
        if stored is None:
            raise Fault(Code.WORD_UNKNOWN, allowed)
        return stored

    return read
