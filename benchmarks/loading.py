"""How fast files go into the registers, checked, against the same rows unchecked.

    python benchmarks/loading.py [--rows N] [--memory] [--only sqlite|postgresql]

Prints rows a second of wall time, the share of what plain executemany or COPY reaches
with the same rows in the same tables, the processor time a row of each process that
takes part (the one that writes, the one that checks ahead, the database's), and
the peak memory of the first two together, pages they share counted once. Fails below
20,000 rows a second, below a fifth, or (with --memory: a million rows) above 300 MB for
CSV and 1 GB for XLSX.
"""

# Each step is a process of its own and sets Django up inside; nothing here is secret.
# ruff: noqa: PLC0415, S311, S603, S608

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SLOWEST = 20_000  # rows a second
LEAST_SHARE = 0.2
MILLION = 1_000_000
CSV_MB, XLSX_MB = 300, 1_000
COURSES = 60
EACH = 25  # completions a person

FIRST = [
    "علی",
    "رضا",
    "محمد",
    "زهرا",
    "فاطمه",
    "حسین",
    "مریم",
    "نرگس",
    "امیر",
    "سارا",
    "مهدی",
    "لیلا",
    "حمید",
    "پریسا",
    "جواد",
]
LAST = [
    "رضایی",
    "کاظمی",
    "محمدی",
    "حسینی",
    "احمدی",
    "کریمی",
    "موسوی",
    "جعفری",
    "صادقی",
    "رحیمی",
    "نوری",
    "قاسمی",
]
ENDS = ["", " نژاد", "‌پور", " اصل", "‌زاده", " فرد"]


HEAD = (
    "| database   | kind              |      rows |    rows/s |     again "
    "| of plain | µs: writes | checks | server |     MB |"
)

# ---- the files ----------------------------------------------------------------


def people(count: int) -> Iterator[list[str]]:
    from karamad.kernel.identifiers import synthetic

    draw = random.Random(1)
    yield [
        "national_id",
        "first_name",
        "last_name",
        "father_name",
        "birth_date",
        "gender",
        "degree",
        "service_start",
    ]
    for number in range(count):
        yield [
            synthetic(number),
            draw.choice(FIRST),
            f"{draw.choice(LAST)}{draw.choice(ENDS)}",
            draw.choice(FIRST),
            f"13{draw.randint(40, 79)}/{draw.randint(1, 12):02}/0{draw.randint(1, 9)}",
            draw.choice(["زن", "مرد"]),
            draw.choice(["کارشناسی", "دیپلم", "کارشناسی ارشد", ""]),
            f"13{draw.randint(80, 99)}-{draw.randint(1, 12):02}-01",
        ]


