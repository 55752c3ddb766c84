"""The JSON of what is read. Days are Gregorian, YYYY-MM-DD; `until` is exclusive."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ninja import Schema


class UnitOut(Schema):
    code: str
    name: str
    name_en: str
    kind: str
    province: str
    parent: str | None
    population: int | None
    income_class: int | None
    grade: int | None
    opened_on: date | None
    closed_on: date | None
    recorded_at: datetime


class UnitPage(Schema):
    items: list[UnitOut]
    next: str | None


class PostOut(Schema):
    code: str
    title: str
    title_en: str
    family: str
    level: str
    managerial: bool
    unit_kind: str
    recorded_at: datetime


class PostPage(Schema):
    items: list[PostOut]
    next: str | None


class PersonOut(Schema):
    """national_id: masked unless the token's role may see it."""

    id: int
    national_id: str
    first_name: str
    last_name: str
    father_name: str
    birth_date: date | None
    gender: str
    degree: str
    service_start: date | None
    employment: str
    retired_on: date | None
    died_on: date | None
    home_unit: str | None
    merged_into: int | None
    recorded_at: datetime


class PersonPage(Schema):
    items: list[PersonOut]
    next: str | None


class AssignmentOut(Schema):
    post: str
    unit: str
    kind: str
    from_day: date
    until_day: date | None


class CompletionOut(Schema):
    course: str
    completed_on: date
    hours: Decimal | None
    score: Decimal | None
    passed: bool
    mode: str
    provider: str | None
    certificate_no: str
    revoked_on: date | None


class ResultOut(Schema):
    instrument: str
    kind: str
    taken_on: date
    value: Decimal | None


class CredentialOut(Schema):
    type: str
    issued_on: date
    expires_on: date | None
    revoked_on: date | None
    number: str
    issuer: str


class ExemptionOut(Schema):
    profile: str
    criterion: str
    document: str
    from_day: date
    until_day: date | None


class PersonWithFacts(PersonOut):
    assignments: list[AssignmentOut]
    completions: list[CompletionOut]
    results: list[ResultOut]
    credentials: list[CredentialOut]
    exemptions: list[ExemptionOut]


class FindingOut(Schema):
    """reached, asked: as the findings file carries them; see docs/formats.md."""

    criterion: str
    finding: str
    reached: str
    asked: str
    until: date | None
    evidence: list[str]
    lacks: list[str]
    document: str
    article: str | None
    status: str


class VerdictOut(Schema):
    post: str
    unit: str
    considered: bool
    profile: str
    edition: int
    title: str
    as_of: date
    verdict: str
    until: date | None
    findings: list[FindingOut]


class Verdicts(Schema):
    items: list[VerdictOut]


class CourseOut(Schema):
    code: str
    title: str
    title_en: str
    course_class: str
    scope: str
    hours: Decimal | None
    mode: str
    provider: str | None
    valid_years: int | None
    creditable_from: date | None
    creditable_until: date | None
    degree_programme: bool
    recorded_at: datetime


class CoursePage(Schema):
    items: list[CourseOut]
    next: str | None


class ProfileOut(Schema):
    code: str
    edition: int
    title: str
    title_en: str
    recorded_at: datetime


class ProfilePage(Schema):
    items: list[ProfileOut]
    next: str | None


class ProfileText(ProfileOut):
    """written: the profile as its YAML says it; see docs/formats.md."""

    written: dict[str, Any]


class DocumentOut(Schema):
    id: int
    number: str
    issued_on: date | None
    kind: str
    subject: str
    subject_en: str
    issuer: str
    status: str
    recorded_at: datetime


class DocumentPage(Schema):
    items: list[DocumentOut]
    next: str | None
