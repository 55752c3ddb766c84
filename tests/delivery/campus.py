"""A campus for tests: a province with an office, people in it, and runs of courses.

Every function writes one row and gives it what the test does not say.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any, NamedTuple
from uuid import uuid4
from zoneinfo import ZoneInfo

from karamad.cycle.delivery.models import (
    Admission,
    Attendance,
    AttendanceMark,
    CompletionRule,
    Enrolment,
    Run,
    Score,
    Session,
    Way,
)
from karamad.registers.courses.models import Course, Instructor, Mode, Provider
from karamad.registers.people.models import Person, Post, Unit
from tests.nation import NOW, assignment, course, entry, person, post, provider, user
from tests.nation import province as make_province
from tests.nation import unit as make_unit

IRAN = ZoneInfo("Asia/Tehran")
FIRST_DAY = date(2026, 5, 16)  # 1405-02-26, two weeks after NOW

_numbers = count(1)


class Campus(NamedTuple):
    """province › office, where people work; a post; a course and who runs it."""

    province: Unit
    office: Unit
    post: Post
    course: Course
    provider: Provider


def campus() -> Campus:
    province = make_province("29", "خراسان جنوبی")
    office = make_unit(under=province, province="29", name="فرمانداری بیرجند")
    return Campus(province, office, post(), course(), provider(kind="state_centre"))


def servant(at: Campus, **facts: Any) -> Person:
    """Somebody who holds the post in the office."""
    row = person(**facts)
    assignment(row, at.post, at.office)
    return row


def run(at: Campus, *, code: str = "", **facts: Any) -> Run:
    """A published run of one session, two weeks from now, ten places."""
    number = next(_numbers)
    hour = facts.pop("hour", 8)
    day = facts.pop("day", FIRST_DAY)
    facts = {
        "course": at.course,
        "provider": at.provider,
        "unit": at.province,
        "mode": Mode.IN_PERSON,
        "admission": Admission.OPEN,
        "capacity": 10,
        "published_at": NOW,
        "first_day": day,
        "last_day": day,
        **facts,
    }
    row = Run.objects.create(
        code=code or f"RUN{number}", recorded_at=NOW, entry=entry(), **facts
    )
    session(row, day, hour)
    return row


def session(
    run: Run, day: date = FIRST_DAY, hour: int = 8, *, hours: int = 2, **facts: Any
) -> Session:
    begins_at = moment(day, hour)
    return Session.objects.create(
        run=run,
        begins_at=begins_at,
        ends_at=begins_at + timedelta(hours=hours),
        recorded_at=NOW,
        entry=entry(),
        **facts,
    )


def instructor(of: Person | None = None, **facts: Any) -> Instructor:
    number = next(_numbers)
    facts = {"name": f"استاد {number}", "kind": "practitioner", **facts}
    return Instructor.objects.create(
        code=f"INS{number}", person=of, recorded_at=NOW, entry=entry(), **facts
    )


def enrolment(
    run: Run, person: Person, state: str = "placed", **facts: Any
) -> Enrolment:
    facts = {"way": "open", "asked_at": NOW, "in_line_since": NOW, **facts}
    return Enrolment.objects.create(
        run=run, person=person, state=state, recorded_at=NOW, entry=entry(), **facts
    )


def moment(day: date, hour: int) -> datetime:
    """A moment of a day in Iran."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=IRAN)


def attended(
    row: Enrolment, session: Session, presence: str = "present", minutes: int = 0
) -> Attendance:
    """One mark from a list, and what it comes to."""
    mark = AttendanceMark.objects.create(
        key=uuid4(),
        session=session,
        enrolment=row,
        presence=presence,
        minutes=minutes,
        way=Way.LIST,
        marked_at=session.begins_at,
        received_at=session.begins_at,
        marked_by=user(),
    )
    return Attendance.objects.create(
        session=session, enrolment=row, presence=presence, minutes=minutes, mark=mark
    )


def score(row: Enrolment, value: float, kind: str = "exam") -> Score:
    """A score; an earlier one of its kind is superseded."""
    Score.objects.current().filter(enrolment=row, kind=kind).update(superseded_at=NOW)
    return Score.objects.create(
        enrolment=row,
        kind=kind,
        value=Decimal(str(value)),
        taken_on=row.run.last_day or FIRST_DAY,
        recorded_at=NOW,
        entry=entry(),
    )


def rule(course_class: str = "", **facts: Any) -> CompletionRule:
    """Four fifths of the time and seventy of a hundred, for a class or for all."""
    facts = {
        "least_share": Decimal(80),
        "least_score": Decimal(70),
        "from_day": date(2020, 3, 20),
        **facts,
    }
    return CompletionRule.objects.create(
        course_class=course_class, recorded_at=NOW, entry=entry(), **facts
    )
