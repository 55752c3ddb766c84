"""Programmes: set up, given turns, followed by the judge, turned into needs."""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import pyarrow as pa
from django.db import transaction
from django.utils.timezone import localdate

from karamad.cycle.eligibility.actions.laws import Law
from karamad.cycle.eligibility.actions.standing import Asked, stand
from karamad.cycle.planning import measures
from karamad.cycle.planning.actions import deriving
from karamad.cycle.planning.actions.recording import change, plain, write_entry
from karamad.cycle.planning.actions.refusing import Refused, check
from karamad.cycle.planning.models import Need, Programme, Wave
from karamad.cycle.planning.models.sources import PROGRAMME
from karamad.cycle.planning.rules import (
    ProgrammeGround,
    Progress,
    programme_refusals,
    wave_refusals,
)
from karamad.kernel.period import Period
from karamad.lake.engines import engine
from karamad.registers.competencies.rules import (
    AppliesTo,
    CourseTerms,
    Criterion,
    FixedDays,
    Profile,
    Source,
)
from karamad.registers.courses.models import Course
from karamad.registers.people.models import Unit, UnitKind
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit
from karamad.trust.audit.models import Entry

OWN: Final = "programme"  # of the law a programme is judged by; no profile goes by it


@dataclass(frozen=True, slots=True)
class ProgrammeWish:
    """What a programme is to say; see `models.Programme`."""

    title: str
    audience: str
    posts: tuple[str, ...]
    courses: tuple[Course, ...]
    title_en: str = ""
    since: date | None = None


@transaction.atomic
def make_programme(
    *, wish: ProgrammeWish, by: User | None, at: datetime, sample: bool = False
) -> Programme:
    """Set a programme up. Errors: Refused with every reason."""
    check(
        programme_refusals(
            courses=len(wish.courses),
            posts=len(wish.posts),
            degree_programmes=sum(each.degree_programme for each in wish.courses),
        )
    )
    code = secrets.token_hex(4)
    facts: dict[str, Any] = {
        "title": wish.title,
        "title_en": wish.title_en,
        "audience": wish.audience,
        "posts": list(wish.posts),
        "since": wish.since,
    }
    entry = audit.record(
        act="planning:programme:make",
        subject=("programme", code),
        by=by,
        at=at,
        after=plain({**facts, "courses": [each.code for each in wish.courses]}),
    )
    made = Programme.objects.create(
        code=code, sample=sample, recorded_at=at, entry=entry, **facts
    )
    made.courses.set(wish.courses)
    return made


@transaction.atomic
def change_programme(
    *, programme: Programme, wish: ProgrammeWish, by: User, at: datetime
) -> bool:
    """Change what a programme says; the audit keeps what it said.

    Returns False when nothing differs. Errors: Refused with every reason.
    """
    row = Programme.objects.select_for_update().get(pk=programme.pk)
    check(
        programme_refusals(
            courses=len(wish.courses),
            posts=len(wish.posts),
            degree_programmes=sum(each.degree_programme for each in wish.courses),
            closed=row.closed_on is not None,
        )
    )
    before = {**_facts(row), "courses": _codes(row.courses.all())}
    after = {**_facts(wish), "courses": _codes(wish.courses)}
    if before == after:
        return False
    entry = _write("correct", row, by, at, before=plain(before), after=plain(after))
    for name, value in _facts(wish).items():
        setattr(row, name, value)
    row.recorded_at, row.entry = at, entry
    row.save()
    row.courses.set(wish.courses)
    return True


@transaction.atomic
def close_programme(*, programme: Programme, by: User, at: datetime) -> Programme:
    """Call nobody to a programme any more; what was reached stays. Errors: Refused."""
    row = Programme.objects.select_for_update().get(pk=programme.pk)
    check((ProgrammeGround.CLOSED,) if row.closed_on else ())
    return _close(row, localdate(at), "close", by, at)


