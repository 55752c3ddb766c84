"""How long 5,000 people take to complete a course at once, their verdicts included.

    python benchmarks/completing.py [--people N]

A demo nation; one run of three sessions in which N people sat and were examined. Then
in one act everybody is judged by the rule and the register gets the completions; the
lake follows, and everybody is judged anew for his post. Prints processor time (ours and
our children's) and queries of each part, and for one learner what his passport said
before and after. The peer's completion costs 29 ms of processor and 70 queries each:
the floor to be beaten is N times that.
Exits 1 above the bound, or when no verdict moved.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

PEOPLE = 5_000
BOUND = 5.0  # seconds of processor time for all, verdicts included
PEER_MS, PEER_QUERIES = 29, 70  # a completion
ROOT = Path(__file__).resolve().parents[1]
SESSIONS = 3
SHOWN = 200  # of whom the first is shown whose passport moved
LAW = """
profile: bench-hall
title: {{fa: دورهٔ تالار, en: Course of the hall}}
applies_to: {{posts: [{posts}]}}
criteria:
  - id: course
    kind: course
    courses: [{course}]
    source: {{document: "bench", status: unconfirmed}}
"""


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=PEOPLE)
    people = options.parse_args().people
    databases = {"SQLite": ""}
    if postgres := os.environ.get("KARAMAD_BENCH_POSTGRES"):
        databases["PostgreSQL"] = postgres
    if child := os.environ.get("KARAMAD_BENCH_CHILD"):
        return measured(child, people)
    worst = 0
    for name, address in databases.items():
        with tempfile.TemporaryDirectory(prefix="karamad-bench-") as folder:
            environment = {
                **os.environ,
                "KARAMAD_HOME": folder,
                "KARAMAD_DATABASE_URL": address,
                "KARAMAD_BENCH_CHILD": name,
                "DJANGO_SETTINGS_MODULE": "karamad.config.settings",
            }
            command = [sys.executable, __file__, "--people", str(people)]
            done = subprocess.run(command, cwd=ROOT, env=environment, check=False)  # noqa: S603
            worst = max(worst, done.returncode)
    return worst


@dataclass
class Part:
    """What one part took."""

    name: str
    seconds: float = 0.0
    queries: int = 0


@contextmanager
def timed(name: str) -> Iterator[Part]:
    from django.db import connection

    part = Part(name)
    counted = Counter[str]()

    def count(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        counted["queries"] += 1
        return execute(sql, params, many, context)

    begun = worked()
    with connection.execute_wrapper(count):
        yield part
    part.seconds, part.queries = worked() - begun, counted["queries"]


def worked() -> float:
    """Return the processor seconds of this process and its ended children."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def measured(name: str, people: int) -> int:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("demo", "--people", str(people * 6 // 5), stdout=sys.stderr)
    from django.utils import timezone

    from karamad.cycle.delivery.actions import completing
    from karamad.lake.extracting import extract

    run, keys = hall(people)
    extract(clock=timezone.now)
    before, parts = verdicts(run, keys), []
    was = {key: passport(key, run) for key in keys[:SHOWN]}
    with timed("judged, and into the register") as part:
        computed = completing.compute(run=run, by=None, at=timezone.now())
    parts.append(part)
    with timed("the lake follows") as part:
        extract(clock=timezone.now)
    parts.append(part)
    with timed("verdicts anew") as part:
        after = verdicts(run, keys)
    parts.append(part)
    moved = sum(before[key] != after[key] for key in before)
    shown = next(key for key in keys[:SHOWN] if passport(key, run) != was[key])
    return said(
        name, people, computed, parts, moved, (was[shown], passport(shown, run))
    )


def hall(people: int) -> tuple[Any, list[int]]:
    """Return a run that is over, of a course that is asked for, and who sat in it."""
    from django.utils import timezone

    from karamad.cycle.delivery.models import CompletionRule, Enrolment, Run, Session
    from karamad.registers.courses.models import Course
    from karamad.registers.credentials.models import Completion
    from karamad.registers.people.models import Person, Unit
    from karamad.trust.audit.actions import record

    now = timezone.now()
    day = timezone.localdate() - timedelta(days=1)
    entry = record(act="bench:hall:fill", subject=("bench", "hall"), by=None, at=now)
    stamp = {"recorded_at": now, "entry": entry}
    CompletionRule.objects.create(
        least_share=Decimal(80), least_score=Decimal(70), from_day=day, **stamp
    )
    course = Course.objects.get(code=asked_most())
    everybody_is_asked(course.code, now)
    has = Completion.objects.current().filter(course=course).values("person")
    serving = Person.objects.unmerged().serving_on(day).exclude(pk__in=has)
    keys = list(serving.order_by("pk").values_list("pk", flat=True)[:people])
    run = Run.objects.create(
        code="BENCH",
        course=course,
        unit=Unit.objects.order_by("path").first(),
        mode="in_person",
        admission="order",
        capacity=people,
        published_at=now,
        first_day=day - timedelta(days=SESSIONS - 1),
        last_day=day,
        **stamp,
    )
    sessions = []
    for number in range(SESSIONS):
        begins_at = now - timedelta(days=SESSIONS - number)
        ends_at = begins_at + timedelta(hours=2)
        sessions.append(
            Session.objects.create(
                run=run, begins_at=begins_at, ends_at=ends_at, **stamp
            )
        )
    rows = Enrolment.objects.bulk_create(
        Enrolment(
            run=run,
            person_id=key,
            state="placed",
            way="order",
            asked_at=now,
            in_line_since=now,
            **stamp,
        )
        for key in keys
    )
    attend(rows, sessions, now)
    examine(rows, day, stamp)
    return run, keys


