"""How long a nation takes: everyone judged at once, every kind and window in the mix.

A synthetic extract (worlds/nation.py) of 51,300 and 513,000 people, with --whole also
5,130,000; 23.4 completions each, ten criteria a person, four of them courses. Timed are
findings and verdicts of all, the same with every until, that with all the evidence
shown, and beside them, in the same run, what the course criteria alone cost as a plain
query, as one of bit masks, and the bare scan. Prints seconds by the clock and of the
processor, and how the cost grows from each size to the next; exits 1 over a bound.

`--engine local[2]` asks Spark instead, by the clock alone: its work is another
process's. The bounds are DuckDB's. `--people N` measures that size only, `--memory`
gives the engine more, `--unshown` leaves the evidence out, and `--files FOLDER` keeps
the extract, so that both engines read the same.
"""

from __future__ import annotations

import argparse
import math
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "karamad.config.settings")

import django
import pyarrow as pa
from worlds.nation import ON, laws, write

from karamad.cycle.eligibility import measures
from karamad.lake.engines import Engine, Session
from karamad.lake.engines.duck import Duck
from karamad.lake.engines.spark import Spark
from karamad.lake.shelf import File, Lake
from karamad.lake.slices import slices

SIZES = (51_300, 513_000)
WHOLE = 5_130_000
BOUNDS = {"verdicts": 4.0, "with every until": 8.0}  # seconds, of 513,000 people
BOUND_OF = 513_000

SCAN = """
SELECT sum(person), sum(course), max(completed_on), count(*)
FROM completion
WHERE passed
"""
MASK_LOOK = """
SELECT
    CAST(c.law AS BIGINT) * 4294967296 + c.course AS key,
    l.bit, c.first_day, c.last_day
FROM course_look c
JOIN look l ON l.part = c.part
WHERE l.from_day <= DATE '2026-05-01'
"""
MASKS = """
SELECT count(*), sum(met) FROM (
    SELECT c.person, bit_or(l.bit) AS met
    FROM completion c
    JOIN holder h ON h.record = c.person
    JOIN mask_look l ON l.key = h.base + c.course
    WHERE c.passed AND c.completed_on BETWEEN l.first_day AND l.last_day
    GROUP BY c.person
)
"""
PLAIN = """
SELECT count(*), sum(is_met) FROM (
    SELECT q.person, l.place,
        max(CASE WHEN c.person IS NULL THEN 0 ELSE 1 END) AS is_met
    FROM question q
    JOIN look l ON l.law = q.law AND l.from_day <= DATE '2026-05-01'
    JOIN course_look k ON k.part = l.part
    LEFT JOIN completion c
        ON c.person = q.person AND c.course = k.course AND c.passed
        AND c.completed_on BETWEEN k.first_day AND k.last_day
    GROUP BY q.person, l.place
)
"""


class Took(NamedTuple):
    """Seconds by the clock, and of the processor, of all threads together."""

    wall: float
    processor: float


def timed(work: Callable[[], object]) -> Took:
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return Took(time.perf_counter() - wall, time.process_time() - processor)


def judged(engine: Engine, lake: Lake, *, with_until: bool) -> None:
    """Judge everyone, from the files to verdicts, and to every finding's until."""
    for some in slices(lake, engine.people_at_a_time):
        with engine.session(some.tables) as session:
            judge(session, with_until=with_until)
            session.run("SELECT * FROM verdict")
            if with_until:
                session.keep("found", measures.findings_sql(ON))
                session.run("SELECT count(*), max(until) FROM found")


def shown(engine: Engine, lake: Lake) -> None:
    """Judge everyone likewise, and fetch every finding with its evidence."""
    for some in slices(lake, engine.people_at_a_time):
        with engine.session(some.tables) as session:
            verdict = judge(session, with_until=True, with_evidence=True)
            session.keep("found", measures.findings_sql(ON))
            for people in measures.show(session, verdict):
                del people


