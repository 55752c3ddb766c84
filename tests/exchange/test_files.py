"""Workbooks as the field makes them, and files that would burst."""

import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from karamad.registers.credentials.models import Completion
from karamad.registers.exchange.reading import open_sheet
from karamad.registers.exchange.rules.faults import FileCode, Unreadable
from tests.exchange.bringing import ALI, SARA, Folder, bring, codes, counts

HEAD = "national_id,course,completed_on,passed\n"


def refused_as(path: Path) -> FileCode:
    with pytest.raises(Unreadable) as caught:
        open_sheet(path)
    return caught.value.code


# ---- workbooks ---------------------------------------------------------------


def test_numbers_and_date_cells_of_a_workbook(nation: Folder):
    path = nation.book(
        [
            ["national_id", "course", "completed_on", "passed", "hours", "score"],
            [int(ALI), "EL-204", date(2025, 5, 1), True, 18.5, 87],
            [SARA, "EL-204", "1404/02/11", 1, None, None],
        ]
    )

    outcome = bring("completions", path)

    assert counts(outcome) == (2, 0, 0, 0)
    first = Completion.objects.order_by("pk").first()
    assert first is not None
    assert first.completed_on == date(2025, 5, 1)
    assert (first.hours, first.score) == (Decimal("18.5"), Decimal(87))


def test_a_number_that_lost_its_zeros_is_mended(folder: Folder, db: None):
    path = folder.book(
        [["national_id", "first_name", "last_name"], [499370899, "الف", "ب"]]
    )

    outcome = bring("people", path)

    assert (outcome.counts.new, outcome.counts.mended) == (1, 1)


def test_a_failed_formula_is_a_fault_of_its_cell(nation: Folder):
    path = nation.path / "formula.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD.strip().split(","))
        sheet.write_row(1, 0, [ALI, "EL-204", "1404-02-11"])
        sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
        sheet.write_row(2, 0, [SARA, "EL-204", "1404-02-11"])
        sheet.write_formula(2, 3, "=1", None, 1)

    outcome = bring("completions", path)

    assert codes(outcome) == [(2, "passed", "formula-error")]
    assert counts(outcome) == (1, 0, 0, 1)


def test_trailing_blank_rows_of_a_workbook_are_no_rows(nation: Folder):
    path = nation.path / "blank.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        sheet.write_row(0, 0, HEAD.strip().split(","))
        sheet.write_row(1, 0, [ALI, "EL-204", "1404-02-11", 1])
        for row in range(2, 40):
            sheet.write_blank(row, 0, None, bold)
            sheet.write_string(row, 1, "  ")

    assert counts(bring("completions", path)) == (1, 0, 0, 0)


def test_merged_header_cells(folder: Folder, db: None):
    path = folder.path / "merged.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:C1", "فهرست کارکنان")
        sheet.merge_range("A2:A3", "کد ملی")
        sheet.merge_range("B2:C2", "نام و نشان")
        sheet.write_row("B3", ["نام", "نام خانوادگی"])
        sheet.write_row("A4", [ALI, "علی", "رضایی"])
        sheet.write_row("A5", [SARA, "سارا", ""])

    outcome = bring("people", path)

    assert counts(outcome) == (1, 0, 0, 1)
    assert codes(outcome) == [(5, "last_name", "required")]


# ---- what would burst --------------------------------------------------------


def test_a_million_columns_are_refused_at_once(folder: Folder):
    path = folder.text(",".join(f"c{n}" for n in range(1_000_000)) + "\n")

    assert refused_as(path) is FileCode.TOO_MANY_COLUMNS


def test_a_line_without_end_is_refused(folder: Folder):
    assert refused_as(folder.text("a" * (3 << 20))) is FileCode.LINE_TOO_LONG


def test_a_quote_never_closed_refuses_the_rest(nation: Folder):
    text = f'{HEAD}{ALI},EL-204,1404-02-11,1\n{SARA},"EL-204,' + "x,\n" * 100_000

    outcome = nation.load("completions", text, batch=1)

    assert outcome.fault is not None
    assert outcome.fault.code is FileCode.BROKEN
    assert Completion.objects.count() == 1


def bomb(path: Path, size: int) -> Path:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        block = b"0" * (1 << 20)
        for _ in range(size >> 20):
            part.write(block)
    return path


def test_a_zip_bomb_is_refused_unopened(folder: Folder):
    path = bomb(folder.path / "bomb.xlsx", 64 << 20)

    assert path.stat().st_size < 1 << 20
    assert refused_as(path) is FileCode.ZIP_BOMB


def test_a_bomb_that_lies_about_its_size_is_refused(folder: Folder):
    path = bomb(folder.path / "liar.xlsx", 64 << 20)
    content = bytearray(path.read_bytes())
    size = (64 << 20).to_bytes(4, "little")
    central = content.rindex(b"PK\x01\x02")
    place = content.index(size, central)
    content[place : place + 4] = (1 << 10).to_bytes(4, "little")
    path.write_bytes(content)

    assert refused_as(path) is FileCode.BROKEN


