"""How long the pages of lists take in a nation of 513,000 people.

    python benchmarks/list_pages.py [--people N] [--home FOLDER] [--rounds N]

Makes a demo nation (its completions left out: lists read none) in a throw-away home, or
takes the one in FOLDER, on SQLite or on $KARAMAD_BENCH_POSTGRES when that is set and no
folder given. Asks each page through Django's client, in turn, so that no page is asked
twice in a row; prints p50 and p95 in milliseconds by role, of the wall clock and of the
processor: this process's own, SQLite included, and its PostgreSQL server process's (in
steps of 10 ms). On a busy machine the latter says more. Exits 1 over the bound.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

import argparse
import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

PEOPLE = 513_000
BOUND = 150.0  # milliseconds, p95 of every page
ROUNDS = 20

ROLES = {"deputy": "national", "khorasan": "provincial", "shahrdari": "municipal"}
PAGES = {
    "people, first page": "/people/",
    "people, page 200": "/people/?page=200",
    "people, page 10,000": "/people/?page=10000",
    "a common name": "/people/?q=مقدم",
    "a rare name": "/people/?q=ناصرخانی",
    "two names": "/people/?q=علی مقدم",
    "two letters": "/people/?q=ز خ",
    "nobody": "/people/?q=ژکفنب چذغظ",
    "a common post": "/people/?post=CLERK",
    "a rare post": "/people/?post=COUNTY-GOVERNOR",
    "a degree": "/people/?degree=doctorate",
    "the retired": "/people/?who=left",
    "longest service": "/people/?sort=service",
    "units, the tree": "/people/units/",
    "units by name": "/people/units/?q=شهرداری",
    "posts": "/people/posts/",
}


Times = dict[tuple[str, str], list[tuple[float, float]]]


def main() -> int:
    options = read_options()
    with tempfile.TemporaryDirectory(prefix="karamad-bench-") as folder:
        status = 0
        for engine, home, url in engines(options, Path(folder)):
            command = [sys.executable, __file__, "--inside", engine]
            command += ["--people", str(options.people)]
            command += ["--rounds", str(options.rounds)]
            environment = {**os.environ, "KARAMAD_HOME": str(home)}
            environment["KARAMAD_DATABASE_URL"] = url
            status |= subprocess.run(command, env=environment, check=False).returncode  # noqa: S603
    return status


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--inside", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


def engines(options: argparse.Namespace, folder: Path) -> list[tuple[str, Path, str]]:
    postgres = os.environ.get("KARAMAD_BENCH_POSTGRES", "")
    if options.home:
        return [("as set", options.home, os.environ.get("KARAMAD_DATABASE_URL", ""))]
    found = [("SQLite", folder / "sqlite", "")]
    if postgres:
        found.append(("PostgreSQL", folder / "postgres", postgres))
    return found


# ---- inside: one engine, Django set up -------------------------------------------


def measure(engine: str, people: int, rounds: int) -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "karamad.config.settings")
    django.setup()
    from django.conf import settings
    from django.test.utils import override_settings

    storages = {
        **settings.STORAGES,
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        },
    }
    with override_settings(ALLOWED_HOSTS=["*"], STORAGES=storages):
        found = make_nation(people)
        times = ask(rounds)
    return report(engine, found, times)


def make_nation(people: int) -> int:
    from django.core.management import call_command
    from django.db import connection

    from karamad.cycle.eligibility.demo import nation
    from karamad.registers.people.models import Person

    call_command("migrate", verbosity=0)
    if not Person.objects.exists():
        vars(nation)["train"] = lambda *_: None
        call_command("demo", people=people, stdout=io.StringIO())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Person.objects.count()


def ask(rounds: int) -> Times:
    from django.db import connection
    from django.test import Client

    from karamad.trust.accounts.models import User

    readers: dict[str, Any] = {}
    for name, role in ROLES.items():
        readers[role] = Client()
        readers[role].force_login(
            User.objects.get(username=name),
            backend="django.contrib.auth.backends.ModelBackend",
        )
    server = backend(connection)
    times: Times = {}
    for turn in range(rounds + 1):
        for role, reader in readers.items():
            for page, address in PAGES.items():
                began, cpu = time.perf_counter(), processor(server)
                answer = reader.get(address)
                took = (time.perf_counter() - began) * 1000
                spent = (processor(server) - cpu) * 1000
                assert answer.status_code == 200, (address, answer.status_code)
                if turn:  # the first turn only warms
                    times.setdefault((page, role), []).append((took, spent))
    return times


def backend(connection: Any) -> Path | None:
    """Return where Linux says what our PostgreSQL server process has spent, if any."""
    if connection.vendor != "postgresql":
        return None
    connection.settings_dict["CONN_MAX_AGE"] = None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return Path(f"/proc/{cursor.fetchone()[0]}/stat")


def processor(server: Path | None) -> float:
    """Return the seconds of processor time spent so far, here and by our server."""
    spent = time.process_time()
    if server:
        user, system = server.read_text().rsplit(")", 1)[1].split()[11:13]
        spent += (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    return spent


def report(engine: str, people: int, times: Times) -> int:
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"\n{engine}, {people:,} people, load {load}")
    print(f"wall p50 / p95 (processor p50 / p95) in ms, bound {BOUND:.0f}")
    print(f"{'':22}" + "".join(f"{role:>26}" for role in ROLES.values()))
    slow = 0
    for page in PAGES:
        cells = ""
        for role in ROLES.values():
            wall = [took for took, _ in times[page, role]]
            cpu = [spent for _, spent in times[page, role]]
            slow += p95(wall) > BOUND
            own = f"({statistics.median(cpu):.0f} / {p95(cpu):.0f})"
            cells += f"{statistics.median(wall):>8.0f} /{p95(wall):>5.0f}{own:>12}"
        print(f"{page:22}{cells}")
    print(f"{slow} of {len(times)} over the bound.")
    return 1 if slow else 0


def p95(values: list[float]) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


if __name__ == "__main__":
    asked = read_options()
    if asked.inside:
        sys.exit(measure(asked.inside, asked.people, asked.rounds))
    sys.exit(main())
