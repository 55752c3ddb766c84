"""How soon one completion counts, in a home of any size that is being served.

    python benchmarks/fresh.py --home FOLDER [--rounds N]

FOLDER is a copy of a home on SQLite, of a demo nation for instance: completions are
loaded into it. Starts what `karamad serve` starts beside the web server, the worker
and the program that follows the registers; waits until everyone is counted; then, a
round a person, loads one completion, asks for his passport and for the page of his
unit, and for the latter again when the counts are new. Prints seconds by the clock
since the load was written: until the passport, the extract and the page of the unit;
and those of the processor that the server's part, the worker and the follower spent
meanwhile, which say more on a busy machine. Exits 1 where a page took longer than 2 s.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

BOUND = 2.0  # seconds from the completion to the counts of his unit
FIRST = 600.0  # seconds for the first count of everyone
LOST = 60.0  # seconds after which a round is given up
LOOK = 0.05  # seconds between two looks
HEAD = "national_id,course,completed_on,passed,hours\n"
READER = "deputy"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--home", type=Path, required=True)
    options.add_argument("--rounds", type=int, default=5)
    asked = options.parse_args()
    os.environ["KARAMAD_HOME"] = str(asked.home.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "karamad.config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.test.utils import override_settings

    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}
    with override_settings(ALLOWED_HOSTS=["*"], STORAGES=storages), served() as others:
        return measured(asked.rounds, others)


@contextmanager
def served() -> Iterator[list[int]]:
    """Run what `karamad serve` runs, but for the web server, until we are done."""
    from karamad.config.management.commands.serve import programs

    _server, *others = programs("127.0.0.1", 0, 1)
    running = [subprocess.Popen(program.command) for program in others]  # noqa: S603
    try:
        yield [each.pid for each in running]
    finally:
        for each in running:
            each.terminate()
        for each in running:
            each.wait()


def measured(rounds: int, others: list[int]) -> int:
    reader = client()
    seats = some_seats(rounds)
    show(reader, seats[0])
    waited = until(lambda: not is_behind(), FIRST)
    print(f"counted for the first time after {waited:.1f} s")
    names = ("passport", "extract", "his unit", "work")
    print("".join(f"{name:>10}" for name in names) + "   seconds after the load")
    slow = 0
    for seat in seats:
        spent = processor(others)
        took = one_round(reader, seat)
        slow += took[-1] > BOUND
        took = (*took, processor(others) - spent)
        print("".join(f"{each:>10.2f}" for each in took), flush=True)
    print(f"{slow} of {rounds} over {BOUND:.0f} s.")
    return 1 if slow else 0


def one_round(reader: Any, seat: Any) -> tuple[float, float, float]:
    """Return when the passport, the extract and the page of the unit were fresh."""
    from karamad.lake.shelf import newest

    before = newest()
    assert before is not None
    complete(seat)
    began = time.monotonic()
    assert reader.get(f"/people/{seat.person_id}/").status_code == 200
    passport = time.monotonic() - began
    marks: list[float] = []

    def shown() -> bool:
        lake = newest()
        if not marks and lake is not None and lake.number > before.number:
            marks.append(time.monotonic() - began)
        return not is_behind()

    show(reader, seat)
    until(shown, LOST)
    show(reader, seat)
    unit = time.monotonic() - began
    return passport, marks[0] if marks else unit, unit


def show(reader: Any, seat: Any) -> None:
    """Ask for the page of the unit; one that is behind hands the day to the worker."""
    assert reader.get(f"/coverage/{seat.unit_id}/").status_code == 200


def is_behind() -> bool:
    from django.utils import timezone

    from karamad.insight.coverage.actions import counting

    return counting.is_behind(
        counting.tally_of(timezone.localdate(), at=timezone.now())
    )


def processor(others: list[int]) -> float:
    """Return the seconds of processor time spent so far by us and by these."""
    spent = time.process_time()
    for pid in others:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        spent += sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return spent


def until(happened: Callable[[], bool], patience: float) -> float:
    """Return the seconds it took. Errors: SystemExit after too long."""
    began = time.monotonic()
    while not happened():
        if time.monotonic() - began > patience:
            sys.exit(f"Nothing after {patience:.0f} s.")
        time.sleep(LOOK)
    return time.monotonic() - began


def client() -> Any:
    from django.test import Client

    from karamad.trust.accounts.models import User

    reader = Client()
    reader.force_login(
        User.objects.get(username=READER),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return reader


def some_seats(number: int) -> list[Any]:
    """Return seats of today, by chance."""
    from django.utils import timezone

    from karamad.registers.people.models import Assignment

    today = timezone.localdate()
    held = Assignment.objects.current().held_on(today)
    last = held.order_by("-pk").values_list("pk", flat=True)[0]
    chance = random.Random()  # noqa: S311 - which people is all one
    keys = sorted(chance.sample(range(1, last), number * 20))
    return list(held.filter(pk__in=keys).select_related("person")[:number])


def complete(seat: Any) -> None:
    """Load one completion of this person's, as a file of one row."""
    from django.utils import timezone

    from karamad.registers.courses.models import Course
    from karamad.registers.exchange import actions
    from karamad.registers.exchange.writing.references import Scope

    course = Course.objects.order_by("code").first()
    assert course is not None
    day = timezone.localdate() - timedelta(days=random.randrange(1, 1000))  # noqa: S311
    row = f"{seat.person.national_id},{course.code},{day.isoformat()},1,8\n"
    order = actions.Order("completions", Scope(timezone.localdate()), timezone.now)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.csv"
        path.write_text(HEAD + row, encoding="utf-8")
        (outcome,) = actions.load_files(order, [path])
    assert outcome.counts.new == 1, outcome.refusals


if __name__ == "__main__":
    sys.exit(main())
