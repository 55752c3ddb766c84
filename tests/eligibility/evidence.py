"""What people have to show, and profiles that ask for it: rows for tests."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from karamad.cycle.eligibility.models import Candidacy
from karamad.registers.competencies import actions as competencies
from karamad.registers.competencies.models import Edition, Profile
from karamad.registers.courses.models import Course, Equivalence
from karamad.registers.credentials.models import (
    Completion,
    Credential,
    Exemption,
    Result,
    ResultKind,
)
from karamad.registers.people.models import Person, Post, Unit
from tests.nation import LONG_AGO, NOW, entry


def profile(text: str, *, at: datetime = NOW) -> Edition:
    read = competencies.profile_from_text(text)
    return competencies.save_edition(read, by=None, at=at).edition


def completion(
    person: Person, course: Course, on: date, *, at: datetime = NOW, **facts: Any
) -> Completion:
    facts = {"passed": True, **facts}
    return Completion.objects.create(
        person=person,
        course=course,
        completed_on=on,
        recorded_at=at,
        entry=entry(at),
        **facts,
    )


def result(
    person: Person,
    instrument: str,
    on: date,
    value: float | None,
    *,
    kind: ResultKind = ResultKind.EXAM,
    at: datetime = NOW,
) -> Result:
    return Result.objects.create(
        person=person,
        instrument=instrument,
        kind=kind,
        taken_on=on,
        value=None if value is None else Decimal(str(value)),
        recorded_at=at,
        entry=entry(at),
    )


def credential(
    person: Person, kind: str, on: date, *, at: datetime = NOW, **facts: Any
) -> Credential:
    return Credential.objects.create(
        person=person,
        credential_type=kind,
        issued_on=on,
        recorded_at=at,
        entry=entry(at),
        **facts,
    )


def exemption(
    person: Person,
    edition: Edition,
    criterion: str,
    *,
    at: datetime = NOW,
    **facts: Any,
) -> Exemption:
    facts = {"document": "100/1", "from_day": LONG_AGO, **facts}
    return Exemption.objects.create(
        person=person,
        profile=Profile.objects.get(pk=edition.profile_id),
        criterion=criterion,
        recorded_at=at,
        entry=entry(at),
        **facts,
    )


def equivalence(course: Course, of: Course, *, at: datetime = NOW) -> Equivalence:
    return Equivalence.objects.create(
        course=course, of=of, recorded_at=at, entry=entry(at)
    )


def candidacy(
    person: Person, post: Post, unit: Unit, *, at: datetime = NOW, **facts: Any
) -> Candidacy:
    facts = {"from_day": LONG_AGO, **facts}
    return Candidacy.objects.create(
        person=person, post=post, unit=unit, recorded_at=at, entry=entry(at), **facts
    )