def judge(
    session: Session, *, with_until: bool, with_evidence: bool = False
) -> pa.Table:
    asked = laws()
    shelf = measures.prepare(session)
    measures.ask_seats(session, asked, on=ON)
    return measures.judge(
        session,
        shelf,
        asked,
        on=ON,
        with_until=with_until,
        with_evidence=with_evidence,
    )


def measure(engine: Engine, lake: Lake, *, with_evidence: bool) -> dict[str, Took]:
    took: dict[str, Took] = {}

    def note(name: str, work: Callable[[], object]) -> None:
        took[name] = timed(work)
        wall, processor = took[name]
        line = f"  {name:18} {wall:7.2f} s   {processor:7.2f} s of processor"
        print(line, flush=True)

    note("verdicts", lambda: judged(engine, lake, with_until=False))
    note("with every until", lambda: judged(engine, lake, with_until=True))
    if with_evidence:
        note("and its evidence", lambda: shown(engine, lake))
    if len(list(slices(lake, engine.people_at_a_time))) > 1:
        return took  # what they are beside is judged in slices, they would be whole
    with engine.session(lake.tables()) as session:
        judge(session, with_until=False)
        session.keep("mask_look", MASK_LOOK)
        for name, sql in (("plain", PLAIN), ("bit masks", MASKS), ("scan", SCAN)):
            note(name, partial(session.run, sql))
    return took


def lake_of(folder: Path, people: int) -> Lake:
    """Return the nation's extract; write it unless a run before kept it."""
    whole = folder / "whole"
    if not whole.exists():
        write(folder, people)
        whole.touch()
    files: dict[str, list[File]] = {}
    for path in sorted(folder.glob("*.parquet")):
        files[path.stem] = [File(path.name, 0, 0, "")]
    for path in sorted(folder.glob("*/part-*.parquet")):
        part = int(path.stem.removeprefix("part-"))
        name = path.parent.name
        files.setdefault(name, []).append(File(f"{name}/{path.name}", part, 0, ""))
    return Lake(folder, 1, datetime.now(UTC), "", "", {}, files)


def engine_of(address: str, folder: Path, memory: str) -> Engine:
    if address == "duckdb":
        return Duck(memory=memory, threads=0, spill=folder / "spill")
    return Spark(address, memory=memory)


@contextmanager
def extract(kept: Path | None, people: int) -> Iterator[Path]:
    """Give the folder of a nation of so many; it is gone afterwards unless kept."""
    if kept:
        folder = kept / str(people)
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="karamad-nation-") as place:
        yield Path(place)


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--engine", default="duckdb")
    parser.add_argument("--people", type=int, nargs="*")
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--memory", default="4GB")
    parser.add_argument("--unshown", action="store_true")
    parser.add_argument("--files", type=Path)
    return parser.parse_args()


def main() -> int:
    asked = options()
    django.setup()
    sizes = asked.people or [*SIZES, *([WHOLE] if asked.whole else [])]
    took = {}
    for people in sizes:
        print(f"{people:,} people", flush=True)
        with extract(asked.files, people) as folder:
            lake = lake_of(folder, people)
            engine = engine_of(asked.engine, folder, asked.memory)
            took[people] = measure(engine, lake, with_evidence=not asked.unshown)
            engine.close()
    for name in BOUNDS:
        for small, large in pairwise(sizes):
            ratio = took[large][name].processor / took[small][name].processor
            grows = math.log(ratio, large / small)
            print(
                f"{name}: from {small:,} to {large:,} people, power {grows:.2f} of them"
            )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak {peak:,.0f} MB")
    slow = [
        name
        for name, bound in BOUNDS.items()
        if asked.engine == "duckdb"
        and BOUND_OF in took
        and took[BOUND_OF][name].wall > bound
    ]
    for name in slow:
        print(f"BELOW: {name} takes more than {BOUNDS[name]} s")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
