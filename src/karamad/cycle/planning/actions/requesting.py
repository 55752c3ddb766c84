"""A learner, or his office for him, asks for training; an officer answers in a term."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from karamad.cycle.planning.actions.recording import (
    change,
    locked,
    plain,
    standing_of,
    write_entry,
)
from karamad.cycle.planning.actions.refusing import Refused, check
from karamad.cycle.planning.actions.telling import tell_answer
from karamad.cycle.planning.models import Level, Need, Priority, State
from karamad.cycle.planning.models.sources import REQUEST
from karamad.cycle.planning.rules import (
    Ground,
    Wish,
    acceptance_refusals,
    answer_by,
    request_refusals,
    withdrawal_refusals,
)
from karamad.registers.courses.models import Course
from karamad.registers.credentials.models import Completion
from karamad.registers.people.models import Assignment, Person, Unit
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: a course, or what is wanted in words, and why."""

    course: Course | None
    wish: str
    needed_by: date | None = None


@transaction.atomic
def request_training(
    *,
    person: Person,
    request: Request,
    by: User | None,
    at: datetime,
    sample: bool = False,
) -> Need:
    """Record a request for one person. Errors: Refused with every reason.

    It goes to the officers of the unit where he stands, and of his home unit where he
    holds no post.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    today = localdate(at)
    check(request_refusals(_wish(person, request), today))
    unit = unit_of(person, today)
    if unit is None:
        raise Refused((Ground.NO_UNIT,))
    priority = Priority.objects.order_by("-position", "pk").first()
    if priority is None:
        raise LookupError("no priorities: run `karamad migrate`")
    facts = {
        "course": request.course,
        "wish": request.wish.strip(),
        "needed_by": request.needed_by,
        "priority": priority,
        "answer_by": answer_by(today),
    }
    entry = audit.record(
        act="planning:need:request",
        subject=("person", person.pk),
        by=by,
        at=at,
        # What he wishes in words is his; the audit says that he asked.
        after=plain({**facts, "wish": bool(facts["wish"]), "unit": unit}),
    )
    return Need.objects.create(
        **facts,
        person=person,
        unit=unit,
        heads=1,
        level=Level.PERSON,
        source=REQUEST,
        sample=sample,
        recorded_at=at,
        entry=entry,
        asked_entry=entry,
    )


@transaction.atomic
def accept(
    *,
    need: Need,
    text: str,
    priority: Priority,
    course: Course | None,
    by: User,
    at: datetime,
) -> Need:
    """Accept a request: it waits for a plan. Errors: Refused with every reason.

    course: what covers the wish, where none was named.
    """
    (row,) = locked([need])
    check(
        acceptance_refusals(
            standing_of(row),
            is_request=row.source == REQUEST,
            answered=row.accepted_on is not None,
            himself=is_own(row, by),
        )
    )
    changes = {
        "accepted_on": localdate(at),
        "reason": text.strip(),
        "priority": priority,
        "course": row.course or course,
    }
    entry = write_entry("accept", [row], by, at, priority=priority, course=course)
    change([row], changes, entry, at)
    tell_answer([row], entry, at)
    return row


@transaction.atomic
def withdraw(*, need: Need, by: User, at: datetime) -> Need:
    """Take a request back that nobody has answered. Errors: Refused."""
    (row,) = locked([need])
    asked = is_own(row, by) or Need.objects.asked_by(by).filter(pk=row.pk).exists()
    check(
        withdrawal_refusals(
            standing_of(row), answered=row.accepted_on is not None, asked=asked
        )
    )
    entry = write_entry("withdraw", [row], by, at)
    change([row], {"state": State.TAKEN}, entry, at)
    return row


def is_own(need: Need, user: User) -> bool:
    """Test whether a need is the user's own, under any of his records."""
    return Need.objects.own(user).filter(pk=need.pk).exists()


def unit_of(person: Person, on: date) -> Unit | None:
    """Return where the person stands: his current or last post, else his home unit."""
    seats = Assignment.objects.current_or_last(on).filter(
        person__in=person.record_ids()
    )
    last = seats.select_related("unit").order_by("-from_day", "pk").first()
    return last.unit if last else person.home_unit


def _wish(person: Person, request: Request) -> Wish:
    records = person.record_ids()
    course = request.course
    mine = Need.objects.filter(person__in=records)
    again = mine.open() | mine.planned()
    same = again.filter(course=course) if course else again.filter(wish=request.wish)
    return Wish(
        courses=int(course is not None),
        text=request.wish,
        degree_programme=course is not None and course.degree_programme,
        again=same.exists(),
        held=course is not None and _holds(records, course),
        needed_by=request.needed_by,
    )


def _holds(records: tuple[int, ...], course: Course) -> bool:
    """Test whether the course was passed and is not due again."""
    if course.valid_years:
        return False
    passed = Completion.objects.current().filter(
        person__in=records, course=course, passed=True, revoked_on=None
    )
    return passed.exists()
