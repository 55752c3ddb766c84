"""How long the registers take to become columns, beside the bare scan of them.

    script/bench extracts                    a nation of PEOPLE (20,000), made here
    benchmarks/extracts.py --home FOLDER    the registers of a home that is there,
                                             SQLite; nothing is written there

Prints rows, seconds and peak memory of the extract, of one after nothing changed, and
of the floor: one reading process, whose rows are dropped. Work and memory are those of
all processes, looked at twenty times a second; a page that two of them use counts once.
Fails beyond 1 GB, or beyond the share of 20 s that falls to so many rows
of the 15 million of 513,000 people.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PEOPLE = os.environ.get("PEOPLE", "20000")
SECONDS, ROWS = 20.0, 15_000_000  # the goal, and at what size
START = 1.0  # seconds that hold at any size
MEGABYTES = 1_000
ROOT = Path(__file__).resolve().parents[1]
DAY = "1405-06-01"

MEASURED = """
import json, resource, sys, time
sys.path.insert(0, "benchmarks")
import django
django.setup()
from django.utils import timezone
from karamad.lake import extracting, reading, work
from karamad.lake.catalogue import catalogue
from karamad.trust.audit import actions
from worlds.memory import Watch

if sys.argv[2] == "read-only":
    # Somebody else's home: its moment is not noted there.
    actions.moment_of_extract = lambda at: at

def floor():
    rows = 0
    with reading.cut(clock=timezone.now, scanners=1, patience=0) as cut:
        (scanner,) = cut.scanners
        for each in catalogue().values():
            asked = work.question(each, scanner.vendor)
            rows += sum(batch.num_rows for batch in scanner.batches(asked))
    return rows

def extract():
    outcome = extracting.extract(clock=timezone.now)
    return sum(outcome.lake.rows(name) for name in outcome.lake.files)

def worked():
    # Reading processes count, and have ended by then.
    whose = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    each = map(resource.getrusage, whose)
    return sum(one.ru_utime + one.ru_stime for one in each)

began, before = time.monotonic(), worked()
with Watch(every=0.05) as watch:
    rows = {"floor": floor, "extract": extract}[sys.argv[1]]()
seconds, work_done = time.monotonic() - began, worked() - before
peak = watch.most / 1024
print(json.dumps([rows, seconds, work_done, peak]))
"""


def karamad(*arguments: str, home: Path, database: str) -> None:
    subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(home, database),
        check=True,
        capture_output=True,
    )


def environment(home: Path, database: str) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "karamad.config.settings",
        "KARAMAD_HOME": str(home),
        "KARAMAD_DATABASE_URL": database,
    }


def measured(what: str, home: Path, database: str, mode: str) -> tuple[float, ...]:
    """Return rows, seconds by the clock, seconds of processor time, peak megabytes."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", MEASURED, what, mode],
        cwd=ROOT,
        env=environment(home, database),
        check=True,
        capture_output=True,
        text=True,
    )
    return tuple(json.loads(done.stdout))


def compared(name: str, home: Path, database: str, mode: str) -> bool:
    """Print a table for one database; return whether the bounds hold."""
    held = True
    for what, asked in (
        ("floor", "floor"),
        ("extract", "extract"),
        ("again", "extract"),
    ):
        rows, seconds, work, peak = measured(asked, home, database, mode)
        print(
            f"{name:>10} {what:>8} {rows:>12,.0f} rows {seconds:>7.1f} s by the clock"
            f" {work:>7.1f} s of work {rows / seconds:>12,.0f} rows/s {peak:>6.0f} MB"
        )
        if what == "extract":
            bound = max(SECONDS * rows / ROWS, START)
            held = seconds <= bound and peak <= MEGABYTES
            print(f"{'':>10} {'bound':>8} {bound:.1f} s, {MEGABYTES} MB")
    return held


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path)
    there = parser.parse_args().home
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        if there:
            database = f"sqlite:///{there.absolute() / 'karamad.sqlite3'}"
            return 0 if compared("SQLite", home, database, "read-only") else 1
        held = True
        databases = {"SQLite": ""}
        databases |= {"PostgreSQL": os.environ.get("KARAMAD_BENCH_POSTGRES") or "none"}
        for name, database in databases.items():
            if database == "none":
                continue
            own = home / name
            own.mkdir()
            karamad("migrate", home=own, database=database)
            made = ("demo", "--people", PEOPLE, "--on", DAY)
            karamad(*made, home=own, database=database)
            held &= compared(name, own, database, "noted")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
