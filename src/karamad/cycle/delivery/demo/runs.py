"""Runs of the home province in every state: a draft, open, full, by order, called off.

Rooms and instructors are samples, as every run is; no holiday is loaded, for those of
the moon are known only from each year's official calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_default_timezone

from karamad.cycle.delivery.models import (
    Admission,
    Enrolment,
    EnrolmentState,
    Room,
    Run,
    Session,
)
from karamad.cycle.eligibility.demo.land import HOME_PROVINCE
from karamad.cycle.eligibility.demo.nation import Nation
from karamad.kernel.text import search_key, sort_key
from karamad.registers.courses.models import (
    Course,
    Instructor,
    InstructorKind,
    InstructorSubject,
    Mode,
    Provider,
)
from karamad.registers.people.models import Assignment, Person, Unit
from karamad.trust.audit.models import Entry

DAY = timedelta(days=1)
SESSION = 2  # hours
PEOPLE = 60  # of the province, seated in the runs


@dataclass(frozen=True, slots=True)
class Told:
    """One run: its course, when it begins, how full it is. Days are from today."""

    code: str
    course: str
    begins: int
    days: int = 2
    admission: str = Admission.OPEN
    capacity: int = 30
    placed: int = 0
    waiting: int = 0
    asked: int = 0
    chain: tuple[str, ...] = ()
    published: bool = True
    cancelled: str = ""


RUNS = (
    Told("SAMPLE-1", "KRM-16", 21, published=False),
    Told("SAMPLE-2", "KRM-16", 14, placed=12),
    Told("SAMPLE-3", "KRM-33", 10, capacity=15, placed=15, waiting=6),
    Told("SAMPLE-4", "KRM-34", 18, asked=8, chain=("provincial_expert",)),
    Told("SAMPLE-5", "KRM-33", 7, admission=Admission.NOMINATION, placed=20),
    Told("SAMPLE-6", "KRM-16", -1, days=4, admission=Admission.ORDER, placed=25),
    Told("SAMPLE-7", "KRM-34", -30, days=3, placed=18),
    Told("SAMPLE-8", "KRM-16", 5, cancelled="مدرس به مأموریت رفت (نمونه)"),
)


def tell(nation: Nation, entry: Entry, at: datetime) -> None:
    """Write the runs, their sessions, and who sits in them."""
    unit = Unit.objects.get(code=HOME_PROVINCE)
    stamp = {"recorded_at": at, "entry": entry}
    rooms = [
        Room.objects.create(unit=unit, name=f"کلاس نمونهٔ {place}", seats=40, **stamp)
        for place in ("یک", "دو")
    ]
    people = _people(unit, nation.on)
    for number, told in enumerate(RUNS):
        run = _run(told, unit, nation.on, at, entry)
        _sessions(run, told, nation.on, rooms[number % 2], _teacher(told, entry, at))
        _seat(run, told, people[number % 3 :: 3], entry, at)


def _run(told: Told, unit: Unit, on: date, at: datetime, entry: Entry) -> Run:
    first = on + DAY * told.begins
    return Run.objects.create(
        code=told.code,
        course=Course.objects.get(code=told.course),
        provider=Provider.objects.filter(code="MOI").first(),
        unit=unit,
        mode=Mode.IN_PERSON,
        admission=told.admission,
        capacity=told.capacity,
        hours=told.days * SESSION,
        chain=list(told.chain),
        published_at=at if told.published else None,
        cancelled_on=on if told.cancelled else None,
        reason=told.cancelled,
        first_day=first,
        last_day=first + DAY * (told.days - 1),
        sample=True,
        recorded_at=at,
        entry=entry,
    )


def _teacher(told: Told, entry: Entry, at: datetime) -> Instructor:
    """Return the sample instructor of a course, approved to teach it."""
    course = Course.objects.get(code=told.course)
    name = f"مدرس نمونهٔ {course.code}"
    row, made = Instructor.objects.get_or_create(
        code=f"SAMPLE-{course.code}",
        defaults={
            "name": name,
            "kind": InstructorKind.PRACTITIONER,
            "unit": Unit.objects.get(code=HOME_PROVINCE),
            "sort_key": sort_key(name),
            "search_key": search_key(name),
            "recorded_at": at,
            "entry": entry,
        },
    )
    if made:
        InstructorSubject.objects.create(
            instructor=row, course=course, recorded_at=at, entry=entry
        )
    return row


def _sessions(
    run: Run, told: Told, on: date, room: Room, instructor: Instructor
) -> None:
    zone = get_default_timezone()
    # Each run at hours of its own, so that nobody sits in two places.
    hour = 8 + int(told.code[-1]) % 4 * 2
    for number in range(told.days):
        day = on + DAY * (told.begins + number)
        Session.objects.create(
            run=run,
            begins_at=datetime.combine(day, time(hour), zone),
            ends_at=datetime.combine(day, time(hour + SESSION), zone),
            room=room,
            instructor=instructor,
            recorded_at=run.recorded_at,
            entry=run.entry,
        )


def _people(unit: Unit, on: date) -> list[Person]:
    held = Assignment.objects.current().held_on(on)
    below = held.filter(unit__path__begins=unit.path)
    serving = Person.objects.serving_on(on).unmerged()
    rows = serving.filter(pk__in=below.values("person"))
    return list(rows.order_by("pk")[: PEOPLE * 3])


def _seat(
    run: Run, told: Told, people: list[Person], entry: Entry, at: datetime
) -> None:
    states = [
        *[EnrolmentState.PLACED] * told.placed,
        *[EnrolmentState.WAITING] * told.waiting,
        *[EnrolmentState.ASKED] * told.asked,
    ]
    Enrolment.objects.bulk_create(
        Enrolment(
            run=run,
            person=person,
            state=state,
            way=told.admission,
            asked_at=at,
            in_line_since=at,
            recorded_at=at,
            entry=entry,
        )
        for person, state in zip(people, states, strict=False)
    )