def asked_most() -> str:
    """Return the code of the course that most profiles ask for."""
    from karamad.cycle.eligibility.actions.laws import laws

    asked: Counter[str] = Counter()
    for law in laws().values():
        for criterion in law.profile.criteria:
            asked.update(getattr(criterion.terms, "courses", ()))
    return asked.most_common(1)[0][0]


def everybody_is_asked(course: str, at: Any) -> None:
    """Ask the course of every post that somebody holds."""
    from karamad.registers.competencies.actions import profile_from_text, save_edition
    from karamad.registers.people.models import Assignment

    held = Assignment.objects.current().values_list("post__code", flat=True)
    text = LAW.format(posts=", ".join(sorted(set(held))), course=course)
    save_edition(profile_from_text(text), by=None, at=at)


def attend(rows: list[Any], sessions: list[Any], now: Any) -> None:
    from karamad.cycle.delivery.models import Attendance, AttendanceMark
    from karamad.trust.accounts.models import User

    user = User.objects.order_by("pk").first()
    marks = AttendanceMark.objects.bulk_create(
        AttendanceMark(
            key=uuid.uuid4(),
            session=session,
            enrolment=row,
            presence="late" if row.pk % 9 == 0 else "present",
            minutes=row.pk % 30 if row.pk % 9 == 0 else 0,
            way="list",
            marked_at=now,
            received_at=now,
            marked_by=user,
        )
        for session in sessions
        for row in rows
    )
    Attendance.objects.bulk_create(
        Attendance(
            session_id=mark.session_id,
            enrolment_id=mark.enrolment_id,
            presence=mark.presence,
            minutes=mark.minutes,
            mark=mark,
        )
        for mark in marks
    )


def examine(rows: list[Any], day: Any, stamp: dict[str, Any]) -> None:
    from karamad.cycle.delivery.models import Score

    Score.objects.bulk_create(
        Score(
            enrolment=row,
            kind="exam",
            value=Decimal(70 + row.pk % 31),
            taken_on=day,
            **stamp,
        )
        for row in rows
    )


def verdicts(run: Any, keys: list[int]) -> dict[Any, str]:
    """Return everybody's verdict by each profile of his post, on the extract."""
    from karamad.cycle.eligibility.actions.standing import Asked, stand

    stands = stand(Asked(on=run.last_day, people=keys, with_until=False))
    columns = ("person", "post", "unit", "profile", "verdict")
    return {
        tuple(row[name] for name in columns[:-1]): f"{row['verdict']}/{row['unmet']}"
        for row in stands.verdict.to_pylist()
    }


def passport(key: int, run: Any) -> list[str]:
    """Return what the rules say of one on his record, not on the extract."""
    from karamad.cycle.eligibility.actions.judging import judge_person
    from karamad.registers.people.models import Person

    answers = judge_person(Person.objects.get(pk=key), on=run.last_day)
    return [
        f"{each.law.code}: {each.judgement.verdict}, "
        f"{sum(f.outcome == 'met' for f in each.judgement.findings)} met"
        for each in answers
    ]


def said(
    name: str,
    people: int,
    computed: Any,
    parts: list[Part],
    moved: int,
    passports: tuple[list[str], list[str]],
) -> int:
    print(f"{name}: {computed.judged:,} judged, {dict(computed.results)},", end=" ")
    print(f"{computed.register['given']:,} completions given")
    for part in parts:
        print(f"  {part.seconds:7.2f} s  {part.queries:6,} queries  {part.name}")
    whole = sum(part.seconds for part in parts)
    first = parts[0]
    print(f"  {whole:7.2f} s in all (bound {BOUND:.0f} s); a completion", end=" ")
    print(
        f"{1000 * first.seconds / people:.2f} ms, {first.queries / people:.3f} queries"
    )
    peer = people * PEER_MS / 1000
    print(f"  peer: {peer:.0f} s, {people * PEER_QUERIES:,} queries", end="")
    print(f"; {peer / whole:.0f} times ours, verdicts not included")
    print(f"  verdicts that moved, or what they rest on: {moved:,}; one passport:")
    for before, after in zip(*passports, strict=True):
        if before != after:
            print(f"    {before}  →  {after}")
    return 0 if whole <= BOUND and moved else 1


if __name__ == "__main__":
    sys.exit(main())
