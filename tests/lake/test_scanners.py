"""SQLite read by processes apart: of one moment, beside our locks, and never half."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.translation import override

from karamad.lake import apart, extracting, scanning, shelf
from karamad.lake.extracting import extract
from karamad.lake.progress import State, progress
from karamad.lake.scanners import Scanner, ScannerLost, ScannerRefused
from karamad.lake.shelf import newest
from tests.exchange.bringing import ALI, HEAD, SARA, Clock, Folder

PATIENCE = 20.0  # seconds
ROWS = 300_000  # more than the pipes hold
COUNT = "SELECT COUNT(*) AS rows, MAX(id) AS last FROM fact"
ALL = "SELECT id, kind FROM fact"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "registers.sqlite3"
    with closing(sqlite3.connect(path)) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE django_migrations (id)")
        made.execute("CREATE TABLE fact (id INTEGER PRIMARY KEY, kind TEXT)")
        rows = ((f"kind {number}",) for number in range(ROWS))
        made.executemany("INSERT INTO fact (kind) VALUES (?)", rows)
        made.commit()
    return path


def address(file: Path) -> str:
    return f"{file.as_uri()}?mode=ro"


@pytest.fixture
def scanner(file: Path) -> Iterator[Scanner]:
    with closing(Scanner(address(file))) as opened:
        opened.greet()
        opened.begin()
        yield opened


# ---- one process -----------------------------------------------------------------


def test_the_other_process_has_no_other_sqlite():
    loaded = "import sys, json, karamad.lake.apart; print(json.dumps([*sys.modules]))"
    done = subprocess.run(
        [sys.executable, "-c", loaded],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        check=True,
        capture_output=True,
    )
    modules = json.loads(done.stdout)

    assert "adbc_driver_sqlite" in modules
    assert not {"sqlite3", "_sqlite3", "django"} & set(modules)


def test_this_process_has_not_theirs():
    code = "import django; django.setup(); import sys, karamad.lake.extracting; "
    code += "sys.exit('adbc_driver_sqlite' in sys.modules)"
    searched = os.pathsep.join(filter(None, sys.path))
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={
            **os.environ,
            "PYTHONPATH": searched,
            "DJANGO_SETTINGS_MODULE": "karamad.config.settings",
        },
        check=False,
    )

    assert done.returncode == 0


def test_an_answer_comes_whole_and_the_next_one_after_it(scanner: Scanner):
    batches = list(scanner.batches(ALL))
    answer = scanner.table(COUNT)

    assert sum(batch.num_rows for batch in batches) == ROWS
    assert answer.to_pylist() == [{"rows": ROWS, "last": ROWS}]
    assert scanner.keys("SELECT id FROM fact WHERE id < 0") == set()


def test_it_sees_the_moment_at_which_it_was_told_to_begin(file: Path, scanner: Scanner):
    with closing(sqlite3.connect(file)) as other:
        other.execute("DELETE FROM fact WHERE id > 7")
        other.commit()
        unmoved = scanner.number("SELECT COUNT(*) FROM fact")
        scanner.begin()

    assert unmoved == ROWS
    assert scanner.number("SELECT COUNT(*) FROM fact") == 7


def test_a_mistaken_question_is_refused_and_the_next_answered(scanner: Scanner):
    with pytest.raises(ScannerRefused, match="no such column: size"):
        scanner.table("SELECT size FROM fact")

    assert scanner.number("SELECT COUNT(*) FROM fact") == ROWS


def test_our_locks_outlive_it(file: Path):
    """Whoever closes a database last removes its log: nobody may think he is it."""
    with closing(sqlite3.connect(file, isolation_level=None)) as ours:
        ours.execute("INSERT INTO fact (kind) VALUES ('ours')")
        with closing(Scanner(address(file))) as theirs:
            theirs.greet()
            theirs.begin()
            assert theirs.number("SELECT MAX(id) FROM fact") == ROWS + 1
        write = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); "
        write += "c.execute('DELETE FROM fact WHERE id = 1'); c.commit(); c.close()"
        subprocess.run([sys.executable, "-c", write, str(file)], check=True)

        assert file.with_name(f"{file.name}-wal").exists()
        assert ours.execute("SELECT MIN(id) FROM fact").fetchone() == (2,)


def test_one_killed_in_the_middle_is_lost_and_not_at_its_end(scanner: Scanner):
    batches = scanner.batches(ALL)
    next(batches)
    scanner.break_off()

    with pytest.raises(ScannerLost, match="-9"):
        list(batches)
    with pytest.raises(ScannerLost):
        scanner.begin()


def test_an_answer_nobody_hears_to_its_end_is_not_taken_for_the_next(scanner: Scanner):
    batches = scanner.batches(ALL)
    next(batches)
    batches.close()  # type: ignore[attr-defined]

    with pytest.raises(ScannerLost):
        scanner.table(COUNT)


def test_one_that_fails_says_why(tmp_path: Path):
    with closing(Scanner(address(tmp_path / "nowhere.sqlite3"))) as scanner:
        scanner.greet()
        with pytest.raises(ScannerRefused, match="failed to open"):
            scanner.begin()


def test_one_that_dies_says_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("karamad.lake.scanners.APART", "karamad.lake.nowhere")
    with (
        closing(Scanner(address(tmp_path / "any"))) as scanner,
        pytest.raises(ScannerLost, match=r"No module named karamad\.lake\.nowhere"),
    ):
        scanner.greet()


ASKS = """
import sys, time
from karamad.lake.scanners import Scanner
scanner = Scanner(sys.argv[1])
scanner.greet()
scanner.begin()
batches = scanner.batches("SELECT id, kind FROM fact")
next(batches)
print(scanner._process.pid, flush=True)
time.sleep(600)
"""


def test_it_ends_with_the_process_that_asked(file: Path):
    asking = subprocess.Popen(
        [sys.executable, "-c", ASKS, address(file)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert asking.stdout is not None
    pid = int(asking.stdout.readline())
    asking.kill()
    asking.communicate()

    assert gone(pid)


def gone(pid: int) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        state = Path(f"/proc/{pid}/stat")
        # An orphan whose new parent has not looked yet is a zombie, and gone.
        if not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


# ---- whole extracts ----------------------------------------------------------------


@pytest.fixture
def scanned(nation: Folder, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A nation whose every table is read by processes, a stretch of few keys each."""
    monkeypatch.setattr(scanning, "LITTLE", 0)
    monkeypatch.setattr(scanning, "STRETCH", 2)
    nation.load("completions", f"{HEAD}{ALI},EL-204,1404-02-11,1,12\n")
    return nation


