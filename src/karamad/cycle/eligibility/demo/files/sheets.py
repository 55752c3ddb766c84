"""Spreadsheets as officers keep them: the dirt, and the rows that must be refused."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import xlsxwriter

from karamad.kernel.jalali import jalali_iso, jalali_parts
from karamad.kernel.text import fold_digits, persian_digits
from karamad.registers.exchange.rules import words

Cell = str | int | float | date | None
Cells = Sequence[Cell]

_ARABIC = str.maketrans("یک۰۱۲۳۴۵۶۷۸۹", "يك٠١٢٣٤٥٦٧٨٩")
RLM, NBSP, TATWEEL = "\u200f", "\u00a0", "\u0640"
# Bad rows come early, so that an officer sees them among the first errors.
GOOD_FIRST = 10


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that must be refused: at which column, by which code."""

    cells: Cells
    column: str
    code: str


@dataclass(slots=True)
class Expected:
    """What a load of one file must count. row: of the file, its first being row 1."""

    file: str
    kind: str
    rows: int = 0
    new: int = 0
    same: int = 0
    mended: int = 0
    refused: list[dict[str, str | int]] = field(default_factory=list)


class Paper(Protocol):
    """Something that rows are written on. above: rows over the header."""

    above: int

    def line(self, cells: Cells) -> None: ...

    def close(self) -> None: ...


class Commas:
    """A CSV file; `arabic` writes it as old Windows programs do."""

    above = 0

    def __init__(
        self, file: Path, delimiter: str, encoding: str, *, arabic: bool = False
    ) -> None:
        self.stream = file.open("w", encoding=encoding, newline="")
        self.writer = csv.writer(self.stream, delimiter=delimiter)
        self.arabic = arabic

    def line(self, cells: Cells) -> None:
        texts = ["" if cell is None else str(cell) for cell in cells]
        if self.arabic:
            # Windows-1256 has no Persian ye and only Latin digits.
            texts = [fold_digits(text).replace("ی", "ي") for text in texts]
        self.writer.writerow(texts)

    def close(self) -> None:
        self.stream.close()


class Workbook:
    """An XLSX file: a merged title, days and numbers as Excel has them, blank rows."""

    above = 1

    def __init__(self, file: Path, title: str, columns: int) -> None:
        self.book = xlsxwriter.Workbook(
            file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
        )
        self.sheet: Any = self.book.add_worksheet("Sheet1")
        self.sheet.merge_range(0, 0, 0, columns - 1, title)
        self.at = 1

    def line(self, cells: Cells) -> None:
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and cell.startswith("="):
                self.sheet.write_formula(self.at, column, cell, None, "#N/A")
            elif cell is not None:
                self.sheet.write(self.at, column, cell)
        self.at += 1

    def close(self) -> None:
        for _ in range(3):
            self.sheet.write_blank(self.at, 0, None, self.book.add_format())
            self.at += 1
        self.book.close()


class Sheet:
    """A file being written, and what a load of it must count."""

    def __init__(
        self,
        paper: Paper,
        expected: Expected,
        header: Sequence[str],
        bad: Iterable[Bad],
    ) -> None:
        self.paper = paper
        self.expected = expected
        self.bad = list(bad)
        paper.line(header)

    def good(self, cells: Cells, *, mended: bool = False) -> None:
        self.paper.line(cells)
        self.expected.rows += 1
        self.expected.new += 1
        self.expected.mended += mended
        if self.expected.rows == GOOD_FIRST:
            self._spoil()

    def again(self, cells: Cells) -> None:
        """Write a row that is there already, word for word."""
        self.paper.line(cells)
        self.expected.rows += 1
        self.expected.same += 1

    def close(self) -> None:
        self._spoil()
        self.paper.close()

    def _spoil(self) -> None:
        for bad in self.bad:
            self.paper.line(bad.cells)
            self.expected.rows += 1
            row = self.expected.rows + 1 + self.paper.above
            self.expected.refused.append(
                {"row": row, "column": bad.column, "code": bad.code}
            )
        self.bad = []


def dirty(text: str, number: int) -> str:
    """Return the text as some keyboard or program would leave it; it means the same."""
    match number % 7:
        case 1:
            return text.translate(_ARABIC)
        case 2:
            return f"{RLM}{text}{NBSP}"
        case 3:
            return f"{text[0]}{TATWEEL * 2}{text[1:]}" if text[1:2].isalpha() else text
        case 4:
            return f"  {text}  "
    return text


def spelt(day: date | None, number: int) -> str:
    """Return the Jalali day in one of the forms that officers write."""
    if day is None:
        return ("", "-", "ندارد")[number % 3]
    year, month, day_of_month = jalali_parts(day)
    match number % 5:
        case 1:
            return f"{year}/{month}/{day_of_month}"
        case 2:
            return persian_digits(jalali_iso(day).replace("-", "/"))
        case 3:
            return f"{year}/{month:02}/{day_of_month:02}".translate(_ARABIC)
        case 4:
            return f"{RLM}{year}-{month}-{day_of_month}"
    return jalali_iso(day)


def persian_word(of: words.Words, word: str) -> str:
    """Return the Persian form of a stored word, empty when there is none."""
    return of[word][0] if word in of else ""
