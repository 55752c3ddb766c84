"""The registers become files: exact, whole, of one moment, and never half."""

from __future__ import annotations

import multiprocessing
import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import override

from karamad.kernel.identifiers import synthetic
from karamad.lake import extracting, readers, reading, shelf
from karamad.lake.columns import BadValue, decimals
from karamad.lake.engines.duck import Duck
from karamad.lake.extracting import AtWork, Busy, Stopped, extract
from karamad.lake.shelf import newest
from karamad.registers.credentials.models import Completion
from karamad.registers.exchange import actions as exchange
from karamad.registers.people.models import Person
from karamad.trust.audit.actions import moment_of_record
from karamad.trust.audit.models import LastDecision
from tests.exchange.bringing import (
    ALI,
    HEAD,
    SARA,
    Clock,
    Folder,
    everything,
    last_load,
)

PATIENCE = 20  # seconds


def asked(sql: str, tmp_path: Path) -> list[tuple[Any, ...]]:
    lake = newest()
    assert lake is not None
    duck = Duck(memory="100MB", threads=1, spill=tmp_path / "duck")
    answer = duck.run(sql, lake.tables())
    duck.close()
    return [tuple(row.values()) for row in answer.to_pylist()]


def files(home: Path) -> dict[str, float]:
    return {
        str(path.relative_to(home)): path.stat().st_mtime_ns
        for path in (home / "lake").rglob("*.parquet")
    }


# ---- what comes out ------------------------------------------------------------


def test_every_table_comes_out_typed_and_exact(nation: Folder, tmp_path: Path):
    everything(nation)
    nation.load("completions", f"{HEAD}{ALI},EL-204,1404-02-11,1,12.10\n")

    extract(clock=Clock())

    ali, sara, _ = Person.objects.order_by("pk")[:3]
    rows = asked(
        "SELECT person, completed_on, hours, passed, revoked_on FROM completion "
        "ORDER BY person, passed",
        tmp_path,
    )
    assert rows == [
        (ali.pk, date(2025, 5, 1), Decimal("12.10"), True, None),
        (sara.pk, date(2025, 5, 1), None, False, None),
        (sara.pk, date(2025, 5, 1), Decimal("8.25"), True, date(2025, 10, 23)),
    ]
    assert asked("SELECT profile, criterion FROM exemption", tmp_path) == [
        ("base-manager", "assessed")
    ]
    assert asked("SELECT value FROM result WHERE kind = 'appraisal'", tmp_path) == [
        (Decimal("90.00"),)
    ]
    assert asked(
        f"SELECT degree, gender, employment FROM person WHERE person = {sara.pk}",  # noqa: S608
        tmp_path,
    ) == [(None, None, None)]
    assert asked("SELECT grade, province FROM unit WHERE code = 'M3'", tmp_path) == [
        (7, "10")
    ]
    assert asked("SELECT count(*) FROM candidacy", tmp_path) == [(0,)]
    assert asked("SELECT code FROM post WHERE managerial ORDER BY code", tmp_path) == [
        ("HEAD",),
        ("MAYOR",),
    ]


def test_nobody_is_named_in_the_lake(nation: Folder):
    extract(clock=Clock())

    lake = newest()
    assert lake is not None
    columns = {
        name
        for each in lake.files
        for path in lake.paths(each)
        for name in pq.read_schema(path).names
    }
    assert not columns & {"national_id", "blind_index", "first_name", "last_name"}


def test_an_amount_keeps_its_digits_or_is_refused():
    hundredths = pa.chunked_array([[1210, None], [-5, 9_999_999]])

    assert decimals(hundredths).to_pylist() == [
        Decimal("12.10"),
        None,
        Decimal("-0.05"),
        Decimal("99999.99"),
    ]
    with pytest.raises(BadValue, match="hours"):
        decimals(pa.chunked_array([[10_000_000]]), "hours")


