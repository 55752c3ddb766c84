"""XLSX workbooks: looked over while still packed, then read cell by cell."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from xml.parsers import expat

import python_calamine as calamine

from karamad.kernel.archives import BrokenArchive
from karamad.kernel.archives import opened as opened_archive
from karamad.kernel.sealed_files import AnyFile, opened
from karamad.registers.exchange.reading.sheets import MAX_COLUMNS, Cells, Form, Sheet
from karamad.registers.exchange.rules.faults import FileCode, Unreadable

MOST_PARTS = 5_000
LARGEST = 2 << 30  # bytes, all parts unpacked
HARMLESS = 32 << 20  # below this no ratio is asked for
STEEPEST = 100  # unpacked to packed; sheets of one repeated row reach about 50
MOST_CELLS = 25_000_000  # the reader keeps the whole rectangle
MOST_ERRORS = 100_000
DEEPEST_HEADER = 3  # rows, where header cells are merged downwards
BLOCK = 1 << 20

# A cell as spreadsheets write it; one written otherwise matches without its place.
_CELL = re.compile(rb'<(?:[^\s<>/:]+:)?c(?: r="([A-Z]{1,3})(\d{1,7})"|(?=[\s/>]))')
_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_ERROR = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*? t="e"')
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
INDEX, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"

Place = tuple[int, int]  # row, column; from 1
Merged = tuple[Place, Place]  # first and last cell; from 0


@dataclass
class Extent:
    """How far a sheet's cells reach, and which of them hold a failed formula."""

    rows: int = 0
    columns: int = 0
    errors: set[Place] = field(default_factory=set)


def open_workbook(file: AnyFile) -> Sheet:
    """Open the first sheet of a workbook.

    Errors: Unreadable for a bomb, a password, or what is no workbook.
    """
    errors = look_over(file)
    try:
        workbook = _workbook(file)
        sheet = workbook.get_sheet_by_index(0)
    except calamine.PasswordError:
        raise Unreadable(FileCode.PROTECTED) from None
    except (calamine.CalamineError, calamine.WorksheetNotFound) as error:
        raise Unreadable(FileCode.BROKEN, str(error)) from None
    if sheet.start is None or sheet.end is None:
        raise Unreadable(FileCode.EMPTY)
    if sheet.end[1] - sheet.start[1] >= MAX_COLUMNS:
        raise Unreadable(FileCode.TOO_MANY_COLUMNS, str(MAX_COLUMNS))
    progress = [0]
    rows = _rows(sheet, errors, progress)
    first = next(rows, None)
    if first is None:
        raise Unreadable(FileCode.EMPTY)
    total = max(sheet.total_height, 1)
    return Sheet(
        header=_header(first, rows, sheet.merged_cell_ranges or []),
        rows=rows,
        form=Form("xlsx"),
        read=lambda: min(progress[0] / total, 1.0),
        total=total,
    )


def _workbook(file: AnyFile) -> calamine.CalamineWorkbook:
    if isinstance(file, Path):
        return calamine.CalamineWorkbook.from_path(str(file))
    with opened(file) as stream:
        return calamine.CalamineWorkbook.from_filelike(stream)


# ---- while still packed -----------------------------------------------------


def look_over(file: AnyFile) -> set[Place]:
    """Refuse what would burst; return where formulas of the first sheet have failed.

    The sizes a zip declares are checked first, then by unpacking without keeping.
    """
    try:
        with opened(file) as stream, opened_archive(stream) as packed:
            first = _weigh(packed)
            extent = _measure(packed, first)
    except BrokenArchive as error:
        raise Unreadable(FileCode.BROKEN, str(error)) from None
    except RuntimeError:  # zipfile's word for a part behind a password
        raise Unreadable(FileCode.PROTECTED) from None
    if extent.rows * extent.columns > MOST_CELLS:
        about = f"{extent.rows} × {extent.columns}"
        raise Unreadable(FileCode.ZIP_BOMB, about)
    return extent.errors


