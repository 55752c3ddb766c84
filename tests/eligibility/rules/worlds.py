"""Short ways to say who did what, for tests that read as the regulation does."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from karamad.cycle.eligibility.rules import (
    Assignment,
    Catalogue,
    Completion,
    Course,
    Credential,
    Facts,
    Finding,
    Judgement,
    Result,
    ResultKind,
    judge,
)
from karamad.kernel.jalali import parse_day
from karamad.registers.competencies.rules import CourseClass, Profile, read_profile

JOB, CULTURE, MANAGERS = CourseClass.JOB, CourseClass.CULTURE, CourseClass.MANAGERS
NOTHING = Catalogue()


def asks(kind: str, **fields: Any) -> dict[str, Any]:
    """Return one criterion as it is written; its id is `it` unless said otherwise."""
    return {"id": "it", "kind": kind, "source": {"document": "1"}} | fields


def profile_of(*criteria: dict[str, Any], **fields: Any) -> Profile:
    return read_profile(
        {"profile": "p", "title": {"fa": "نمونه"}, "criteria": list(criteria)} | fields
    )


def judged(
    criterion: dict[str, Any],
    facts: Facts,
    on: str,
    catalogue: Catalogue = NOTHING,
    post: str | None = "CHIEF",
) -> Judgement:
    return judge(profile_of(criterion), facts, catalogue, post=post, on=day(on))


def found(
    criterion: dict[str, Any],
    facts: Facts,
    on: str,
    catalogue: Catalogue = NOTHING,
    post: str | None = "CHIEF",
) -> Finding:
    """Return the one finding of a profile that asks one thing."""
    return judged(criterion, facts, on, catalogue, post).findings[0]


def day(text: str) -> date:
    return parse_day(text)


def passed(course: str, on: str, hours: str | None = None, **more: Any) -> Completion:
    fixed = None if hours is None else Decimal(hours)
    return Completion(course, day(on), fixed, **more)


def completed(*completions: Completion, **more: Any) -> Facts:
    return Facts(completions=completions, **more)


def result(kind: str, instrument: str, on: str, value: str | None) -> Result:
    number = None if value is None else Decimal(value)
    return Result(instrument, ResultKind(kind), day(on), number)


def measured(*results: Result, **more: Any) -> Facts:
    return Facts(results=results, **more)


def appointed(post: str, start: str, until: str | None = None) -> Assignment:
    return Assignment(post, "U", day(start), None if until is None else day(until))


def card(
    kind: str, issued: str, expires: str | None = None, revoked: str | None = None
) -> Credential:
    return Credential(
        kind,
        day(issued),
        None if expires is None else day(expires),
        None if revoked is None else day(revoked),
    )


def course(
    code: str,
    course_class: CourseClass | None = JOB,
    hours: str | None = None,
    **more: Any,
) -> Course:
    """Days in `more` are Jalali text."""
    days = {name: day(value) for name, value in more.items() if isinstance(value, str)}
    fixed = None if hours is None else Decimal(hours)
    return Course(code, course_class, fixed, **(more | days))
