"""Refused rows as a file: the same columns, and one more that says why."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from types import TracebackType
from typing import IO, Any, BinaryIO, Self

import xlsxwriter

from karamad.kernel.sealed_files import AnyFile, created
from karamad.kernel.tables import harmless
from karamad.registers.exchange.reading import Form
from karamad.registers.exchange.rules.columns import Kind
from karamad.registers.exchange.rules.faults import Refusal
from karamad.registers.exchange.wording import of_cell

ERROR = "error"
SHEET_ROWS = 1_048_575


class RefusedFile:
    """Writes refused rows as they stood, in the form of the file they came from.

    The file appears with the first refused row; `written` says whether it did.
    """

    def __init__(self, file: AnyFile, kind: Kind, header: Sequence[str], form: Form):
        self._file = file
        self.written = 0
        self._kind = kind
        self._header = [*header, ERROR]
        self._form = form
        self._under: BinaryIO | None = None
        self._stream: IO[str] | None = None
        self._book: Any = None
        self._rows: Any = None

    def __enter__(self) -> Self:
        return self

    def add(self, cells: Sequence[str], reasons: Sequence[Refusal]) -> None:
        """Write a row and why it was refused."""
        if not self.written:
            self._open()
        width = len(self._header) - 1
        padded = [*cells, *[""] * (width - len(cells))]
        said = "؛ ".join(self._reason(each) for each in reasons)
        # Cells beyond the header's stay last, behind the reason.
        self._write([*padded[:width], said, *padded[width:]])
        self.written += 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._stream is not None:
            self._stream.close()
        if self._book is not None:
            self._book.close()
        if self._under is not None:
            self._under.close()

    def _reason(self, refusal: Refusal) -> str:
        column = self._kind.by_name.get(refusal.column)
        name = column.persian if column else refusal.column
        return of_cell(name, refusal.code)

    def _open(self) -> None:
        self._under = created(self._file)
        if self._form.kind == "xlsx" and self._file.suffix.lower() != ".csv":
            options = {"constant_memory": True, "strings_to_formulas": False}
            self._book = xlsxwriter.Workbook(self._under, options)
            self._rows = self._book.add_worksheet()
            self._rows.right_to_left()
        else:
            delimiter = self._form.delimiter
            self._stream = io.TextIOWrapper(
                self._under, encoding="utf-8-sig", newline=""
            )
            self._rows = csv.writer(self._stream, delimiter=delimiter)
        self._write(self._header)

    def _write(self, cells: Sequence[str]) -> None:
        if self._book is None:
            self._rows.writerow(map(harmless, cells))
            return
        if self.written >= SHEET_ROWS:
            return
        number = self.written + (1 if cells is not self._header else 0)
        for place, cell in enumerate(cells):
            self._rows.write_string(number, place, cell)