def test_parts_are_sorted_by_person_whatever_the_order_of_the_rows(
    nation: Folder, small_parts: Callable[[str, int], None]
):
    small_parts("ROOM", 0)
    for person in (9, 3, 7):
        nation.load(
            "people",
            f"national_id,first_name,last_name\n{synthetic(person + 20)},الف,ب\n",
        )
    for key in (27, 1, 23, 29, 3):
        nation.load("completions", f"{HEAD}{synthetic(key)},EL-204,1404-02-11,1,1\n")

    lake = extract(clock=Clock()).lake

    parts = [pq.read_table(p, partitioning=None) for p in lake.paths("completion")]
    persons = [part["person"].to_pylist() for part in parts]
    assert len(persons) > 1
    assert [sorted(part) for part in persons] == persons
    assert [{p // 4 for p in part} for part in persons] == [
        {file.part} for file in lake.files["completion"]
    ]


# ---- what changed --------------------------------------------------------------


def test_nothing_changed_is_no_work(nation: Folder, home: Path):
    first = extract(clock=Clock())
    there = files(home)

    second = extract(clock=Clock())

    assert not second.change
    assert second.written == {}
    assert files(home) == there
    assert second.lake.number == first.lake.number
    assert second.lake.moment > first.lake.moment


@pytest.mark.only_on("sqlite")  # PostgreSQL is read as quickly as it is asked
def test_a_small_table_that_did_not_change_is_not_read(
    nation: Folder, monkeypatch: pytest.MonkeyPatch
):
    extract(clock=Clock())
    asked: list[str] = []
    batches = readers.SqliteReader.batches

    def counted(self: Any, sql: str) -> Any:
        asked.append(sql)
        return batches(self, sql)

    monkeypatch.setattr(readers.SqliteReader, "batches", counted)
    nation.load("completions", f"{HEAD}{ALI},EL-204,1404-02-11,1,12\n")
    extract(clock=Clock())
    small = [sql for sql in asked if "completion" not in sql]
    nation.load("courses", "code,title\nN9,نو\n")
    changed = extract(clock=Clock()).change

    assert small == []
    assert changed.tables == {"course"}


def test_a_person_taken_back_is_gone(nation: Folder):
    new = f"national_id,first_name,last_name\n{synthetic(9)},نو,تازه\n"
    nation.load("people", new)
    added = Person.objects.latest("pk").pk
    before = extract(clock=Clock()).lake
    exchange.take_back(load=last_load(), by=None, at=timezone.now())
    assert not Person.objects.filter(pk=added).exists()

    after = extract(clock=Clock())

    assert after.change.people == {added}
    assert before.rows("person") - after.lake.rows("person") == 1


def test_one_completion_writes_one_part(
    nation: Folder, home: Path, small_parts: Callable[[str, int], None]
):
    for person in range(30, 40):
        nation.load(
            "people", f"national_id,first_name,last_name\n{synthetic(person)},الف,ب\n"
        )
        nation.load("completions", f"{HEAD}{synthetic(person)},EL-204,1404-02-11,1,1\n")
    first = extract(clock=Clock()).lake
    there = files(home)
    nation.load("completions", f"{HEAD}{synthetic(35)},EL-205,1404-02-11,1,2\n")
    person = Completion.objects.latest("pk").person_id

    second = extract(clock=Clock())

    new = {name for name in files(home).keys() - there.keys() if "changes" not in name}
    assert len(new) == 1
    assert second.written == {"completion": 2}
    assert second.change.people == {person}
    assert second.lake.since(first.number) == second.change


def test_registers_put_back_from_a_backup_are_read_whole(nation: Folder, settings: Any):
    extract(clock=Clock())
    manifest = settings.HOME / "lake" / "manifest.json"
    text = manifest.read_text(encoding="utf-8")
    lake = newest()
    assert lake is not None
    manifest.write_text(text.replace(lake.origin, f"{lake.origin}, elsewhere"))

    again = extract(clock=Clock())

    assert again.whole
    assert again.lake.since(lake.number).people is None


def test_what_is_long_ago_counts_as_everything(nation: Folder):
    lake = extract(clock=Clock()).lake

    assert lake.since(lake.number - 1).people is None
    assert not lake.since(lake.number)


# ---- one moment ------------------------------------------------------------------


def test_what_is_recorded_later_is_stamped_later(nation: Folder):
    lake = extract(clock=timezone.now).lake

    with transaction.atomic():
        stamped = moment_of_record(lake.moment - timedelta(hours=1))

    assert stamped > lake.moment
    assert LastDecision.objects.get().at == lake.moment


# SQLite itself lets one writer in at a time.
@pytest.mark.only_on("postgresql")
def test_a_writer_is_not_queued_behind_an_extract(nation: Folder):
    holding, done = Event(), Event()

    def write() -> None:
        with transaction.atomic():
            moment_of_record(timezone.now())
            holding.set()
            done.wait(PATIENCE)
        connection.close()

    writer = Thread(target=write)
    writer.start()
    holding.wait(PATIENCE)
    try:
        with pytest.raises(Busy):
            extract(clock=Clock(), patience=0.3)
        assert newest() is None
    finally:
        done.set()
        writer.join(PATIENCE)
    assert extract(clock=Clock()).whole


def test_a_file_held_for_a_moment_is_waited_for(
    nation: Folder, monkeypatch: pytest.MonkeyPatch
):
    opened: list[str] = []
    name = "of_sqlite" if connection.vendor == "sqlite" else "of_postgres"
    begin = getattr(reading, name)

    def reader(where: str) -> Any:
        opened.append(where)
        if len(opened) == 1:
            raise sqlite3.OperationalError("database is locked")
        return begin(where)

    monkeypatch.setattr(reading, name, reader)

    assert extract(clock=Clock()).whole
    assert len(opened) == 2


# ---- never half ------------------------------------------------------------------


def test_a_broken_extract_leaves_the_old_one_in_force(
    nation: Folder, monkeypatch: pytest.MonkeyPatch, home: Path
):
    before = extract(clock=Clock()).lake
    there = files(home)
    nation.load("completions", f"{HEAD}{ALI},EL-204,1404-02-11,1,12\n")
    nation.load("courses", "code,title\nN9,نو\n")

    def breaks(*_args: Any, **_more: Any) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(shelf, "list_people", breaks)
        with pytest.raises(OSError, match="disk full"):
            extract(clock=Clock())
    left = newest()
    again = extract(clock=Clock())

    assert left == before
    assert all(path.exists() for each in before.files for path in before.paths(each))
    assert again.change.people
    named = {
        str(p.relative_to(home)) for e in again.lake.files for p in again.lake.paths(e)
    }
    changes = {name for name in files(home) if "changes" in name}
    assert files(home).keys() == named | there.keys() | changes


def test_an_extract_can_be_stopped(nation: Folder):
    with pytest.raises(Stopped):
        extract(clock=Clock(), stop=lambda: True)

    assert newest() is None


def hold(home: Path, held: Any) -> None:
    from django.conf import settings  # noqa: PLC0415 - in the other process

    settings.HOME = home
    with shelf.alone():
        held.set()
        Event().wait()


def test_two_extracts_exclude_each_other_until_one_dies(nation: Folder, home: Path):
    processes = multiprocessing.get_context("fork")
    held = processes.Event()
    other = processes.Process(target=hold, args=(home, held))
    other.start()
    assert held.wait(PATIENCE)

    with pytest.raises(AtWork):
        extract(clock=Clock())
    other.kill()
    other.join(PATIENCE)

    assert extract(clock=Clock()).whole


def test_readers_keep_their_files_for_an_hour(nation: Folder, home: Path):
    clock = Clock()
    first = extract(clock=clock).lake
    nation.load("completions", f"{HEAD}{SARA},EL-204,1404-02-11,1,12\n")
    extract(clock=clock)
    assert all(path.exists() for path in first.paths("completion"))

    late = Clock(clock.now + timedelta(hours=2))
    extract(clock=late)

    (old,) = first.paths("completion")
    assert not old.exists()


# ---- the command -------------------------------------------------------------------


def test_the_command_says_moment_rows_and_seconds(
    nation: Folder, capsys: pytest.CaptureFixture[str]
):
    with override("en"):
        call_command("extract")
        first = capsys.readouterr().out
        call_command("extract")
        second = capsys.readouterr().out
        nation.load("completions", f"{HEAD}{SARA},EL-204,1404-02-11,1,12\n")
        call_command("extract")
        third = capsys.readouterr().out

    assert "The registers at 14" in first
    assert "completion            0" in first
    assert "Nothing had changed" in second
    assert "Rows of 1 people changed." in third
    assert "completion            1" in third


@pytest.mark.parametrize("fault", [AtWork, Busy])
def test_the_command_says_why_it_did_nothing(
    fault: type[Exception], monkeypatch: pytest.MonkeyPatch
):
    def refuse(**_asked: Any) -> None:
        raise fault

    monkeypatch.setattr(extracting, "extract", refuse)

    with pytest.raises(CommandError) as said:
        call_command("extract")

    assert said.value.returncode == 2
