"""How long naming 5,000 people for a run takes, from national ids to places.

    python benchmarks/nominating.py [--people N]

A demo nation and N people more in one unit; one run of a session, with places for half
of N. In one act N people are named by their national ids, a tenth of them wrongly:
asked for in a request, done batch by batch as a worker does. Then the same list once
more, all of whom are refused; and the first is taken back. Prints processor time and
queries.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PEOPLE = 5_000
WRONG = 10  # every so many rows one is wrong


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=PEOPLE)
    people = options.parse_args().people
    with tempfile.TemporaryDirectory() as home:
        os.environ["KARAMAD_HOME"] = home
        sys.path[:0] = [str(ROOT), str(ROOT / "src")]
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "karamad.config.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("demo", people=3_000, verbosity=0)
        measure(people)
    return 0


def measure(people: int) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from karamad.cycle.delivery.actions import nominating
    from karamad.cycle.delivery.actions.listed import Typed
    from karamad.cycle.delivery.actions.unnaming import take_back
    from karamad.cycle.delivery.models import Source

    run, by, ids = stage(people)
    typed = [
        Typed(row, text if row % WRONG else text[::-1])
        for row, text in enumerate(ids, start=1)
    ]
    acts = []
    for what in ("named", "named once more"):
        with CaptureQueriesContext(connection) as asked:
            began = time.process_time()
            made = nominating.nominate_typed(
                run=run, typed=typed, source=Source.LIST, by=by, at=timezone.now()
            )
            asked_for = time.process_time() - began
            made = nominating.run(made.pk, clock=timezone.now)
            spent = time.process_time() - began
        acts.append(made)
        print(
            f"{what}: {made.named:,} people, {made.placed:,} placed, "
            f"{made.waiting:,} waiting, {len(made.refused):,} refused: "
            f"{spent:.2f} s of processor, {asked_for:.2f} of it in the request, "
            f"{len(asked)} queries"
        )
    with CaptureQueriesContext(connection) as asked:
        began = time.process_time()
        done = take_back(nomination=acts[0], reason="نمونه", by=by, at=timezone.now())
        spent = time.process_time() - began
    print(
        f"taken back: {done.people:,} people: {spent:.2f} s of processor, "
        f"{len(asked)} queries"
    )


def stage(people: int) -> tuple[object, object, list[str]]:
    from django.utils import timezone

    from karamad.cycle.delivery.actions.announcing import Wish, announce, publish
    from karamad.cycle.delivery.actions.scheduling import add_sessions
    from karamad.cycle.delivery.actions.timetable import Slot
    from karamad.registers.courses.models import Course, Provider
    from karamad.registers.people.models import Assignment, Unit
    from karamad.trust.accounts.models import Grant, User

    on = timezone.localdate()
    held = Assignment.objects.current().held_on(on)
    unit = max(
        Unit.objects.roots(),
        key=lambda root: held.filter(unit__path__begins=root.path).count(),
    )
    wish = Wish(
        course=Course.objects.get(code="KRM-33"),
        provider=Provider.objects.get(code="MOI"),
        unit=unit,
        mode="in_person",
        admission="nomination",
        capacity=max(1, people // 2),
    )
    at = timezone.now()
    grant = Grant.objects.filter(role="administrator", unit_code="").first()
    by = grant.user if grant else User.objects.order_by("pk").first()
    run = announce(wish=wish, by=by, at=at)
    begins_at = at + timedelta(days=30)
    slot = Slot(begins_at, begins_at + timedelta(hours=4))
    add_sessions(run=run, slots=[slot], by=by, at=at)
    publish(run=run, by=by, at=at)
    return run, by, hired(people, unit, run.entry, at)


def hired(people: int, unit: Any, entry: Any, at: datetime) -> list[str]:
    """Return the national ids of N people newly in posts at the unit."""
    from karamad.kernel.identifiers import synthetic
    from karamad.registers.people.models import Assignment, Person, Post
    from karamad.registers.people.models.seen import derive_seen
    from karamad.web.encrypted import blind_index

    stamp = {"recorded_at": at, "entry": entry}
    ids = [synthetic(50_000_000 + number) for number in range(people)]
    rows = Person.objects.bulk_create(
        Person(
            national_id=digits,
            blind_index=blind_index(digits),
            first_name="نمونه",
            last_name="نمونه",
            **stamp,
        )
        for digits in ids
    )
    post = Post.objects.order_by("pk").first()
    Assignment.objects.bulk_create(
        Assignment(person=row, post=post, unit=unit, from_day=date(2020, 1, 1), **stamp)
        for row in rows
    )
    derive_seen([row.pk for row in rows])
    return ids


if __name__ == "__main__":
    sys.exit(main())
