"""How long a what-if of the nation takes, in a home of any size.

    python benchmarks/supposing.py --home FOLDER [--rounds N]

FOLDER is a copy of a home on SQLite, of a demo nation for instance: the registers are
copied into columns first where they are not yet. Two profiles, one of the mayors' post
and one that is asked of everybody in a post, are each changed in five ways: more hours,
a shorter validity, a course more, a criterion less, another day. Timed is what the
worker does when the copy is up to date: both editions judged and the rows written, then
what the page counts of them for the deputy. Prints seconds by the clock and of the
processor, the median of the rounds. Exits 1 where one takes more than 3 s by the clock.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

BOUND = 3.0  # seconds
READER = "deputy"
WHOM: dict[str, dict[str, Any]] = {
    "of one post": {"posts": ["MAYOR"]},
    "of everybody": {},
}
MOST = "SELECT course, count(*) AS n FROM completion GROUP BY course ORDER BY n DESC, 1"

Written = dict[str, Any]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--home", type=Path, required=True)
    options.add_argument("--rounds", type=int, default=3)
    asked = options.parse_args()
    os.environ["KARAMAD_HOME"] = str(asked.home.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "karamad.config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    call_command("extract", verbosity=0)
    day = timezone.localdate()
    courses = common_courses()
    slow = 0
    print(f"load {os.getloadavg()[0]:.1f}; seconds by the clock (of the processor)")
    print(f"{'':32}{'seats':>9}{'change':>9}{'judged':>16}{'counted':>16}")
    for whom, applies_to in WHOM.items():
        base = profile(applies_to, courses)
        for change, written, on in changes(base, courses, day):
            rounds = [suppose(base, written, on) for _ in range(asked.rounds)]
            seats, moved = rounds[0][:2]
            judged, counted = ([each[n] for each in rounds] for n in (2, 3))
            print(
                f"{f'{whom}, {change}':32}{seats:>9,}{moved:>9,}"
                f"{shown(judged)}{shown(counted)}",
                flush=True,
            )
            slow += statistics.median(wall for wall, _ in judged) > BOUND
    return 1 if slow else 0


def common_courses() -> list[str]:
    """Return the codes of the courses that most completed, the first of all first."""
    from karamad.lake.engines import engine
    from karamad.lake.shelf import newest

    lake = newest()
    assert lake is not None, "there is no extract"
    with engine().session(lake.tables()) as session:
        sql = f"SELECT c.code FROM ({MOST}) m JOIN course c USING (course)"  # noqa: S608
        return list(session.run(f"{sql} ORDER BY m.n DESC LIMIT 4")["code"].to_pylist())


def profile(applies_to: dict[str, Any], courses: list[str]) -> Written:
    """Return a profile of five kinds, as it is written."""
    asked: list[Written] = [
        {"kind": "hours", "minimum": 20, "window": {"jalali_year": "previous"}},
        {"kind": "course", "courses": courses[:2], "window": {"years": 5}},
        {"kind": "hours", "minimum": 60, "window": {"years": 3}, "yearly_cap": 40},
        {"kind": "service", "years": 2},
        {"kind": "degree", "degree": "diploma"},
    ]
    criteria = [
        {"id": f"c{place}", "source": {"document": "1"}, **each}
        for place, each in enumerate(asked)
    ]
    return {
        "profile": "supposed",
        "title": {"fa": "سنجش سرعت"},
        "applies_to": applies_to,
        "criteria": criteria,
        "verdict": {"all": [each["id"] for each in criteria]},
    }


def changes(
    base: Written, courses: list[str], day: date
) -> Iterator[tuple[str, Written, date]]:
    """Yield what is changed, the changed profile and the day asked."""
    hours, course, *rest = base["criteria"]
    more = {"id": "more", "source": {"document": "1"}, "kind": "course"}
    added = {**more, "courses": courses[2:3]}
    yield "more hours", among(base, [{**hours, "minimum": 40}, course, *rest]), day
    shorter = {**course, "window": {"years": 2}}
    yield "a shorter validity", among(base, [hours, shorter, *rest]), day
    yield "a course more", among(base, [hours, course, *rest, added]), day
    yield "a criterion less", among(base, [course, *rest]), day
    yield "another day", among(base, [hours, course, *rest]), day + timedelta(days=200)


def among(base: Written, criteria: list[Written]) -> Written:
    verdict = {"all": [each["id"] for each in criteria]}
    return {**base, "criteria": criteria, "verdict": verdict}


def suppose(
    base: Written, changed: Written, on: date
) -> tuple[int, int, tuple[float, float], tuple[float, float]]:
    """Return seats, how many change, and both times: judged and counted."""
    from karamad.insight.whatif.actions import judging, reading
    from karamad.insight.whatif.models import Answer
    from karamad.lake.shelf import newest
    from karamad.registers.competencies.rules import read_profile
    from karamad.trust.accounts.models import User

    lake = newest()
    assert lake is not None, "there is no extract"
    reader = User.objects.get(username=READER)
    answer = Answer(pk=0)  # nobody's: no scenario has this number
    path = reading.path_of(0)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    editions = read_profile(base), read_profile(changed)
    try:
        _, judged = timed(
            lambda: judging.compare(lake.tables(), *editions, on=on, into=path)
        )
        figures, counted = timed(lambda: reading.figures(answer, reader, on=on))
    finally:
        path.unlink(missing_ok=True)
    seats = sum(figures.matrix.values())
    return seats, figures.changed, judged, counted


def timed(act: Callable[[], Any]) -> tuple[Any, tuple[float, float]]:
    began, cpu = time.perf_counter(), time.process_time()
    done = act()
    return done, (time.perf_counter() - began, time.process_time() - cpu)


def shown(times: list[tuple[float, float]]) -> str:
    clock, processor = (statistics.median(t[n] for t in times) for n in (0, 1))
    return f"{clock:>9.2f} ({processor:.2f})"


if __name__ == "__main__":
    raise SystemExit(main())
