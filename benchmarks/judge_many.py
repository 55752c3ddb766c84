"""How many people a second `karamad judge` judges, from the registers to a file.

A demo nation (PEOPLE in the environment, default 20,000) in a home of its own; the
command as an operator gives it, on one core and on all; then how long a nation of
513,000 takes at that rate. Exits 1 when a second of processor time judges fewer people
than the bound; that second is the same on a machine where others work, too.
"""

from __future__ import annotations

import csv
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

PEOPLE = int(os.environ.get("PEOPLE", "20000"))
NATION = 513_000
BOUND = 500.0  # people a second of processor time: the nation in 17 minutes of it
ROOT = Path(__file__).resolve().parents[1]
DAY = "1405-06-01"


def karamad(*arguments: str, home: Path, database: str) -> str:
    """Run the command in its home; return what it said on stderr."""
    environment = {**os.environ, "KARAMAD_HOME": str(home)}
    environment["KARAMAD_DATABASE_URL"] = database
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        check=True,
        text=True,
        capture_output=True,
    )
    return done.stderr


class Run(NamedTuple):
    """seconds: by the clock; work: of processor time; the start included in both."""

    people: int
    verdicts: int
    seconds: float
    work: float


def judged(workers: int, *, home: Path, database: str) -> Run:
    out = home / "verdicts.csv"
    options = ("--as-of", DAY, "--out", str(out), "--engine", "rules")
    options += ("--workers", str(workers))
    begun, worked = time.monotonic(), processor_time()
    said = karamad("judge", *options, home=home, database=database)
    seconds, work = time.monotonic() - begun, processor_time() - worked
    people = int(re.findall(r"of ([\d,]+) people", said)[-1].replace(",", ""))
    with out.open(encoding="utf-8", newline="") as stream:
        return Run(people, sum(1 for _ in csv.reader(stream)) - 1, seconds, work)


def processor_time() -> float:
    """Return the seconds all ended children worked."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measured(name: str, database: str) -> float:
    """Make a nation, judge it on one core and on all; return the best rate of work."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        karamad("migrate", home=home, database=database)
        demo = ("demo", "--people", str(PEOPLE), "--on", DAY)
        karamad(*demo, home=home, database=database)
        best = 0.0
        for workers in sorted({1, os.cpu_count() or 1}):
            run = judged(workers, home=home, database=database)
            rate, by_work = run.people / run.seconds, run.people / run.work
            best = max(best, by_work)
            print(
                f"{name}, {workers} processes: {run.people:,} people,"
                f" {run.verdicts:,} verdicts in {run.seconds:.1f} s,"
                f" {rate:,.0f} people/s;"
                f" {run.work:.1f} s of processor time, {by_work:,.0f} people/s of it;"
                f" {NATION:,} people: {NATION / rate / 60:.1f} min by the clock,"
                f" {NATION / by_work / 60:.1f} min of processor time"
            )
        return best


def main() -> int:
    rates = [measured("SQLite", "")]
    postgres = os.environ.get("KARAMAD_BENCH_POSTGRES")
    if postgres:
        rates.append(measured("PostgreSQL", postgres))
    return 0 if min(rates) >= BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
