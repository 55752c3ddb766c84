"""How long a nation takes: everyone judged at once, every kind and window in the mix.

A synthetic extract (worlds/nation.py) of 51,300 and 513,000 people, with --whole also
5,130,000; 23.4 completions each, ten criteria a person, four of them courses. Timed are
findings and verdicts of all, the same with every until, and beside them, in the same
run, what the course criteria alone cost as a plain query, as one of bit masks, and the
bare scan. Prints seconds by the clock and of the processor, and how the cost grows
from each size to the next; exits 1 over a bound.
"""

from __future__ import annotations

import math
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "karamad.config.settings")

from worlds.nation import ON, laws, write

from karamad.cycle.eligibility import measures
from karamad.lake.engines.duck import Duck, DuckSession

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


def judged(duck: Duck, files: Mapping[str, list[Path]], *, with_until: bool) -> None:
    """Judge everyone, from the files to verdicts, and to every finding's until."""
    with duck.session(files) as session:
        judge(session, with_until=with_until)
        session.run("SELECT * FROM verdict")
        if with_until:
            session.keep("found", measures.findings_sql(ON))


def judge(session: DuckSession, *, with_until: bool) -> None:
    asked = laws()
    shelf = measures.prepare(session)
    measures.ask_seats(session, asked, on=ON)
    measures.judge(session, shelf, asked, on=ON, with_until=with_until)


def measure(people: int, folder: Path) -> dict[str, Took]:
    files = write(folder, people)
    duck = Duck(memory="4GB", threads=0, spill=folder / "spill")
    took = {
        "verdicts": timed(lambda: judged(duck, files, with_until=False)),
        "with every until": timed(lambda: judged(duck, files, with_until=True)),
    }
    with duck.session(files) as session:
        judge(session, with_until=False)
        session.keep("mask_look", MASK_LOOK)
        for name, sql in (("plain", PLAIN), ("bit masks", MASKS), ("scan", SCAN)):
            took[name] = timed(lambda sql=sql: session.run(sql))
    duck.close()
    return took


def main() -> int:
    sizes = [*SIZES, *([WHOLE] if "--whole" in sys.argv else [])]
    took = {}
    for people in sizes:
        folder = Path(tempfile.mkdtemp(prefix="karamad-nation-"))
        try:
            took[people] = measure(people, folder)
        finally:
            shutil.rmtree(folder)
        print(f"{people:,} people")
        for name, (wall, processor) in took[people].items():
            print(f"  {name:18} {wall:7.2f} s   {processor:7.2f} s of processor")
    for name in BOUNDS:
        for small, large in pairwise(sizes):
            ratio = took[large][name].processor / took[small][name].processor
            grows = math.log(ratio, large / small)
            print(
                f"{name}: from {small:,} to {large:,} people, power {grows:.2f} of them"
            )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak {peak:,.0f} MB")
    slow = [n for n, bound in BOUNDS.items() if took[BOUND_OF][n].wall > bound]
    for name in slow:
        print(f"BELOW: {name} takes more than {BOUNDS[name]} s")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
