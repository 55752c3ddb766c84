"""Tables written row by row to CSV, Parquet or XLSX, by the ending of the name.

A table appears under its name only when it is whole; until then it stands beside it.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Protocol

Value = str | int | None
Columns = dict[str, type[str] | type[int]]

ENDINGS: Final = (".csv", ".parquet", ".xlsx")
ROWS_A_SHEET: Final = 1_048_576  # Excel's own limit, the head included
_ROWS_A_GROUP: Final = 65_536
_FORMULA_STARTS: Final = frozenset("=+-@\t\r")
_NUMBER: Final = re.compile(r"[+-]?[\d۰-۹٠-٩][\d۰-۹٠-٩.,٫٬/ ()-]*|-")


class UnknownEnding(ValueError):
    """The name ends in none of `ENDINGS`."""


class Table(Protocol):
    """Takes rows in the order of its columns; None and "" are missing."""

    def write(self, rows: Sequence[Sequence[Value]]) -> None: ...


def harmless(cell: str) -> str:
    """Return the cell as CSV may carry it: what would be computed gets an apostrophe.

    Numbers and a lone hyphen stay as they are; a load takes the apostrophe off again.
    """
    if cell[:1] in _FORMULA_STARTS and not _NUMBER.fullmatch(cell):
        return "'" + cell
    return cell


@contextmanager
def table(
    path: Path, columns: Columns, *, title: str = "karamad", codes_only: bool = False
) -> Iterator[Table]:
    """Open a table to write; it is there when the block ends without an error.

    columns: their names and types, in order. title: of the sheet of a workbook.
    codes_only: for programs, and nobody's own words are in it: its CSV is as short as
    can be. Any other CSV is one that spreadsheets open: it says that it is UTF-8, and
    no cell of it is computed.
    Errors: UnknownEnding; OSError when the folder cannot be written.
    """
    ending = path.suffix.lower()
    writer = _codes if codes_only and ending == ".csv" else _WRITERS.get(ending)
    if writer is None:
        raise UnknownEnding(path.name)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with writer(part, columns, title) as opened:
            yield opened
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


# ---- CSV --------------------------------------------------------------------


class _Csv:
    def __init__(self, stream: Any) -> None:
        self._writer = csv.writer(stream, lineterminator="\n")

    def write(self, rows: Sequence[Sequence[Value]]) -> None:
        self._writer.writerows(
            [harmless(cell) if isinstance(cell, str) else cell for cell in row]
            for row in rows
        )


class _Codes(_Csv):
    def write(self, rows: Sequence[Sequence[Value]]) -> None:
        self._writer.writerows(rows)


@contextmanager
def _csv(path: Path, columns: Columns, title: str) -> Iterator[Table]:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        opened = _Csv(stream)
        opened.write([list(columns)])
        yield opened


@contextmanager
def _codes(path: Path, columns: Columns, title: str) -> Iterator[Table]:
    with path.open("w", encoding="utf-8", newline="") as stream:
        opened = _Codes(stream)
        opened.write([list(columns)])
        yield opened


# ---- Parquet ----------------------------------------------------------------


class _Parquet:
    def __init__(self, writer: Any, schema: Any) -> None:
        self._writer, self._schema = writer, schema
        self._rows: list[Sequence[Value]] = []

    def write(self, rows: Sequence[Sequence[Value]]) -> None:
        self._rows.extend(rows)
        if len(self._rows) >= _ROWS_A_GROUP:
            self.flush()

    def flush(self) -> None:
        import pyarrow as pa  # noqa: PLC0415 - heavy, and only for this ending

        if not self._rows:
            return
        columns = [
            pa.array([None if v == "" else v for v in column], field.type)
            for column, field in zip(
                zip(*self._rows, strict=True), self._schema, strict=True
            )
        ]
        self._writer.write_table(pa.Table.from_arrays(columns, schema=self._schema))
        self._rows = []


@contextmanager
def _parquet(path: Path, columns: Columns, title: str) -> Iterator[Table]:
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    types = {str: pa.string(), int: pa.int64()}
    schema = pa.schema([(name, types[kind]) for name, kind in columns.items()])
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        opened = _Parquet(writer, schema)
        yield opened
        opened.flush()


# ---- XLSX -------------------------------------------------------------------


class _Workbook:
    def __init__(self, workbook: Any, columns: Columns, title: str) -> None:
        self._workbook, self._columns, self._title = workbook, columns, title
        self._sheets = 0
        self._turn()

    def _turn(self) -> None:
        self._sheets += 1
        more = "" if self._sheets == 1 else f" {self._sheets}"
        self._sheet = self._workbook.add_worksheet(self._title + more)
        self._sheet.freeze_panes(1, 0)
        for place, name in enumerate(self._columns):
            self._sheet.write_string(0, place, name)
        self._next = 1

    def write(self, rows: Sequence[Sequence[Value]]) -> None:
        for row in rows:
            if self._next == ROWS_A_SHEET:
                self._turn()
            for place, value in enumerate(row):
                if isinstance(value, int):
                    self._sheet.write_number(self._next, place, value)
                elif value:
                    # As text always: a code that looks like a formula stays a code.
                    self._sheet.write_string(self._next, place, value)
            self._next += 1


@contextmanager
def _xlsx(path: Path, columns: Columns, title: str) -> Iterator[Table]:
    import xlsxwriter  # noqa: PLC0415

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as workbook:
        yield _Workbook(workbook, columns, title)


_WRITERS = {".csv": _csv, ".parquet": _parquet, ".xlsx": _xlsx}
