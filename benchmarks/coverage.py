"""How long a page of the coverage takes to be counted among 513,000 people in posts.

    python benchmarks/coverage.py [--people N] [--rounds N]

Draws verdicts by two profiles of everybody in a nation of 31 provinces, 75,000 units,
writes the book of a day, and asks it what pages ask: the lines and the criteria of the
nation, a province, a county, with and without filters; the people of a number; twelve
past days. Prints p50 and p95 in milliseconds of the clock and of this process's
processor time; then how long one changed person takes to be counted anew, the judge
left out.
Exits 1 over a bound.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

PEOPLE = 513_000
ROUNDS = 20
BOUND = 150.0  # milliseconds, p95 of counting a page
FRESH = 1_000.0  # milliseconds for one person; two seconds with the copy and the judge
ON = date(2026, 5, 1)
PROVINCES, COUNTIES, UNITS, POSTS, CRITERIA = 31, 15, 160, 120, 10
LIMIT = 50


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=PEOPLE)
    options.add_argument("--rounds", type=int, default=ROUNDS)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="karamad-bench-") as folder:
        os.environ["KARAMAD_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "karamad.config.settings"
        import django

        django.setup()
        return measured(asked.people, asked.rounds, Path(folder))


# ---- the nation ----------------------------------------------------------------


def nation(people: int) -> tuple[Any, Any, dict[int, str]]:
    """Return the persons' table, the units' and every unit's path, by key."""
    import numpy as np
    import pyarrow as pa

    paths, kinds = {1: "1."}, ["ministry"]
    for province in range(PROVINCES):
        top = 2 + province * (1 + COUNTIES * (1 + UNITS))
        paths[top] = f"1.{top}."
        kinds.append("province")
        for county in range(COUNTIES):
            middle = top + 1 + county * (1 + UNITS)
            paths[middle] = f"{paths[top]}{middle}."
            kinds.append("county")
            for unit in range(middle + 1, middle + 1 + UNITS):
                paths[unit] = f"{paths[middle]}{unit}."
                kinds.append("office")
    chance = np.random.default_rng(1405)
    born = np.datetime64("1960-01-01") + chance.integers(0, 15_000, people)
    persons = pa.table(
        {
            "person": pa.array(np.arange(1, people + 1)),
            "employment": pa.array(
                chance.choice(["official", "contractual", "fixed_term"], people)
            ),
            "gender": pa.array(chance.choice(["f", "m"], people)),
            "birth_date": pa.array(born.astype("datetime64[D]")),
        }
    )
    units = pa.table(
        {
            "unit": pa.array(list(paths), pa.int64()),
            "kind": kinds,
            "path": list(paths.values()),
        }
    )
    return persons, units, paths


def judged(people: int, tables: tuple[Any, Any], units: list[int]) -> Any:
    """Return verdicts by two profiles, a post each; few sets of findings recur."""
    import numpy as np
    import pyarrow as pa

    from karamad.insight.coverage.actions.making import Judged

    chance = np.random.default_rng(1398)
    post = chance.integers(1, POSTS + 1, people)
    unit = chance.choice(units, people)
    rows = 2 * people
    sets = chance.integers(0, 1 << CRITERIA, 60)
    unmet = sets[(chance.random(rows) ** 3 * 60).astype(int)]
    unmet[chance.random(rows) < 0.6] = 0
    unknown = np.where(chance.random(rows) < 0.05, 1 << 3, 0) & ~unmet
    word = np.where(
        unmet, "not_eligible", np.where(unknown, "undetermined", "eligible")
    )
    until = np.datetime64(ON) + chance.integers(1, 900, rows)
    verdict = pa.table(
        {
            "person": pa.array(np.tile(np.arange(1, people + 1), 2)),
            "post": pa.array(np.tile(post, 2)),
            "unit": pa.array(np.tile(unit, 2)),
            "profile": pa.array(np.repeat([1, 2], people)),
            "verdict": pa.array(word),
            "until": pa.array(until.astype("datetime64[D]")),
            "unmet": pa.array(unmet.astype("int64")),
            "unknown": pa.array(unknown.astype("int64")),
        }
    )
    return Judged(
        verdict=verdict,
        tables={"person": tables[0], "unit": tables[1]},
        editions={1: 1, 2: 2},
        of_post=frozenset({1, 2}),
    )


