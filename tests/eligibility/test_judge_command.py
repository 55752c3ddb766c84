import csv
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from pyarrow import parquet

from karamad.kernel.identifiers import synthetic
from tests import nation
from tests.eligibility import evidence

pytestmark = pytest.mark.django_db

PROFILE = """
profile: base-manager
title: {fa: مدیر پایه}
applies_to: {level: base}
criteria:
  - {id: course, kind: course, courses: [A, B], source: {document: "200/1834"}}
  - {id: hours, kind: hours, minimum: 12.5, window: {jalali_year: current},
     source: {document: "200/90/31146"}}
  - {id: age, kind: age, minimum: 18, maximum: 45, source: {document: "226725"}}
  - {id: annulled, kind: age, maximum: 20, source: {document: "1"},
     in_force: {from: 1398-04-31, until: 1399-07-29}}
"""
FIRST, SECOND, THIRD = synthetic(901), synthetic(902), synthetic(903)


@pytest.fixture
def crew() -> None:
    """One eligible, one of unknown age and short hours, one without a post."""
    evidence.profile(PROFILE)
    unit = nation.unit("U1")
    lead = nation.post("LEAD", level="base", managerial=True)
    course = nation.course("A", hours=Decimal(20))
    first = nation.person(national_id=FIRST, birth_date=date(1981, 3, 21))  # 1360-01-01
    second = nation.person(national_id=SECOND)
    nation.person(national_id=THIRD, birth_date=date(1990, 3, 21))
    nation.assignment(first, lead, unit)
    nation.assignment(second, lead, unit)
    evidence.completion(first, course, date(2026, 4, 1))  # 1405-01-12
    evidence.completion(second, course, date(2026, 4, 1), hours=Decimal("4.50"))


def judge(**options: Any) -> str:
    stderr = StringIO()
    options = {"engine": "rules", **options}
    call_command("judge", as_of="1405-02-11", stderr=stderr, **options)
    return stderr.getvalue()


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


VERDICTS = [
    ["national_id", "post", "unit", "profile", "edition", "as_of", "verdict", "until"],
    [FIRST, "LEAD", "U1", "base-manager", "1", "1405-02-11", "eligible", "1406-01-01"],
    [SECOND, "LEAD", "U1", "base-manager", "1", "1405-02-11", "not_eligible", ""],
]


@pytest.mark.usefixtures("crew")
def test_verdicts_as_csv(tmp_path: Path):
    said = judge(out=tmp_path / "v.csv")

    assert rows(tmp_path / "v.csv") == VERDICTS
    assert "۳ نفر از ۳ نفر، ۲ نتیجه" in said
    assert [each.name for each in tmp_path.iterdir()] == ["v.csv"]


@pytest.mark.usefixtures("crew")
def test_findings_as_csv(tmp_path: Path):
    judge(out=tmp_path / "v.csv", findings=tmp_path / "f.csv")

    head = ["LEAD", "U1", "base-manager", "1", "1405-02-11"]
    done = "completion:A@1405-01-12"
    assert rows(tmp_path / "f.csv") == [
        [
            *("national_id", "post", "unit", "profile", "edition", "as_of"),
            *("criterion", "finding", "reached", "asked", "until", "evidence"),
            "document",
        ],
        [FIRST, *head, "course", "met", "A", "A|B", "", done, "200/1834"],
        [
            *(FIRST, *head, "hours", "met", "20", "12.5", "1406-01-01", done),
            "200/90/31146",
        ],
        [FIRST, *head, "age", "met", "45", "18..45", "1406-01-01", "", "226725"],
        [SECOND, *head, "course", "met", "A", "A|B", "", done, "200/1834"],
        [SECOND, *head, "hours", "unmet", "4.5", "12.5", "", done, "200/90/31146"],
        [SECOND, *head, "age", "unknown", "", "18..45", "", "", "226725"],
    ]


