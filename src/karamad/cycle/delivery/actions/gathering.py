"""The facts that the laws of seating ask for: of a run, and of many people at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet

from karamad.cycle.delivery.models import Admission, Enrolment, Run, Session
from karamad.cycle.delivery.models.sessions import SessionQuerySet
from karamad.cycle.delivery.rules.seating import Applicant, Offer, Span
from karamad.cycle.eligibility.actions.gathering import records_of
from karamad.kernel.jalali import add_years
from karamad.kernel.period import Period
from karamad.registers.courses.models import Equivalence, Prerequisite
from karamad.registers.credentials.models import Completion
from karamad.registers.people.models import Assignment, Person

AT_ONCE = 2_000  # people asked about in one query


def offer_of(run: Run) -> Offer:
    """Return a run as somebody who seeks a place sees it."""
    needs = Prerequisite.objects.current().filter(course=run.course_id)
    return Offer(
        code=run.code,
        course=run.course.code,
        first_day=run.first_day,
        spans=tuple(_spans(Session.objects.filter(run=run))),
        asking=Period(run.asking_from, run.asking_until),
        needs=frozenset(needs.values_list("needs__code", flat=True)),
        published=run.published_at is not None,
        cancelled=run.is_cancelled or run.is_closed,
        open_to_asking=run.admission == Admission.OPEN,
    )


def applicants(people: Collection[int], run: Run, *, on: date) -> dict[int, Applicant]:
    """Return each person as the rules see him on the day; by key.

    A fixed number of queries for each two thousand, whatever is known of them.
    """
    found: dict[int, Applicant] = {}
    keys = sorted(people)
    for start in range(0, len(keys), AT_ONCE):
        found.update(_applicants(keys[start : start + AT_ONCE], run, on))
    return found


def _applicants(people: Collection[int], run: Run, on: date) -> dict[int, Applicant]:
    owners = records_of(people)
    serving = set(
        Person.objects.serving_on(on)
        .unmerged()
        .filter(pk__in=people)
        .values_list("pk", flat=True)
    )
    of_the_unit = _of_the_unit(owners, run, on)
    enrolled = _owners(Enrolment.objects.living().filter(run=run), owners)
    has = _courses(owners, on)
    busy = _busy(owners)
    teaching = _teaching(owners)
    return {
        person: Applicant(
            serving=person in serving,
            of_the_unit=person in of_the_unit,
            enrolled=person in enrolled,
            has=frozenset(has[person]),
            busy=tuple(busy[person]),
            teaching=tuple(teaching[person]),
        )
        for person in people
    }


def _of_the_unit(owners: Mapping[int, int], run: Run, on: date) -> set[int]:
    """Whoever holds a post in the run's unit or below it on the day."""
    seats = Assignment.objects.current().held_on(on)
    below = seats.filter(unit__path__begins=run.unit.path)
    return _owners(below, owners)


def _owners(rows: QuerySet[Any], owners: Mapping[int, int]) -> set[int]:
    found = rows.filter(person__in=owners).values_list("person", flat=True)
    return {owners[record] for record in found}


def _courses(owners: Mapping[int, int], on: date) -> dict[int, set[str]]:
    """Codes of the courses each has passed and holds, with what they count for."""
    counts_for: dict[int, set[str]] = defaultdict(set)
    for course, code in (
        Equivalence.objects.current().values_list("course", "of__code").order_by()
    ):
        counts_for[course].add(code)
    has: dict[int, set[str]] = defaultdict(set)
    passed = (
        Completion.objects.current()
        .filter(person__in=owners, passed=True, revoked_on=None)
        .values_list(
            "person", "course", "course__code", "completed_on", "course__valid_years"
        )
    )
    for record, course, code, completed_on, years in passed:
        if years is None or on < add_years(completed_on, years):
            has[owners[record]] |= {code, *counts_for[course]}
    return has


def _busy(owners: Mapping[int, int]) -> dict[int, list[Span]]:
    placed = Enrolment.objects.placed().filter(
        person__in=owners, run__cancelled_on=None, run__closed_on=None
    )
    sits_in: dict[int, list[int]] = defaultdict(list)
    for record, run in placed.values_list("person", "run"):
        sits_in[run].append(owners[record])
    busy: dict[int, list[Span]] = defaultdict(list)
    for session in _standing(Session.objects.filter(run__in=sits_in)):
        for person in sits_in[session.run_id]:
            busy[person].append(_span(session))
    return busy


def _teaching(owners: Mapping[int, int]) -> dict[int, list[Span]]:
    teaching: dict[int, list[Span]] = defaultdict(list)
    taught = Session.objects.filter(instructor__person__in=owners)
    for session in _standing(taught.select_related("instructor")):
        record = session.instructor.person_id if session.instructor else None
        if record is not None:
            teaching[owners[record]].append(_span(session))
    return teaching


def _spans(sessions: SessionQuerySet) -> Iterable[Span]:
    return (_span(session) for session in _standing(sessions))


def _standing(sessions: SessionQuerySet) -> SessionQuerySet:
    return sessions.standing().select_related("run")


def _span(session: Session) -> Span:
    return Span(session.begins_at, session.ends_at, session.run.code)
