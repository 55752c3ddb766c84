"""What people load lies sealed, and is read, checked and handed back all the same."""

from __future__ import annotations

import shutil
from datetime import date
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from karamad.kernel.identifiers import synthetic
from karamad.kernel.sealed_files import SealedFile, created, is_sealed
from karamad.kernel.sealing import Keys
from karamad.registers.exchange import actions, sources
from karamad.registers.exchange.actions import receiving
from karamad.registers.exchange.checking import Terms
from karamad.registers.exchange.models import Load, State
from karamad.registers.exchange.reading import open_sheet
from karamad.registers.exchange.rules.faults import FileCode, Unreadable
from karamad.registers.exchange.sources import Ahead, Here
from karamad.registers.exchange.writing.references import Scope
from karamad.trust.accounts.permissions import Role
from karamad.web.encrypted import keys
from tests import nation as a_nation
from tests.exchange.bringing import HEAD, NOON, ONE, TODAY, Clock, Folder

KEY = bytes(range(32))
BAD = "1234567890"
HEADER = ("national_id", "course", "completed_on", "score", "passed")


@pytest.fixture(autouse=True)
def at_home(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"


def sealed(plain: Path) -> SealedFile:
    file = SealedFile(plain.with_name(f"sealed-{plain.name}"), KEY)
    with plain.open("rb") as stream, created(file) as into:
        shutil.copyfileobj(stream, into)
    return file


def told(file: Path | SealedFile) -> tuple[list[str], list[Any], Any]:
    with open_sheet(file) as sheet:
        return list(sheet.header), list(sheet.rows), sheet.form


# ---- read all the same --------------------------------------------------------------


@given(
    rows=st.lists(st.lists(st.text('آبپ1,; "\n', max_size=6), min_size=2, max_size=3)),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1256", "utf-16"]),
)
def test_a_sealed_text_is_read_as_the_plain_one(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], encoding: str
) -> None:
    plain = tmp_path_factory.mktemp("read") / "a.csv"
    lines = [",".join(f'"{cell.replace(chr(34), "")}"' for cell in row) for row in rows]
    plain.write_text("\n".join(["الف,ب", *lines]), encoding=encoding)
    assert told(sealed(plain)) == told(plain)


def test_a_sealed_workbook_is_read_as_the_plain_one(tmp_path: Path) -> None:
    rows = [("کد ملی", "روز"), *((f"{n:010}", date(2025, 3, 1)) for n in range(9_000))]
    plain = Folder(tmp_path).book(rows)
    assert plain.stat().st_size > 1 << 16  # more than one piece
    assert told(sealed(plain)) == told(plain)


def test_it_is_checked_by_the_process_ahead(tmp_path: Path) -> None:
    lines = [f"{synthetic(n)},K-1,1404-02-11,80,1" for n in range(3_000)]
    plain = tmp_path / "a.csv"
    plain.write_text("\n".join([",".join(HEADER), *lines, "x,K-1,,,"]), "utf-8")
    places = {name: place for place, name in enumerate(HEADER)}
    terms = Terms("completions", places, 5, TODAY, Keys(KEY, b"index"))
    found = []
    for source in (Here(plain), Ahead(sealed(plain))):
        batches = list(source.batches(terms, 500))
        source.close()
        assert batches[-1].share == 1.0
        found.append([(each.good(), each.refused) for each in batches])
    assert found[0] == found[1]


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
@pytest.mark.parametrize("where", [0, 60, 70_000, -1])
def test_one_that_was_altered_is_told_as_broken(
    tmp_path: Path, ending: str, where: int
) -> None:
    folder = Folder(tmp_path)
    rows = [(f"{n:010}", "x" * 20) for n in range(9_000)]
    texts = "\n".join(",".join(row) for row in rows)
    file = sealed(folder.text(texts) if ending == ".csv" else folder.book(rows))
    lies = bytearray(file.path.read_bytes())
    lies[where] ^= 1
    file.path.write_bytes(lies)
    with pytest.raises(Unreadable) as broken:
        told(file)
    assert broken.value.code == FileCode.BROKEN


