"""How many people a second `karamad judge` judges, from the registers to a file.

A demo nation (PEOPLE in the environment, default 20,000) in a home of its own; the
command as an operator gives it, on one core and on all; then how long a nation of
513,000 takes at that rate. Exits 1 below the bound.
"""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PEOPLE = int(os.environ.get("PEOPLE", "20000"))
NATION = 513_000
BOUND = 300.0  # people/s on all cores of a small machine
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


def judged(workers: int, *, home: Path, database: str) -> tuple[int, int, float]:
    """Judge everyone; return people, verdicts and seconds, the start included."""
    out = home / "verdicts.csv"
    options = ("--as-of", DAY, "--out", str(out), "--workers", str(workers))
    begun = time.monotonic()
    said = karamad("judge", *options, home=home, database=database)
    seconds = time.monotonic() - begun
    people = int(re.findall(r"of ([\d,]+) people", said)[-1].replace(",", ""))
    with out.open(encoding="utf-8", newline="") as stream:
        return people, sum(1 for _ in csv.reader(stream)) - 1, seconds


def measured(name: str, database: str) -> float:
    """Make a nation, judge it on one core and on all; return the best people/s."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        karamad("migrate", home=home, database=database)
        demo = ("demo", "--people", str(PEOPLE), "--on", DAY)
        karamad(*demo, home=home, database=database)
        best = 0.0
        for workers in sorted({1, os.cpu_count() or 1}):
            found = judged(workers, home=home, database=database)
            people, verdicts, seconds = found
            rate = people / seconds
            best = max(best, rate)
            print(
                f"{name}, {workers} processes: {people:,} people, {verdicts:,} verdicts"
                f" in {seconds:.1f} s: {rate:,.0f} people/s,"
                f" {verdicts / seconds:,.0f} verdicts/s;"
                f" {NATION:,} people in {NATION / rate / 60:.1f} min"
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