@transaction.atomic
def open_programme(*, programme: Programme, by: User, at: datetime) -> Programme:
    """Open a programme again that was closed. Errors: Refused."""
    row = Programme.objects.select_for_update().get(pk=programme.pk)
    check(() if row.closed_on else (ProgrammeGround.NOT_CLOSED,))
    return _close(row, None, "open", by, at)


def _close(
    row: Programme, day: date | None, verb: str, by: User, at: datetime
) -> Programme:
    row.closed_on, row.recorded_at = day, at
    row.entry = _write(verb, row, by, at)
    row.save()
    return row


def _facts(row: Programme | ProgrammeWish) -> dict[str, Any]:
    names = ("title", "title_en", "audience", "since")
    return {**{name: getattr(row, name) for name in names}, "posts": list(row.posts)}


def _codes(courses: Iterable[Course]) -> list[str]:
    return sorted(each.code for each in courses)


def _write(
    verb: str, row: Programme, by: User | None, at: datetime, **said: Any
) -> Entry:
    return audit.record(
        act=f"planning:programme:{verb}",
        subject=("programme", row.code),
        by=by,
        at=at,
        **said,
    )


@transaction.atomic
def give_turn(
    *,
    programme: Programme,
    unit: Unit,
    days: tuple[date, date],
    by: User | None,
    at: datetime,
) -> Wave:
    """Give a province its turn. days: the first, and the first after it.

    Errors: Refused with every reason.
    """
    held = Programme.objects.select_for_update().get(pk=programme.pk)
    from_day, until_day = days
    check(
        wave_refusals(
            from_day,
            until_day,
            province=unit.kind == UnitKind.PROVINCE,
            again=programme.waves.filter(unit=unit).exists(),
            closed=held.closed_on is not None,
        )
    )
    facts = {"unit": unit, "from_day": from_day, "until_day": until_day}
    entry = audit.record(
        act="planning:programme:add",
        subject=("programme", programme.code),
        by=by,
        at=at,
        after=plain(facts),
    )
    return Wave.objects.create(
        programme=programme, recorded_at=at, entry=entry, **facts
    )


@transaction.atomic
def move_turn(*, wave: Wave, days: tuple[date, date], by: User, at: datetime) -> bool:
    """Move a province's turn to other days. Returns False when nothing differs.

    Errors: Refused with every reason.
    """
    held = Programme.objects.select_for_update().get(pk=wave.programme_id)
    row = Wave.objects.select_for_update().get(pk=wave.pk)
    from_day, until_day = days
    closed = held.closed_on is not None
    check(wave_refusals(from_day, until_day, province=True, again=False, closed=closed))
    was = (row.from_day, row.until_day)
    if was == days:
        return False
    entry = _write(
        "move",
        held,
        by,
        at,
        before={"unit": wave.unit.code, "from_day": was[0].isoformat()},
        after=plain({"from_day": from_day, "until_day": until_day}),
    )
    row.from_day, row.until_day = days
    row.recorded_at, row.entry = at, entry
    row.save()
    return True


@transaction.atomic
def drop_turn(*, wave: Wave, by: User, at: datetime) -> None:
    """Take a province's turn back."""
    audit.record(
        act="planning:programme:delete",
        subject=("programme", wave.programme.code),
        by=by,
        at=at,
        before={"unit": wave.unit.code, "from_day": wave.from_day.isoformat()},
    )
    wave.delete()


def progress(programme: Programme, on: date) -> dict[int, Progress]:
    """Return how each province stands, by the key of its unit.

    The programme is judged as one law, course by course, by the judge of everyone: a
    course counts as it counts everywhere. Errors: NoExtract.
    """
    standing = stand(Asked(on, laws=[_law(programme)], with_until=False))
    area = _provinces()
    tables = {
        "verdict": standing.verdict,
        "area": pa.table(
            {
                "unit": pa.array(list(area), pa.int64()),
                "head": pa.array(list(area.values()), pa.int64()),
            }
        ),
    }
    rows = engine().run(measures.text("progress"), tables).to_pylist()
    return {row["head"]: Progress(row["heads"], row["done"]) for row in rows}