def test_one_that_is_altered_ahead_of_us_is_told_as_broken(tmp_path: Path) -> None:
    plain = tmp_path / "a.csv"
    plain.write_text("\n".join([",".join(HEADER)] * 9_000), "utf-8")
    file = sealed(plain)
    lies = bytearray(file.path.read_bytes())
    lies[-1] ^= 1
    file.path.write_bytes(lies)
    with pytest.raises(Unreadable) as broken:
        Ahead(file)
    assert broken.value.code == FileCode.BROKEN


# ---- from upload to what is handed back ---------------------------------------------


def received(text: str, name: str = "file.csv", kind: str = "completions") -> Load:
    return actions.receive(
        kind=kind, name=name, chunks=[text.encode()], scope=Scope(TODAY), at=NOON
    )


def run(load: Load) -> Load:
    load = actions.request_run(load, at=NOON)
    return actions.run(load, on=TODAY, clock=Clock())


@pytest.mark.django_db
def test_no_national_id_of_a_load_lies_in_the_open(nation: Folder) -> None:
    load = run(
        received(HEAD + ONE.removeprefix(HEAD) + f"{BAD},EL-204,1403-02-01,1,\n")
    )
    assert (load.state, load.refused, bool(load.errors_path)) == (State.DONE, 1, True)
    files = list(receiving.folder().iterdir())
    assert len(files) == 2
    for path in files:
        assert is_sealed(path)
        assert b"EL-204" not in path.read_bytes()
    assert load.size == receiving.file_of(load).size()


@pytest.mark.django_db
def test_the_refused_rows_are_handed_back_as_they_stood(nation: Folder) -> None:
    load = run(received(ONE + f"{BAD},EL-204,1403-02-01,1,\n"))
    client = a_nation.signed_in(Role.ADMINISTRATOR)
    answer = client.get(reverse("exchange:errors", args=[load.pk]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert f"{BAD},EL-204" in text
    assert int(answer["Content-Length"]) == len(text.encode("utf-8-sig"))


@pytest.mark.django_db
def test_those_of_a_workbook_come_back_as_one(nation: Folder) -> None:
    book = nation.book([HEAD.strip().split(","), [BAD, "EL-204", "1403-02-01", 1]])
    load = actions.receive(
        kind="completions",
        name="f.xlsx",
        chunks=[book.read_bytes()],
        scope=Scope(TODAY),
        at=NOON,
    )
    load = run(load)
    with receiving.sealed_file(load.errors_path).open() as stream:
        rows = list(openpyxl.load_workbook(BytesIO(stream.read())).active.values)
    assert rows[1][:2] == (BAD, "EL-204")


@pytest.mark.django_db
def test_a_load_whose_file_was_altered_fails_and_writes_nothing(nation: Folder) -> None:
    load = received(ONE)
    path = receiving.file_of(load).path
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    load = run(load)
    assert (load.state, load.fault, load.new) == (State.FAILED, FileCode.BROKEN, 0)


# ---- what was uploaded before -------------------------------------------------------


@pytest.mark.django_db
def test_files_of_before_are_sealed_once(nation: Folder) -> None:
    migration = import_module(
        "karamad.registers.exchange.migrations.0003_files_lie_sealed"
    )
    migration.seal(None, None)  # no folder yet
    load = received(ONE)
    file = receiving.file_of(load)
    file.path.write_bytes(ONE.encode())
    (receiving.folder() / "left.sealing").write_bytes(b"half")
    migration.seal(None, None)
    lies = file.path.read_bytes()
    migration.seal(None, None)
    assert file.path.read_bytes() == lies
    assert [each.name for each in receiving.folder().iterdir()] == [file.path.name]
    assert file.open().read() == ONE.encode()
    assert file.key == keys().seal
    assert run(load).state == State.DONE


def test_a_small_file_is_read_here(tmp_path: Path) -> None:
    plain = tmp_path / "a.csv"
    plain.write_text("a,b\n1,2\n", "utf-8")
    source = sources.open_source(sealed(plain))
    assert isinstance(source, Here)
    source.close()
