"""Taking typed fields out of a mapping that somebody wrote by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final, TypeVar

from karamad.kernel.jalali import BadDay, parse_day
from karamad.kernel.period import ALWAYS, Period
from karamad.registers.competencies.rules.refusals import Fault, Refusal

Word = TypeVar("Word", bound=StrEnum)

DECIMALS: Final = 4
_LONGEST_SHOWN: Final = 80
_LONGEST_TEXT: Final = 500
_LARGEST: Final = Decimal(1_000_000)
_CODE: Final = re.compile(r"[^\s|@\x00-\x1f](?:[^|@\x00-\x1f]{0,58}[^\s|@\x00-\x1f])?")
_DIGITS: Final = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫", "01234567890123456789.")


class Sheet:
    """One mapping being read: every field is taken once, every fault is kept.

    A fault never stops the reading; the field then counts as not set, and the caller
    throws everything away because `refusals` is not empty.
    """

    def __init__(self, written: object, where: str, refusals: list[Refusal]) -> None:
        self.where = where
        self.refusals = refusals
        self._fields: dict[str, object] = {}
        if isinstance(written, Mapping):
            self._fields = {str(name): value for name, value in written.items()}
        else:
            self.refuse(Fault.NOT_A_MAPPING, "", written)

    def refuse(
        self,
        fault: Fault,
        name: str,
        stood: object = "",
        allowed: tuple[str, ...] = (),
    ) -> None:
        shown = "" if stood is None else str(stood)[:_LONGEST_SHOWN]
        self.refusals.append(Refusal(fault, self.path(name), shown, allowed))

    def path(self, name: str) -> str:
        return ".".join(part for part in (self.where, name) if part)

    def take(self, name: str) -> object:
        """Return what is written under `name`; None when nothing is."""
        return self._fields.pop(name, None)

    def names(self) -> tuple[str, ...]:
        return tuple(self._fields)

    def part(self, name: str) -> Sheet | None:
        """Return the mapping under `name`; None when there is none."""
        written = self.take(name)
        if written is None:
            return None
        return Sheet(written, self.path(name), self.refusals)

    def finish(self) -> None:
        """Refuse every field nobody took."""
        for name in self._fields:
            self.refuse(Fault.FIELD_UNKNOWN, name, name)

    # ---- text ----

    def text(self, name: str, *, required: bool = True) -> str:
        written = self.take(name)
        if isinstance(written, int) and not isinstance(written, bool):
            written = str(written)  # a document's number, written without quotes
        if written is None or written == "":
            if required:
                self.refuse(Fault.FIELD_MISSING, name)
            return ""
        if not isinstance(written, str) or len(written) > _LONGEST_TEXT:
            self.refuse(Fault.NOT_TEXT, name, written)
            return ""
        return written.strip()

    def code(self, name: str) -> str:
        code = self.text(name)
        if code and not _CODE.fullmatch(code):
            self.refuse(Fault.CODE_MALFORMED, name, code)
        return code

    def _listed(self, name: str) -> Iterator[tuple[str, object]]:
        written = self.take(name)
        if written is None:
            return
        if not isinstance(written, list | tuple):
            self.refuse(Fault.NOT_A_LIST, name, written)
            return
        seen = set()
        for place, value in enumerate(written):
            at = f"{name}[{place}]"
            if str(value) in seen:
                self.refuse(Fault.VALUE_TWICE, at, value)
            seen.add(str(value))
            yield at, value

    def codes(self, name: str) -> tuple[str, ...]:
        codes = []
        for at, value in self._listed(name):
            self._fields[at] = value
            codes.append(self.code(at))
        return tuple(codes)

    # ---- words ----

    def word(self, name: str, vocabulary: type[Word]) -> Word | None:
        written = self.take(name)
        return None if written is None else self._word(name, written, vocabulary)

    def words(self, name: str, vocabulary: type[Word]) -> tuple[Word, ...]:
        words = [self._word(at, value, vocabulary) for at, value in self._listed(name)]
        return tuple(word for word in words if word is not None)

    def _word(self, name: str, written: object, vocabulary: type[Word]) -> Word | None:
        for word in vocabulary:
            if word.value == written:
                return word
        self.refuse(Fault.WORD_UNKNOWN, name, written, tuple(vocabulary))
        return None

    # ---- numbers ----

    def number(self, name: str) -> Decimal | None:
        """Return a number of at most four decimals, 0 or more; None: not set."""
        written = self.take(name)
        return None if written is None else self._number(name, written)

    def _number(self, name: str, written: object) -> Decimal | None:
        number = _decimal(written)
        if number is None:
            self.refuse(Fault.NOT_A_NUMBER, name, written)
        elif not 0 <= number <= _LARGEST:
            self.refuse(Fault.OUT_OF_RANGE, name, written, ("0", str(_LARGEST)))
        elif round(number, DECIMALS) != number:
            self.refuse(Fault.TOO_PRECISE, name, written, (str(DECIMALS),))
        else:
            return number
        return None

    def whole(self, name: str, *, low: int, high: int) -> int | None:
        """Return a whole number within `low`..`high`; None: not set."""
        written = self.take(name)
        return None if written is None else self._whole(name, written, low, high)

    def wholes(self, name: str, *, low: int, high: int) -> tuple[int, ...]:
        numbers = [
            self._whole(at, value, low, high) for at, value in self._listed(name)
        ]
        return tuple(number for number in numbers if number is not None)

    def _whole(self, name: str, written: object, low: int, high: int) -> int | None:
        number = _decimal(written)
        if number is None:
            self.refuse(Fault.NOT_A_NUMBER, name, written)
        elif number != number.to_integral_value():
            self.refuse(Fault.NOT_WHOLE, name, written)
        elif not low <= number <= high:
            self.refuse(Fault.OUT_OF_RANGE, name, written, (str(low), str(high)))
        else:
            return int(number)
        return None

    def flag(self, name: str) -> bool | None:
        """Return 0 or 1 (or false, true) as a bool; None: not set."""
        written = self.take(name)
        if written is None or isinstance(written, bool):
            return written
        if written in (0, 1):
            return written == 1
        self.refuse(Fault.WORD_UNKNOWN, name, written, ("0", "1"))
        return None

    # ---- days ----

    def day(self, name: str) -> date | None:
        written = self.take(name)
        if written is None:
            return None
        if isinstance(written, str):
            try:
                return parse_day(written)
            except BadDay as bad:
                self.refuse(Fault.BAD_DAY, name, written, (bad.code,))
                return None
        self.refuse(Fault.BAD_DAY, name, written)
        return None

    def period(self) -> Period:
        """Take `from` and `until` (exclusive); either may be absent."""
        start, end = self.day("from"), self.day("until")
        if start is not None and end is not None and end <= start:
            self.refuse(Fault.PERIOD_EMPTY, "until")
            return ALWAYS
        return Period(start, end)


def _decimal(written: object) -> Decimal | None:
    if isinstance(written, bool) or not isinstance(
        written, int | float | str | Decimal
    ):
        return None
    text = str(written).strip().translate(_DIGITS)
    if len(text) > _LONGEST_SHOWN:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