def who_is_left(programme: Programme, unit: Unit, on: date) -> list[int]:
    """Return the keys of those under a unit who have not passed all of it.

    Asked of the judge anew each time; nobody is kept. Errors: NoExtract.
    """
    standing = stand(Asked(on, laws=[_law(programme)], with_until=False))
    below = Unit.objects.below([unit.path]).order_by("pk")
    units = list(below.values_list("pk", flat=True))
    tables = {
        "verdict": standing.verdict,
        "area": pa.table({"unit": pa.array(units, pa.int64())}),
    }
    found = engine().run(measures.text("left"), tables)
    people: list[int] = found["person"].to_pylist()
    return people


def _law(programme: Programme) -> Law:
    window = FixedDays(Period(programme.since, None)) if programme.since else None
    codes = sorted(programme.courses.values_list("code", flat=True))
    source = Source(document=programme.title)
    profile = Profile(
        code=f"{OWN}:{programme.code}",
        title_fa=programme.title,
        applies_to=AppliesTo(posts=tuple(programme.posts)),
        criteria=tuple(
            Criterion(f"c{place}", CourseTerms((code,)), source, window)
            for place, code in enumerate(codes)
        ),
    )
    told = repr((programme.posts, codes, programme.since))
    return Law(0, 0, hashlib.sha256(told.encode()).hexdigest(), profile)


def _provinces() -> Mapping[int, int]:
    """Return the province over each unit, by keys; units under none are left out."""
    provinces = set(
        Unit.objects.filter(kind=UnitKind.PROVINCE).values_list("pk", flat=True)
    )
    found = {}
    for key, path in Unit.objects.values_list("pk", "path"):
        above = [int(step) for step in path.split(".") if step]
        province = next((step for step in above if step in provinces), None)
        if province is not None:
            found[key] = province
    return found


@transaction.atomic
def order_needs(
    *,
    programme: Programme,
    stands: Mapping[int, Progress],
    urgency: deriving.Urgency,
    by: User | None,
    at: datetime,
) -> int:
    """Let a programme order the need of each province that has somebody left.

    stands: as `progress` found it. One need a province and course; one that is open
    is counted anew, and heads in a plan are not ordered again. Returns how many are
    new or counted anew. Errors: Refused when nothing is.
    """
    row = Programme.objects.select_for_update().get(pk=programme.pk)
    check((ProgrammeGround.CLOSED,) if row.closed_on else ())
    units = Unit.objects.in_bulk([key for key, each in stands.items() if each.left])
    known, planned = _ordered(units)
    courses = list(programme.courses.order_by("code"))
    ordered = 0
    for key, unit in sorted(units.items()):
        for course in courses:
            heads = stands[key].left - planned[key, course.pk]
            need = known.get((key, course.pk))
            if heads < 1 or (need is not None and need.heads == heads):
                continue
            ordered += 1
            if need is not None:
                entry = write_entry("derive", [need], by, at, heads=heads)
                change([need], {"heads": heads}, entry, at)
                continue
            wish = deriving.Order(
                unit,
                heads,
                urgency.priority,
                course=course,
                needed_by=urgency.needed_by,
            )
            deriving.order(order=wish, by=by, at=at, source=PROGRAMME)
    if not ordered:
        raise Refused((ProgrammeGround.NOTHING_LEFT,))
    return ordered


Key = tuple[int, int | None]  # of a unit and a course


def _ordered(units: Mapping[int, Unit]) -> tuple[dict[Key, Need], Counter[Key]]:
    """Return which needs of programmes are open, and for how many a plan stands."""
    asked = Need.objects.filter(source=PROGRAMME, unit__in=units)
    waiting = asked.open().select_for_update().order_by("pk")
    known = {(need.unit_id, need.course_id): need for need in waiting}
    planned: Counter[Key] = Counter()
    for need in asked.planned():
        planned[need.unit_id, need.course_id] += need.heads
    return known, planned
