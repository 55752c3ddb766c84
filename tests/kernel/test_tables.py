import codecs
import csv
from pathlib import Path

import openpyxl
import pytest

from karamad.kernel import tables

COLUMNS: tables.Columns = {"name": str, "count": int}


def test_a_table_is_there_only_when_it_is_whole(tmp_path: Path):
    path = tmp_path / "t.csv"

    with tables.table(path, COLUMNS) as table:
        table.write([["الف", 1], ["", None]])
        assert not path.exists()

    assert path.read_text(encoding="utf-8-sig") == "name,count\nالف,1\n,\n"


def test_an_unknown_ending_is_refused(tmp_path: Path):
    with (
        pytest.raises(tables.UnknownEnding),
        tables.table(tmp_path / "t.ods", COLUMNS),
    ):
        pass


def test_a_workbook_turns_to_a_new_sheet_when_one_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(tables, "ROWS_A_SHEET", 3)
    path = tmp_path / "t.xlsx"

    with tables.table(path, COLUMNS) as table:
        table.write([[str(n), n] for n in range(3)])

    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["karamad", "karamad 2"]
    assert [list(sheet.values) for sheet in book] == [
        [("name", "count"), ("0", 0), ("1", 1)],
        [("name", "count"), ("2", 2)],
    ]


def test_a_code_that_looks_like_a_formula_stays_text(tmp_path: Path):
    path = tmp_path / "t.xlsx"

    with tables.table(path, COLUMNS) as table:
        table.write([["=1+1", 1]])

    cell = openpyxl.load_workbook(path).active["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_spreadsheet_that_opens_a_csv_reads_its_words_and_computes_nothing(
    tmp_path: Path,
):
    path = tmp_path / "t.csv"
    bad = ['=HYPERLINK("//x")', "+cmd|' /C calc'!A0", "-2+A1", "@SUM(A1)", "\t=1"]

    with tables.table(path, COLUMNS) as table:
        table.write([[text, -1] for text in bad] + [["-12.5", 2], ["-", 3]])

    assert path.read_bytes().startswith(codecs.BOM_UTF8)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    assert [name for name, _count in rows] == [
        *(f"'{each}" for each in bad),
        "-12.5",
        "-",
    ]
    assert rows[0][1] == "-1"


def test_a_file_for_programs_holds_its_codes_as_they_are(tmp_path: Path):
    path = tmp_path / "t.csv"

    with tables.table(path, COLUMNS, codes_only=True) as table:
        table.write([["-A", 1]])

    assert path.read_text(encoding="utf-8") == "name,count\n-A,1\n"