def test_only_the_first_sheet_is_asked(folder: Folder, db: None):
    path = folder.path / "two.xlsx"
    with xlsxwriter.Workbook(path) as book:
        first, second = book.add_worksheet("افراد"), book.add_worksheet()
        first.write_row(0, 0, ["national_id", "first_name", "last_name"])
        first.write_row(1, 0, [ALI, "علی", "رضایی"])
        second.write(0, 0, "x")
        second.write(1_048_575, 16_383, "x")

    assert counts(bring("people", path)) == (1, 0, 0, 0)


def test_two_cells_at_the_far_ends_of_a_sheet_are_refused(folder: Folder):
    path = folder.path / "wide.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "national_id")
        sheet.write(1_048_575, 16_383, "x")

    assert refused_as(path) is FileCode.ZIP_BOMB


FAR = {
    "small letters": '<row r="1048576"><c r="xfd1048576"><v>1</v></c></row>',
    "single quotes": "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
    "a tab": '<row r="1048576"><c\tr="XFD1048576"><v>1</v></c></row>',
    "another first": '<row r="1048576"><c s="1" r="XFD1048576"><v>1</v></c></row>',
    "no place": '<row r="1048576">' + "<c><v>1</v></c>" * 16_384 + "</row>",
}


def repacked(path: Path, name: str, rows: str, old: str = "") -> Path:
    """Pack the book anew with a part that holds these rows; `old` leaves the index."""
    with zipfile.ZipFile(path) as packed:
        parts = {each: packed.read(each) for each in packed.namelist()}
    first = '<row r="1"><c r="A1"><v>1</v></c></row>'
    parts[name] = (
        '<?xml version="1.0"?><worksheet xmlns='
        '"http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{first}{rows}</sheetData></worksheet>"
    ).encode()
    index = "xl/_rels/workbook.xml.rels"
    if old:
        parts[index] = parts[index].replace(old.encode(), name[3:].encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for each, content in parts.items():
            packed.writestr(each, content)
    return path


@pytest.mark.parametrize("rows", FAR.values(), ids=FAR)
def test_far_cells_are_seen_however_they_are_written(folder: Folder, rows: str):
    path = repacked(folder.book([["a"]]), "xl/worksheets/sheet1.xml", rows)

    assert refused_as(path) is FileCode.ZIP_BOMB


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_book_is_broken_however_it_is_packed(folder: Folder, packing: int):
    path = folder.book([["a"]])
    with zipfile.ZipFile(path) as packed:
        parts = {each: packed.read(each) for each in packed.namelist()}
    with zipfile.ZipFile(path, "w", packing) as packed:
        for each, content in parts.items():
            packed.writestr(each, content)
        first = min(part.header_offset for part in packed.infolist())
    content = bytearray(path.read_bytes())
    content[first + 60 : first + 90] = bytes(30)
    path.write_bytes(content)

    assert refused_as(path) is FileCode.BROKEN


def test_a_sheet_in_an_unusual_place_is_measured_too(folder: Folder):
    path = folder.book([["a"]])
    path = repacked(path, "xl/else/s.xml", FAR["no place"], "worksheets/sheet1.xml")

    assert refused_as(path) is FileCode.ZIP_BOMB


def test_cells_that_do_not_say_their_place_are_read(folder: Folder):
    rows = "<row><c><v>2</v></c><c><v>3</v></c></row>"
    path = repacked(folder.book([["a"]]), "xl/worksheets/sheet1.xml", rows)

    with open_sheet(path) as sheet:
        assert [cells for _, cells in sheet.rows] == [["2", "3"]]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", FileCode.EMPTY),
        (b"\n\n", FileCode.EMPTY),
        (b"%PDF-1.7 ...", FileCode.NOT_A_TABLE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", FileCode.PROTECTED),
        (b"a,b\0c\n", FileCode.NOT_A_TABLE),
        (b"PK\x03\x04 no zip at all", FileCode.BROKEN),
    ],
)
def test_what_is_no_table_is_refused(folder: Folder, content: bytes, code: FileCode):
    assert refused_as(folder.bytes(content)) is code


def test_a_zip_of_something_else_is_no_table(folder: Folder):
    path = folder.path / "other.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("letter.txt", "سلام")

    assert refused_as(path) is FileCode.NOT_A_TABLE


def test_ids_that_a_spreadsheet_rounded_are_refused(folder: Folder, db: None):
    path = folder.book([["national_id", "first_name", "last_name"], [4.9e8, "a", "b"]])

    assert counts(bring("people", path)) == (0, 0, 0, 1)