@pytest.fixture
def lost(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return what makes reading processes die of the first question of a table."""
    answer = Scanner.batches

    def dies(self: Scanner, sql: str) -> Iterator[Any]:
        self._process.send_signal(signal.SIGKILL)
        return answer(self, sql)

    return lambda: monkeypatch.setattr(Scanner, "batches", dies)


def rows(name: str) -> list[dict[str, Any]]:
    lake = newest()
    assert lake is not None
    return [
        row
        for path in lake.paths(name)
        for row in pq.read_table(path, partitioning=None).to_pylist()
    ]


@pytest.mark.only_on("sqlite")  # PostgreSQL is read by connections of ours
def test_processes_read_what_we_read(scanned: Folder, monkeypatch: pytest.MonkeyPatch):
    extract(clock=Clock())
    tables = newest().files  # type: ignore[union-attr]
    theirs = {name: rows(name) for name in tables}
    monkeypatch.setattr(scanning, "LITTLE", 10**6)

    extract(clock=Clock(), whole=True)

    assert {name: rows(name) for name in tables} == theirs
    assert len(theirs["completion"]) == 1


EXTRACTS = """
import django
django.setup()
from django.utils import timezone
from karamad.lake import scanning
from karamad.lake.extracting import extract
scanning.LITTLE, scanning.STRETCH = 0, 100
for _ in range(5):
    lake = extract(clock=timezone.now, whole=True).lake
    print(lake.rows("completion"), lake.marks["completion"], flush=True)
"""
REPLACE = """
UPDATE credentials_completion SET superseded_at = '2026-01-01' WHERE id = {last};
INSERT INTO credentials_completion ({columns})
SELECT {columns} FROM credentials_completion WHERE id = {last};
"""


def replace_until(enough: Event, path: Path) -> None:
    """Put a new completion in the place of the last one, again and again."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        described = other.execute("PRAGMA table_info(credentials_completion)")
        own = {"id", "superseded_at"}
        columns = ", ".join(f'"{row[1]}"' for row in described if row[1] not in own)
        while not enough.wait(0.001):
            other.execute("BEGIN IMMEDIATE")
            found = other.execute("SELECT MAX(id) FROM credentials_completion")
            (last,) = found.fetchone()
            for each in REPLACE.format(columns=columns, last=last).split(";"):
                other.execute(each)
            other.execute("COMMIT")


@pytest.mark.only_on("sqlite")  # PostgreSQL is read by connections of ours
def test_all_see_one_moment_while_somebody_writes(scanned: Folder, tmp_path: Path):
    """One completion is current at every moment; of two moments none is, or two are."""
    home = tmp_path / "written"
    home.mkdir()
    path = home / "karamad.sqlite3"
    with closing(sqlite3.connect(path)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=WAL")
    enough = Event()
    writer = Thread(target=replace_until, args=(enough, path))
    writer.start()
    try:
        done = subprocess.run(
            [sys.executable, "-c", EXTRACTS],
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                "DJANGO_SETTINGS_MODULE": "karamad.config.settings",
                "KARAMAD_HOME": str(home),
                "KARAMAD_DATABASE_URL": "",
            },
            check=True,
            capture_output=True,
            text=True,
        )
    finally:
        enough.set()
        writer.join(PATIENCE)

    said = [line.split() for line in done.stdout.splitlines()]
    assert [current for current, _ in said] == ["1"] * 5
    assert len({last for _, last in said}) == 5  # it did write all the while


@pytest.mark.only_on("sqlite")  # PostgreSQL is read by connections of ours
def test_a_lost_process_leaves_the_old_extract_and_says_so(
    scanned: Folder, lost: Callable[[], None]
):
    before = extract(clock=Clock()).lake
    scanned.load("completions", f"{HEAD}{SARA},EL-204,1404-02-11,1,12\n")
    lost()

    with override("en"), pytest.raises(CommandError, match="stays in force") as said:
        call_command("extract", "--whole")

    assert said.value.returncode == 2
    assert newest() == before
    assert not shelf.is_held()
    found = progress()
    assert (found.state, found.fault) == (State.BROKEN, "ScannerLost")


@pytest.mark.only_on("sqlite")  # PostgreSQL is read by connections of ours
def test_a_full_disk_leaves_the_old_extract_and_says_so(
    scanned: Folder, monkeypatch: pytest.MonkeyPatch
):
    before = extract(clock=Clock()).lake
    taken: list[int] = []

    def full(*_args: Any) -> Any:
        taken.append(1)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(scanning, "write_part", full)
    with override("en"), pytest.raises(CommandError, match="No space left") as said:
        call_command("extract", "--whole")

    assert taken
    assert said.value.returncode == 2
    assert newest() == before
    assert not shelf.is_held()


@pytest.mark.only_on("sqlite")  # PostgreSQL is read by connections of ours
def test_keys_that_interrupt_stop_all_of_it(
    scanned: Folder, monkeypatch: pytest.MonkeyPatch
):
    before = extract(clock=Clock()).lake
    begun: list[Scanner] = []
    greet = Scanner.greet

    def greeted(self: Scanner) -> None:
        begun.append(self)
        greet(self)

    def interrupted(_table: str, _rows: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Scanner, "greet", greeted)
    with pytest.raises(KeyboardInterrupt):
        extract(clock=Clock(), whole=True, tell=interrupted)

    assert newest() == before
    assert not shelf.is_held()
    assert len(begun) == extracting.SCANNERS
    assert all(gone(each._process.pid) for each in begun)


@pytest.mark.only_on("sqlite")  # PostgreSQL is read by connections of ours
def test_a_file_held_for_a_moment_is_looked_at_again(
    scanned: Folder, monkeypatch: pytest.MonkeyPatch
):
    tries: list[Scanner] = []
    begin = Scanner.begin

    def held_at_first(self: Scanner) -> None:
        tries.append(self)
        if len(tries) == 1:
            raise ScannerRefused("database is locked")
        begin(self)

    monkeypatch.setattr(Scanner, "begin", held_at_first)

    assert extract(clock=Clock()).whole
    assert len(tries) == 1 + extracting.SCANNERS


def test_the_words_of_both_sides_are_the_same():
    assert (apart.YES, apart.NO, apart.END) == (b"+", b"-", b".")
