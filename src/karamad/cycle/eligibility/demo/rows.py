"""The demo nation as plain rows, in the columns of the exchange files."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class UnitRow(NamedTuple):
    code: str
    name: str
    name_en: str
    kind: str
    parent: str
    province: str
    population: int | None = None
    income_class: int | None = None
    grade: int | None = None


class PostRow(NamedTuple):
    code: str
    title: str
    title_en: str
    family: str
    level: str
    managerial: bool
    unit_kind: str


class CourseRow(NamedTuple):
    code: str
    title: str
    title_en: str
    course_class: str
    scope: str
    hours: str | None
    mode: str
    provider: str
    equivalent_to: str = ""
    creditable_from: date | None = None
    degree_programme: bool = False


class InstrumentRow(NamedTuple):
    code: str
    kind: str
    title: str
    title_en: str


class PersonRow(NamedTuple):
    national_id: str
    first_name: str
    last_name: str
    father_name: str
    birth_date: date | None
    gender: str
    degree: str
    service_start: date | None
    employment: str
    retired_on: date | None = None
    died_on: date | None = None


class AssignmentRow(NamedTuple):
    post: str
    unit: str
    from_day: date
    until_day: date | None = None
    kind: str = "appointment"


class CompletionRow(NamedTuple):
    """hours, score: as text, exact; None: not stated."""

    course: str
    completed_on: date
    hours: str | None
    score: str | None = None
    passed: bool = True
    mode: str = ""
    provider: str = ""
    certificate_no: str = ""
    revoked_on: date | None = None


class ResultRow(NamedTuple):
    """value: a number as text; of a rank its place on the scale, 1 to 4."""

    instrument: str
    kind: str
    taken_on: date
    value: str | None


class CredentialRow(NamedTuple):
    credential_type: str
    issued_on: date
    expires_on: date | None = None
    number: str = ""
    issuer: str = ""


class ExemptionRow(NamedTuple):
    profile: str
    criterion: str
    document: str
    from_day: date
    until_day: date | None = None


@dataclass(slots=True)
class Dossier:
    """One person and all that is on record about him."""

    person: PersonRow
    assignments: list[AssignmentRow] = field(default_factory=list)
    completions: list[CompletionRow] = field(default_factory=list)
    results: list[ResultRow] = field(default_factory=list)
    credentials: list[CredentialRow] = field(default_factory=list)
    exemptions: list[ExemptionRow] = field(default_factory=list)