def _weigh(packed: zipfile.ZipFile) -> zipfile.ZipInfo:
    """Return the part that holds the first sheet, all parts being what they say."""
    parts = packed.infolist()
    unpacked = sum(part.file_size for part in parts)
    weight = sum(part.compress_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > LARGEST:
        raise Unreadable(FileCode.ZIP_BOMB, f"{unpacked >> 20} MB")
    steep = any(
        part.file_size > HARMLESS and part.file_size > STEEPEST * part.compress_size
        for part in parts
    )
    if steep or (unpacked > HARMLESS and unpacked > STEEPEST * weight):
        raise Unreadable(FileCode.ZIP_BOMB, f"{unpacked >> 20} MB")
    sheets = [part.filename for part in parts if _SHEET.fullmatch(part.filename)]
    if not sheets:
        raise Unreadable(FileCode.NOT_A_TABLE)
    named = {part.filename.lower(): part for part in parts}
    name = _first_sheet(packed) or min(sheets, key=len)
    if name.lower() not in named:
        raise Unreadable(FileCode.BROKEN)
    first = named[name.lower()]
    for part in parts:
        if part is not first:
            _read_through(packed, part)
    return first


def _read_through(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Unpack to nowhere: a part longer than it declares fails its checksum."""
    with packed.open(part) as stream:
        while stream.read(BLOCK):
            pass


def _measure(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> Extent:
    """Unpack to nowhere: a part longer than it declares fails its checksum."""
    extent = Extent()
    columns: set[bytes] = set()
    rest = b""
    with packed.open(part) as stream:
        while block := stream.read(BLOCK):
            whole, sign, rest = (rest + block).rpartition(b">")
            whole += sign
            cells = _CELL.findall(whole)
            if cells:
                found = {column for column, _ in cells}
                if b"" in found:
                    return _walk(packed, part)
                columns.update(found)
                extent.rows = max(extent.rows, *(int(row) for _, row in cells))
            if b't="e"' in whole and len(extent.errors) < MOST_ERRORS:
                extent.errors.update(
                    (int(row), _column(name)) for name, row in _ERROR.findall(whole)
                )
            if len(rest) > BLOCK:
                if b"<" in rest:  # a tag without end; a picture has none
                    raise Unreadable(FileCode.BROKEN)
                rest = b""
    extent.columns = max(map(_column, columns), default=0)
    return extent


def _walk(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> Extent:
    """Measure a sheet whose cells are not written as usual; slowly, element by element.

    A row or cell that does not say its place follows the one before.
    """
    extent = Extent()
    at = [0, 0]

    def begin(name: str, said: dict[str, str]) -> None:
        kind, place = name.rpartition(":")[2], said.get("r")
        if kind == "row":
            at[:] = [int(place) if place and place.isdecimal() else at[0] + 1, 0]
        elif kind == "c":
            found = _PLACE.fullmatch(place) if place else None
            if found is None and place:
                raise Unreadable(FileCode.BROKEN)
            row, column = at[0], at[1] + 1
            if found is not None:
                row, column = int(found[2]), _column(found[1].upper().encode())
            at[1] = column
            extent.rows = max(extent.rows, row)
            extent.columns = max(extent.columns, column)
            if said.get("t") == "e" and len(extent.errors) < MOST_ERRORS:
                extent.errors.add((row, column))

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    try:
        with packed.open(part) as stream:
            parser.ParseFile(stream)
    except (expat.ExpatError, ValueError):
        raise Unreadable(FileCode.BROKEN) from None
    return extent


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _first_sheet(packed: zipfile.ZipFile) -> str:
    """Return the part that holds the first sheet, as the reader will find it.

    Errors: Unreadable where the index could be read in two ways.
    """
    names = [name.lower() for name in packed.namelist()]
    if len(set(names)) < len(names):
        raise Unreadable(FileCode.BROKEN)
    if not {INDEX, RELATIONS} <= set(packed.namelist()):
        return ""
    sheets = _elements(packed.read(INDEX), "sheet")
    keys = [v for k, v in (sheets or [{}])[0].items() if k.endswith(":id")]
    relations = _elements(packed.read(RELATIONS), "Relationship")
    targets = [each.get("Target", "") for each in relations if each.get("Id") in keys]
    if len(keys) != 1 or len(targets) != 1:
        raise Unreadable(FileCode.BROKEN)
    target = targets[0].removeprefix("/")
    return target if target.startswith("xl/") else f"xl/{target}"


def _elements(content: bytes, wanted: str) -> list[dict[str, str]]:
    """Return the attributes of all elements of this name, in order."""
    found: list[dict[str, str]] = []

    def begin(name: str, said: dict[str, str]) -> None:
        if name.rpartition(":")[2] == wanted:
            found.append(said)

    def refuse(*_said: object) -> None:
        raise Unreadable(FileCode.BROKEN)

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)  # noqa: FBT003 - the whole of it
    except expat.ExpatError:
        raise Unreadable(FileCode.BROKEN) from None
    return found


# ---- unpacked ---------------------------------------------------------------


def _rows(
    sheet: calamine.CalamineSheet, errors: set[Place], progress: list[int]
) -> Iterator[tuple[int, Cells]]:
    left = (sheet.start or (0, 0))[1] + 1
    broken = {row for row, _ in errors}
    for number, values in enumerate(sheet.iter_rows(), start=1):
        progress[0] = number
        cells = [value if type(value) is str else _text(value) for value in values]
        if number in broken:
            for place in range(len(cells)):
                if (number, left + place) in errors and not cells[place]:
                    cells[place] = "#VALUE!"
        if any(cells):
            yield number, cells


def _text(value: object) -> str:
    """Return a cell as a person would type it; a date cell is Gregorian."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return format(value, ".15g")
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _header(
    first: tuple[int, Cells], rows: Iterator[tuple[int, Cells]], merged: list[Merged]
) -> Cells:
    """Return the names of the columns; merged cells may spread them over rows.

    A title merged over the whole first row is passed over. A column's name is the
    lowest one written in the rows that a merged header spans.
    """
    number, names = first
    tops = [(start, end) for start, end in merged if start[0] == number - 1]
    if len(list(filter(None, names))) == 1 and any(e[1] > s[1] for s, e in tops):
        number, names = next(rows, first)
        tops = [(start, end) for start, end in merged if start[0] == number - 1]
    depths = [end[0] - start[0] for start, end in tops]
    names = list(names)
    for _ in range(max((d for d in depths if d < DEEPEST_HEADER), default=0)):
        _, below = next(rows, (0, names))
        names = [new or old for new, old in zip(below, names, strict=True)]
    return names