# ---- what pages ask ----------------------------------------------------------------


def pages(book: Any, months: list[Any], paths: dict[int, str]) -> dict[str, Any]:
    from karamad.insight.coverage.actions import asking
    from karamad.insight.coverage.actions.asking import Asked, Group
    from karamad.insight.coverage.actions.places import Place
    from karamad.insight.coverage.rules import Answer
    from karamad.registers.people.models import Unit

    def place(key: int) -> Place:
        return Place(Unit(pk=key, path=paths[key]))

    whole, province, county = Place(None), place(2), place(3)
    sizes = {1: CRITERIA, 2: CRITERIA}
    narrow = Asked(post=7, employment="official", gender="f", age="40-49")

    def cube(where: Place, asked: Asked) -> Callable[[], object]:
        return lambda: asking.cube(book, where, asked, sizes)

    def listed(where: Place) -> Callable[[], object]:
        return lambda: asking.people(
            book,
            where,
            Asked(),
            Group(Answer.NOT_ELIGIBLE),
            order="near",
            limit=LIMIT,
            offset=0,
        )

    return {
        "the nation": cube(whole, Asked()),
        "the nation, four filters": cube(whole, narrow),
        "the nation, a criterion": cube(whole, Asked(profile=1, place=4)),
        "a province": cube(province, Asked()),
        "a county": cube(county, Asked()),
        "people of the nation": listed(whole),
        "people of a county": listed(county),
        "twelve months of the nation": lambda: asking.months(months, whole, Asked()),
        "twelve months of a province": lambda: asking.months(months, province, Asked()),
    }


def measured(people: int, rounds: int, home: Path) -> int:
    from karamad.insight.coverage.actions import making

    persons, units, paths = nation(people)
    leaves = [key for key, path in paths.items() if path.count(".") > 3]
    everyone = judged(people, (persons, units), leaves)
    began = time.perf_counter()
    book = making.make(everyone, on=ON)
    took = time.perf_counter() - began
    size = sum(path.stat().st_size for path in home.rglob("*.parquet")) / 2**20
    print(f"{people:,} people in posts, {len(paths):,} units: the book of a day is")
    print(f"written in {took:.1f} s and takes {size:.0f} MB")
    months = [copied(book, ON - timedelta(days=30 * back)) for back in range(12)]
    slow = False
    print(f"\n{'page':32}{'p50':>8}{'p95':>8}{'cpu p50':>9}   bound")
    for name, ask in pages(book, months, paths).items():
        ask()
        clocks, work = [], []
        for _ in range(rounds):
            clock, cpu = time.perf_counter(), time.process_time()
            ask()
            clocks.append(1000 * (time.perf_counter() - clock))
            work.append(1000 * (time.process_time() - cpu))
        p95 = statistics.quantiles(clocks, n=20)[-1]
        bound = BOUND if name.startswith(("the", "a ")) else None
        slow |= bound is not None and p95 > bound
        middle, cpu = statistics.median(clocks), statistics.median(work)
        print(f"{name:32}{middle:8.0f}{p95:8.0f}{cpu:9.0f}   {bound or ''}")
    return int(renewed(book, everyone, rounds) > FRESH or slow)


def copied(book: Any, day: date) -> Any:
    """Return the same book under another day: as much to read as twelve of them."""
    from dataclasses import replace

    from karamad.insight.coverage.actions import books

    if day != book.day:
        shutil.copytree(books.folder(book.day), books.folder(day))
    return replace(book, day=day)


def renewed(book: Any, everyone: Any, rounds: int) -> float:
    """Count one person anew, again and again; print and return the p95 in ms."""
    from dataclasses import replace

    from karamad.insight.coverage.actions import making

    clocks = []
    for person in range(1, rounds + 1):
        own = [person - 1, person - 1 + everyone.verdict.num_rows // 2]
        alone = replace(everyone, verdict=everyone.verdict.take(own))
        clock = time.perf_counter()
        book = making.renew(book, alone, people=[person], making=1 + person)
        clocks.append(1000 * (time.perf_counter() - clock))
    p95 = statistics.quantiles(clocks, n=20)[-1]
    middle = statistics.median(clocks)
    print(f"{'one person counted anew':32}{middle:8.0f}{p95:8.0f}{'':9}   {FRESH:.0f}")
    return p95


if __name__ == "__main__":
    sys.exit(main())