def completions(count: int, persons: int) -> Iterator[list[str]]:
    from karamad.kernel.identifiers import synthetic

    draw = random.Random(2)
    first = date(2015, 3, 21)
    yield [
        "national_id",
        "course",
        "completed_on",
        "hours",
        "score",
        "passed",
        "certificate_no",
    ]
    for number in range(count):
        # No key comes twice: the day moves on each time round the people.
        person = (number * 7_919) % persons
        day = first + timedelta(days=number // persons * 41 + person % 40)
        yield [
            synthetic(person),
            f"K-{draw.randrange(COURSES):03}",
            day.isoformat(),
            str(draw.choice([4, 8, 12.5, 24, 36])),
            f"{draw.randint(50, 100)}",
            draw.choice(["1", "بله", "0"]),
            f"C{number:09}",
        ]


def courses() -> Iterator[list[str]]:
    yield ["code", "title", "class", "hours"]
    for number in range(COURSES):
        yield [f"K-{number:03}", f"دورهٔ آزمایشی {number}", "job", "12"]


def write_csv(path: Path, rows: Iterator[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def write_xlsx(path: Path, rows: Iterator[list[str]]) -> Path:
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


# ---- one step in a process of its own -----------------------------------------


def load(kind: str, path: Path) -> dict[str, float]:
    from django.utils import timezone
    from worlds.memory import Watch

    from karamad.registers.exchange import actions
    from karamad.registers.exchange.writing.references import Scope

    order = actions.Order(kind, Scope(timezone.localdate()), timezone.now)
    server = server_clock()
    before, of_server = os.times(), server()
    began = time.perf_counter()
    with Watch() as watch:
        (outcome,) = actions.load_files(order, [path])
    took = time.perf_counter() - began
    after, of_server = os.times(), server() - of_server
    counts = outcome.counts
    assert outcome.fault is None, outcome.fault
    assert not counts.refused, outcome.refusals[:3]
    return {
        "rows": counts.rows,
        "seconds": took,
        "writes": after.user + after.system - before.user - before.system,
        "checks": after.children_user + after.children_system,
        "server": of_server,
        "megabytes": watch.most / 1024,
    }


def server_clock() -> Callable[[], float]:
    """Return a clock of the processor time of our connection's server process."""
    from django.db import connection

    connection.ensure_connection()
    if connection.vendor != "postgresql":
        return lambda: 0.0
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat")

    def clock() -> float:
        ticks = stat.read_text().rpartition(")")[2].split()[11:13]
        return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")

    return clock


def plain(kind: str) -> dict[str, float]:
    """Write the rows again that the load has written, as fast as the database takes."""
    from django.db import connection, transaction

    from karamad.registers.exchange.writing.dialects import dialect, quoted

    tables = {
        "completions": ["credentials_completion"],
        "people": ["people_person", "people_namekey"],
    }[kind]
    held: list[tuple[str, list[str], list[tuple[object, ...]]]] = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {quoted(table)} ORDER BY id")
            held.append((table, [c[0] for c in cursor.description], cursor.fetchall()))
        for table, _, _ in reversed(held):
            cursor.execute(f"DELETE FROM {quoted(table)}")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for table, _, _ in held:
                cursor.execute(f"VACUUM FULL {quoted(table)}")
    speak, size = dialect(), 5_000
    began = time.perf_counter()
    for table, columns, rows in held:
        for start in range(0, len(rows), size):
            with transaction.atomic():
                speak.insert(table, columns, rows[start : start + size])
    return {"rows": len(held[0][2]), "seconds": time.perf_counter() - began}


def step(arguments: list[str]) -> None:
    sys.path[:0] = [str(ROOT / "src")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "karamad.config.settings"
    import django

    django.setup()
    match arguments:
        case ["prepare"]:
            from django.core.management import call_command

            call_command("migrate", verbosity=0)
            print("{}")
        case ["load", kind, path]:
            print(json.dumps(load(kind, Path(path))))
        case ["plain", kind]:
            print(json.dumps(plain(kind)))


def ask(environment: dict[str, str], *arguments: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, __file__, "--step", *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        check=True,
    )
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


# ---- the table ----------------------------------------------------------------


def measure(name: str, environment: dict[str, str], folder: Path, rows: int) -> bool:
    """Load and load again, then the same rows unchecked; say whether it is enough."""
    persons = rows // 2
    good = True
    for kind, path in (
        ("people", write_csv(folder / "people.csv", people(persons))),
        ("completions", write_csv(folder / "c.csv", completions(rows, persons))),
    ):
        loaded = ask(environment, "load", kind, str(path))
        again = ask(environment, "load", kind, str(path))
        unchecked = ask(environment, "plain", kind)
        share = unchecked["seconds"] / loaded["seconds"]
        line(name, kind, loaded, again, share)
        good &= loaded["rows"] / loaded["seconds"] >= SLOWEST and share >= LEAST_SHARE
    return good


def measure_memory(
    name: str, environment: dict[str, str], folder: Path, rows: int
) -> bool:
    """Load a million rows as CSV, then the same as XLSX, each in a process."""
    persons = rows // EACH
    people_file = write_csv(folder / "people.csv", people(persons))
    ask(environment, "load", "people", str(people_file))
    path = write_csv(folder / "c.csv", completions(rows, persons))
    of_csv = ask(environment, "load", "completions", str(path))
    line(name, "completions, CSV", of_csv)
    path = write_xlsx(folder / "c.xlsx", completions(rows, persons))
    of_xlsx = ask(environment, "load", "completions", str(path))
    line(name, "the same, XLSX", of_xlsx)
    return of_csv["megabytes"] < CSV_MB and of_xlsx["megabytes"] < XLSX_MB


def line(
    name: str,
    kind: str,
    loaded: dict[str, float],
    again: dict[str, float] | None = None,
    share: float | None = None,
) -> None:
    speed = loaded["rows"] / loaded["seconds"]
    second = f"{again['rows'] / again['seconds']:,.0f}" if again else ""
    of_plain = "" if share is None else f"{share:.2f}"
    writes, checks, server = (
        f"{loaded[who] / loaded['rows'] * 1e6:.0f}"
        for who in ("writes", "checks", "server")
    )
    print(
        f"| {name:10} | {kind:17} | {loaded['rows']:9,} | {speed:9,.0f} "
        f"| {second:>9} | {of_plain:>8} | {writes:>10} | {checks:>6} | {server:>6} "
        f"| {loaded['megabytes']:6,.0f} |",
        flush=True,
    )


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    given = parser.parse_args()
    sys.path[:0] = [str(ROOT / "src")]
    rows = given.rows or (MILLION if given.memory else 200_000)
    print(HEAD)
    print("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|", flush=True)
    print(f"Load before: {os.getloadavg()[0]:.1f}", file=sys.stderr)
    measured = measure_memory if given.memory else measure
    good = True
    server = nullcontext("") if given.only == "sqlite" else postgres()
    with server as url:
        for name, address in (("sqlite", ""), ("postgresql", url)):
            if given.only not in (None, name) or (name == "postgresql" and not url):
                continue
            with tempfile.TemporaryDirectory() as home:
                environment = {"KARAMAD_HOME": home, "KARAMAD_DATABASE_URL": address}
                folder = Path(home)
                file = write_csv(folder / "courses.csv", courses())
                ask(environment, "prepare")
                ask(environment, "load", "courses", str(file))
                good &= measured(name, environment, folder, rows)
    return 0 if good else 1


class postgres:  # noqa: N801 - reads as `with postgres()`
    """The server that script/bench brings, or one of our own for the while."""

    def __enter__(self) -> str:
        self.ours = ""
        url = os.environ.get("KARAMAD_BENCH_POSTGRES")
        if url is None:
            self.ours = tempfile.mkdtemp()
            url = self._say("start")
        if not url:
            return ""
        import psycopg

        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS loading")
            connection.execute("CREATE DATABASE loading")
        return url.rsplit("/", 1)[0] + "/loading"

    def __exit__(self, *_: object) -> None:
        if self.ours:
            self._say("stop")

    def _say(self, word: str) -> str:
        note = {"KARAMAD_POSTGRES": f"{self.ours}/postgres"}
        done = subprocess.run(
            [str(ROOT / "script" / "postgres"), word],
            env={**os.environ, **note},
            stdout=subprocess.PIPE,
            check=False,
            text=True,
        )
        return done.stdout.strip()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--step"]:
        step(sys.argv[2:])
    else:
        sys.exit(main())