@pytest.mark.usefixtures("crew")
def test_gregorian_days_in_columns_and_evidence(tmp_path: Path):
    judge(out=tmp_path / "v.csv", findings=tmp_path / "f.csv", gregorian=True)

    assert rows(tmp_path / "v.csv")[1][5:] == ["2026-05-01", "eligible", "2027-03-21"]
    assert rows(tmp_path / "f.csv")[1][11] == "completion:A@2026-04-01"


@pytest.mark.usefixtures("crew")
def test_verdicts_as_xlsx(tmp_path: Path):
    judge(out=tmp_path / "v.xlsx")

    sheet = openpyxl.load_workbook(tmp_path / "v.xlsx").active
    found = [["" if v is None else str(v) for v in row] for row in sheet.values]
    assert found == VERDICTS


@pytest.mark.usefixtures("crew")
def test_verdicts_as_parquet(tmp_path: Path):
    judge(out=tmp_path / "v.parquet")

    table = parquet.read_table(tmp_path / "v.parquet")
    assert table.column_names == VERDICTS[0]
    assert table.column("national_id").to_pylist() == [FIRST, SECOND]
    assert table.column("edition").to_pylist() == [1, 1]
    assert table.column("until").to_pylist() == ["1406-01-01", None]


@pytest.mark.usefixtures("crew")
def test_everyone_by_one_profile(tmp_path: Path):
    judge(out=tmp_path / "v.csv", profile="base-manager", everyone=True)

    assert [row[:2] for row in rows(tmp_path / "v.csv")[1:]] == [
        [FIRST, "LEAD"],
        [SECOND, "LEAD"],
        [THIRD, ""],
    ]


@pytest.mark.usefixtures("crew")
def test_everyone_and_who_is_considered_are_not_asked_in_one(tmp_path: Path):
    asked = {"profile": "base-manager", "everyone": True, "considered": True}

    with pytest.raises(CommandError, match="--everyone و --considered"):
        judge(out=tmp_path / "v.csv", **asked)


@pytest.mark.usefixtures("crew")
def test_one_unit(tmp_path: Path):
    nation.unit("EMPTY")

    judge(out=tmp_path / "v.csv", unit="EMPTY")

    assert rows(tmp_path / "v.csv") == VERDICTS[:1]


@pytest.mark.parametrize(
    "options",
    [
        {"profile": "none"},
        {"unit": "none"},
        {"everyone": True},
        {"as_of": "1405-13-01"},
        {"as_of": "01/02/1405"},
        {"out": "v.txt"},
        {"out": "nowhere/v.csv"},
        {"findings": "f.doc"},
        {"findings": "v.csv"},
    ],
)
def test_a_question_that_cannot_be_asked_does_nothing(
    tmp_path: Path, options: dict[str, Any]
):
    given = {"as_of": "1405-02-11", "out": "v.csv", **options}
    for name in ("out", "findings"):
        if name in given:
            given[name] = tmp_path / given[name]

    with pytest.raises(CommandError) as refused:
        call_command("judge", **given)

    assert refused.value.returncode == 2
    assert str(refused.value)
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("crew")
def test_a_run_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    out = tmp_path / "v.csv"
    out.write_text("old")

    def fail(*_: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("karamad.cycle.eligibility.actions.sheets.verdict_row", fail)
    with pytest.raises(OSError, match="disk full"):
        judge(out=out)

    assert out.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["v.csv"]


def test_a_nation_without_people_is_an_empty_table(tmp_path: Path):
    judge(out=tmp_path / "v.parquet", findings=tmp_path / "f.xlsx")

    assert parquet.read_table(tmp_path / "v.parquet").num_rows == 0
    assert (tmp_path / "f.xlsx").exists()


# The tests' SQLite lives in one process's memory.
@pytest.mark.only_on("postgresql")
@pytest.mark.usefixtures("crew")
@pytest.mark.django_db(transaction=True)
def test_side_by_side_as_one_by_one(tmp_path: Path):
    judge(out=tmp_path / "one.csv", workers=1)

    judge(out=tmp_path / "two.csv", workers=2)

    assert rows(tmp_path / "two.csv") == rows(tmp_path / "one.csv") == VERDICTS
