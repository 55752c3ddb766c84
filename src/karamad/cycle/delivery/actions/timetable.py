"""The facts that decide whether a session may meet: rooms, instructors, the seated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.timezone import localdate

from karamad.cycle.delivery.models import Enrolment, Room, Run, Session
from karamad.cycle.delivery.models.sessions import SessionQuerySet
from karamad.cycle.delivery.rules.meeting import Meeting
from karamad.cycle.delivery.rules.seating import Span
from karamad.cycle.eligibility.actions.gathering import records_of
from karamad.kernel.period import Period
from karamad.registers.courses.models import (
    Instructor,
    InstructorLeave,
    InstructorSubject,
)


@dataclass(frozen=True, slots=True)
class Slot:
    """A session wished for: when, where, by whom, on what."""

    begins_at: datetime
    ends_at: datetime
    room: Room | None = None
    instructor: Instructor | None = None
    link: str = ""
    topic: str = ""


class Timetable:
    """What stands against sessions of one run. Look at it with the run locked.

    `leaving` are sessions that are about to move: where they stand now is free.
    """

    def __init__(self, run: Run, leaving: Iterable[int] = ()) -> None:
        self._run = run
        others = Session.objects.standing().exclude(pk__in=list(leaving))
        self._standing: SessionQuerySet = others.select_related("run")
        self._owners = records_of(seated(run))

    def meeting(self, slot: Slot, others: Iterable[Span] = ()) -> Meeting:
        """Return a wished session as the rules see it; others: wished with it."""
        day = localdate(slot.begins_at)
        meanwhile = self._standing.meeting(slot.begins_at, slot.ends_at)
        room = slot.room
        return Meeting(
            span=Span(slot.begins_at, slot.ends_at, self._run.code),
            day=day,
            capacity=self._run.capacity,
            run=(*_spans(meanwhile.filter(run=self._run)), *others),
            room=_spans(meanwhile.filter(room=room)) if room else (),
            room_seats=room.seats if room else None,
            room_open=room is None or room.closed_on is None or day < room.closed_on,
            instructor=self._taken(slot.instructor, meanwhile),
            approved=self._approved(slot.instructor),
            away=_away(slot.instructor),
            seated=self._elsewhere(meanwhile),
        )

    def _taken(
        self, instructor: Instructor | None, meanwhile: SessionQuerySet
    ) -> tuple[Span, ...]:
        """Where an instructor teaches meanwhile, and where he sits himself."""
        if instructor is None:
            return ()
        teaching = Q(instructor=instructor)
        if instructor.person_id is not None:
            records = list(records_of([instructor.person_id]))
            sits = Enrolment.objects.placed().filter(person__in=records)
            teaching |= Q(run__in=sits.values("run"))
            teaching |= Q(instructor__person__in=records)
        # Of this very run, the sessions themselves say that it is taken.
        return _spans(meanwhile.filter(teaching).exclude(run=self._run))

    def _approved(self, instructor: Instructor | None) -> tuple[Period, ...] | None:
        if instructor is None:
            return None
        course = self._run.course
        about = Q(course=course)
        if course.course_class:
            about |= Q(course_class=course.course_class)
        subjects = InstructorSubject.objects.current().filter(
            about, instructor=instructor
        )
        return tuple(Period(row.from_day, row.until_day) for row in subjects)

    def _elsewhere(self, meanwhile: SessionQuerySet) -> tuple[tuple[str, int], ...]:
        """How many of the seated sit or teach in which other run meanwhile."""
        if not self._owners:
            return ()
        runs = dict(
            meanwhile.exclude(run=self._run).values_list("run", "run__code").distinct()
        )
        sitting = (
            Enrolment.objects.placed()
            .filter(run__in=runs, person__in=self._owners)
            .values_list("run", "person")
        )
        found = {(runs[run], self._owners[person]) for run, person in sitting}
        teaching = meanwhile.filter(run__in=runs, instructor__person__in=self._owners)
        found |= {
            (code, self._owners[person])
            for code, person in teaching.values_list("run__code", "instructor__person")
        }
        return tuple(sorted(Counter(code for code, _person in found).items()))


def seated(run: Run) -> list[int]:
    """Return the keys of those who have a place in a run."""
    placed = Enrolment.objects.filter(run=run).placed()
    return list(placed.values_list("person", flat=True))


def first_and_last(run: Run) -> tuple[date | None, date | None]:
    """Return the days of a run's first and last session that takes place."""
    rows = Session.objects.filter(run=run, cancelled_at=None)
    spans = list(rows.values_list("begins_at", "ends_at"))
    if not spans:
        return None, None
    first = min(begins_at for begins_at, _ends_at in spans)
    last = max(ends_at for _begins_at, ends_at in spans)
    return localdate(first), localdate(last)


def _away(instructor: Instructor | None) -> tuple[Period, ...]:
    if instructor is None:
        return ()
    leaves = InstructorLeave.objects.current().filter(instructor=instructor)
    return tuple(Period(row.from_day, row.until_day) for row in leaves)


def _spans(sessions: SessionQuerySet) -> tuple[Span, ...]:
    return tuple(Span(each.begins_at, each.ends_at, each.run.code) for each in sessions)
