"""Assignments are recorded, ended, corrected and withdrawn: dated facts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from karamad.registers.people import rules
from karamad.registers.people.actions.refusing import Refused
from karamad.registers.people.models import (
    Assignment,
    AssignmentKind,
    Person,
    Post,
    Unit,
)
from karamad.registers.people.models.seen import derive_seen
from karamad.registers.people.rules import Ground
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit
from karamad.trust.audit.models import Entry


@dataclass(frozen=True, slots=True)
class Seat:
    """A post in a unit, from a day until (not including) a day."""

    post: Post
    unit: Unit
    from_day: date
    until_day: date | None = None
    kind: str = AssignmentKind.APPOINTMENT.value


@transaction.atomic
def record_assignment(
    *, person: Person, seat: Seat, by: User | None, at: datetime
) -> Assignment:
    """Record that a person holds a post.

    Errors: Refused when a rule says no, or the same post, unit and day are on record.
    """
    at = audit.moment_of_record(at)
    person = Person.objects.select_for_update().get(pk=person.pk)
    _refuse(person, seat)
    entry = _entry("record", person, None, seat, by, at)
    made = _write(person, seat, entry, at)
    derive_seen([person.pk])
    return made


@transaction.atomic
def correct_assignment(
    *, assignment: Assignment, seat: Seat, by: User | None, at: datetime
) -> Assignment:
    """Correct an assignment: the row on record is superseded and one added.

    Errors: Refused when a rule says no, nothing changes, or it was superseded already.
    """
    at = audit.moment_of_record(at)
    person, old = _held(assignment)
    before = _seat(old)
    if before == seat:
        raise Refused.because(Ground.NOTHING_CHANGES)
    _refuse(person, seat)
    entry = _entry("correct", person, before, seat, by, at)
    _supersede(old, at)
    made = _write(person, seat, entry, at)
    derive_seen([person.pk])
    return made


@transaction.atomic
def end_assignment(
    *, assignment: Assignment, until_day: date, by: User | None, at: datetime
) -> Assignment:
    """Record the day from which the person no longer holds the post.

    Errors: Refused when the day is not after the first, or is on record already.
    """
    at = audit.moment_of_record(at)
    person, old = _held(assignment)
    before = _seat(old)
    seat = replace(before, until_day=until_day)
    if seat == before:
        raise Refused.because(Ground.NOTHING_CHANGES)
    if until_day <= old.from_day:
        raise Refused.because(Ground.ENDS_BEFORE_START, old.from_day.isoformat())
    entry = _entry("end", person, before, seat, by, at)
    _supersede(old, at)
    made = _write(person, seat, entry, at)
    derive_seen([person.pk])
    return made


@transaction.atomic
def withdraw_assignment(
    *, assignment: Assignment, by: User | None, at: datetime
) -> None:
    """Take an assignment that never was off today's record; it stays on the former.

    Errors: Refused when it was superseded already.
    """
    at = audit.moment_of_record(at)
    person, old = _held(assignment)
    _entry("withdraw", person, _seat(old), None, by, at)
    _supersede(old, at)
    derive_seen([person.pk])


def end_held(person: Person, on: date, entry: Entry, at: datetime) -> int:
    """End whatever the person, under any record, holds on the day; return how many.

    What was to begin on the day or later never begins.
    """
    lasting = Q(until_day=None) | Q(until_day__gt=on)
    seats = list(
        Assignment.objects.current()
        .filter(lasting, person__in=person.record_ids())
        .select_related("post", "unit")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    for old in seats:
        _supersede(old, at)
        if old.from_day < on:
            _write(old.person, replace(_seat(old), until_day=on), entry, at)
    derive_seen([person.pk])
    return len(seats)


def _held(assignment: Assignment) -> tuple[Person, Assignment]:
    person = Person.objects.select_for_update().get(pk=assignment.person_id)
    old = (
        Assignment.objects.current()
        .select_related("post", "unit")
        .filter(pk=assignment.pk)
        .first()
    )
    if old is None:
        raise Refused.because(Ground.ALREADY_RECORDED)
    return person, old


def _refuse(person: Person, seat: Seat) -> None:
    # Whoever closes or merges the unit meanwhile waits for us, or we for him.
    unit = Unit.objects.select_for_update().get(pk=seat.unit.pk)
    refusals = rules.assignment_refusals(
        from_day=seat.from_day,
        until_day=seat.until_day,
        unit=rules.UnitState(unit.opened_on, unit.closed_on),
        died_on=person.died_on,
    )
    if refusals:
        raise Refused(refusals)


def _write(person: Person, seat: Seat, entry: Entry, at: datetime) -> Assignment:
    try:
        with transaction.atomic():
            return Assignment.objects.create(
                person=person,
                post=seat.post,
                unit=seat.unit,
                from_day=seat.from_day,
                until_day=seat.until_day,
                kind=seat.kind,
                recorded_at=at,
                entry=entry,
            )
    except IntegrityError:
        raise Refused.because(Ground.ALREADY_RECORDED) from None


def _supersede(assignment: Assignment, at: datetime) -> None:
    assignment.superseded_at = at
    assignment.save(update_fields=["superseded_at"])


def _entry(
    verb: str,
    person: Person,
    before: Seat | None,
    after: Seat | None,
    by: User | None,
    at: datetime,
) -> Entry:
    return audit.record(
        act=f"people:assignment:{verb}",
        subject=("person", person.pk),
        by=by,
        at=at,
        before=_plain(before),
        after=_plain(after),
    )


def _plain(seat: Seat | None) -> dict[str, str | None] | None:
    if seat is None:
        return None
    return {
        "post": seat.post.code,
        "unit": seat.unit.code,
        "from_day": seat.from_day.isoformat(),
        "until_day": seat.until_day.isoformat() if seat.until_day else None,
        "kind": seat.kind,
    }


def _seat(row: Assignment) -> Seat:
    return Seat(row.post, row.unit, row.from_day, row.until_day, row.kind)
