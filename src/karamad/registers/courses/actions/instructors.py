"""Keeping instructors: who they are, what they are approved for, when they are away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from karamad.kernel.text import clean, search_key, sort_key
from karamad.registers.courses.actions.catalogue import CodeTaken, EndsBeforeItStarts
from karamad.registers.courses.models import (
    Course,
    FormerInstructor,
    Instructor,
    InstructorLeave,
    InstructorSubject,
)
from karamad.registers.people.models import Person, Unit
from karamad.trust.accounts.models import User
from karamad.trust.audit.actions import correct, moment_of_record, record


class ApprovedAlready(Exception):
    """An approval for the same subject lasts on some of these days."""


@dataclass(frozen=True, slots=True)
class Approval:
    """What an instructor may teach: one course, or all of a class; until: exclusive."""

    course: Course | None = None
    course_class: str = ""
    document: str = ""
    from_day: date | None = None
    until_day: date | None = None


@transaction.atomic
def save_instructor(
    *,
    instructor: Instructor | None,
    facts: dict[str, Any],
    by: User | None,
    at: datetime,
) -> Instructor:
    """Add an instructor, or correct one; what was said before is kept.

    facts: fields of `InstructorFacts`; `code` among them for a new one.
    Errors: CodeTaken.
    """
    at, facts = moment_of_record(at), dict(facts)
    keys = _keys(facts["name"])
    if instructor is None:
        return _add(clean(facts.pop("code")), {**facts, **keys}, by, at)
    row = Instructor.objects.select_for_update(of=("self",)).get(pk=instructor.pk)
    said = {name: getattr(row, name) for name in facts}
    differing = [name for name in facts if said[name] != facts[name]]
    if not differing:
        return row
    entry = record(
        act="courses:instructor:correct",
        subject=("instructor", row.code),
        by=by,
        at=at,
        before=_plain(
            {name: said[name] for name in facts if said[name] != facts[name]}
        ),
        after=_plain(
            {name: facts[name] for name in facts if said[name] != facts[name]}
        ),
    )
    changes = {**facts, **keys}
    correct(
        row,
        former=FormerInstructor,
        key="instructor",
        changes=changes,
        entry=entry,
        at=at,
    )
    return row


@transaction.atomic
def approve(
    *, instructor: Instructor, approval: Approval, by: User | None, at: datetime
) -> InstructorSubject:
    """Record that an instructor may teach a course, or a class of courses.

    Errors: EndsBeforeItStarts; ApprovedAlready.
    """
    at = moment_of_record(at)
    _in_order(approval.from_day, approval.until_day)
    Instructor.objects.select_for_update(of=("self",)).get(pk=instructor.pk)
    same = InstructorSubject.objects.current().filter(
        instructor=instructor,
        course=approval.course,
        course_class=approval.course_class,
    )
    if same.overlapping(approval.from_day, approval.until_day).exists():
        raise ApprovedAlready
    entry = record(
        act="courses:subject:approve",
        subject=("instructor", instructor.code),
        by=by,
        at=at,
        after={
            "course": approval.course.code if approval.course else None,
            "class": approval.course_class,
            "document": approval.document,
            "from": _iso(approval.from_day),
            "until": _iso(approval.until_day),
        },
    )
    return InstructorSubject.objects.create(
        instructor=instructor,
        course=approval.course,
        course_class=approval.course_class,
        document=approval.document,
        from_day=approval.from_day,
        until_day=approval.until_day,
        recorded_at=at,
        entry=entry,
    )


@transaction.atomic
def withdraw_approval(
    *, subject: InstructorSubject, on: date, by: User | None, at: datetime
) -> None:
    """Let an approval end on a day; one that has not begun by then never was.

    The record that said otherwise is kept.
    """
    at = moment_of_record(at)
    rows = InstructorSubject.objects.current().select_for_update(of=("self",))
    row = rows.select_related("instructor").get(pk=subject.pk)
    if row.until_day is not None and row.until_day <= on:
        return
    entry = record(
        act="courses:subject:withdraw",
        subject=("instructor", row.instructor.code),
        by=by,
        at=at,
        before={"until": _iso(row.until_day)},
        after={"until": on.isoformat()},
    )
    row.superseded_at = at
    row.save(update_fields=["superseded_at"])
    if row.from_day is not None and row.from_day >= on:
        return
    InstructorSubject.objects.create(
        instructor=row.instructor,
        course_id=row.course_id,
        course_class=row.course_class,
        document=row.document,
        from_day=row.from_day,
        until_day=on,
        recorded_at=at,
        entry=entry,
    )


@transaction.atomic
def add_leave(
    *,
    instructor: Instructor,
    from_day: date,
    until_day: date,
    note: str,
    by: User | None,
    at: datetime,
) -> InstructorLeave:
    """Record days on which an instructor does not teach; the last is not included.

    Sessions set before stay where they are. Errors: EndsBeforeItStarts.
    """
    at = moment_of_record(at)
    _in_order(from_day, until_day)
    entry = record(
        act="courses:leave:add",
        subject=("instructor", instructor.code),
        by=by,
        at=at,
        after={"from": _iso(from_day), "until": _iso(until_day)},
    )
    return InstructorLeave.objects.create(
        instructor=instructor,
        from_day=from_day,
        until_day=until_day,
        note=note,
        recorded_at=at,
        entry=entry,
    )


@transaction.atomic
def withdraw_leave(*, leave: InstructorLeave, by: User | None, at: datetime) -> None:
    """Let a leave be no more; the record of it is kept."""
    at = moment_of_record(at)
    rows = InstructorLeave.objects.current().select_for_update(of=("self",))
    row = rows.select_related("instructor").get(pk=leave.pk)
    record(
        act="courses:leave:withdraw",
        subject=("instructor", row.instructor.code),
        by=by,
        at=at,
        before={"from": _iso(row.from_day), "until": _iso(row.until_day)},
    )
    row.superseded_at = at
    row.save(update_fields=["superseded_at"])


# ---- common -------------------------------------------------------------------------


def _add(code: str, facts: dict[str, Any], by: User | None, at: datetime) -> Instructor:
    if Instructor.objects.filter(code=code).exists():
        raise CodeTaken(code)
    entry = record(
        act="courses:instructor:add",
        subject=("instructor", code),
        by=by,
        at=at,
        after=_plain(facts),
    )
    return Instructor.objects.create(code=code, **facts, recorded_at=at, entry=entry)


def _keys(name: str) -> dict[str, str]:
    return {"search_key": search_key(name)[:160], "sort_key": sort_key(name)[:180]}


def _in_order(from_day: date | None, until_day: date | None) -> None:
    if from_day and until_day and until_day <= from_day:
        raise EndsBeforeItStarts


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts as the audit keeps them: a person by his key, a unit by its code."""
    return {
        name: value.pk
        if isinstance(value, Person)
        else value.code
        if isinstance(value, Unit)
        else value
        for name, value in facts.items()
    }
