"""Results, credentials and exemptions of a person up to a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from karamad.cycle.eligibility.actions.laws import laws
from karamad.registers.competencies.letters import names_for, sentence
from karamad.registers.competencies.models import Instrument
from karamad.registers.credentials.models import (
    Credential,
    Exemption,
    Rank,
    Result,
    ResultKind,
)
from karamad.web.display import labels, number, said


@dataclass(frozen=True, slots=True)
class Scored:
    """A result in words."""

    row: Result
    title: str
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A credential in words. over: expired or revoked by the day."""

    row: Credential
    title: str
    end: date | None
    over: bool


@dataclass(frozen=True, slots=True)
class Freed:
    """An exemption in words."""

    row: Exemption
    what: str
    over: bool


@dataclass(frozen=True, slots=True)
class Papers:
    results: list[Scored]
    credentials: list[Paper]
    exemptions: list[Freed]


def papers(records: Sequence[int], on: date) -> Papers:
    """Load what had been given by the day, the latest first."""
    results: list[Any] = list(
        Result.objects.current()
        .filter(person__in=records, taken_on__lte=on)
        .order_by("-taken_on", "pk")
    )
    credentials: list[Any] = list(
        Credential.objects.current()
        .filter(person__in=records, issued_on__lte=on)
        .order_by("-issued_on", "pk")
    )
    exemptions: list[Any] = list(
        Exemption.objects.current()
        .filter(person__in=records, from_day__lte=on)
        .select_related("profile")
        .order_by("-from_day", "pk")
    )
    codes = {row.instrument for row in results}
    codes |= {row.credential_type for row in credentials}
    titles, kinds = titles_of(codes), labels(ResultKind)
    return Papers(
        [
            Scored(row, result_title(row, titles), kinds[row.kind], value_words(row))
            for row in results
        ],
        [_paper(row, titles, on) for row in credentials],
        _freed(exemptions, on),
    )


def titles_of(codes: Iterable[str]) -> dict[str, str]:
    """Return the titles of instruments by code; those without one are left out."""
    asked = set(codes)
    found = Instrument.objects.filter(code__in=asked) if asked else ()
    return {row.code: said(row, "title") for row in found}


def result_title(row: Result, titles: Mapping[str, str]) -> str:
    """Return the instrument of a result, or its kind where that says all."""
    if row.kind in (ResultKind.APPRAISAL, ResultKind.RANK):
        return str(ResultKind(row.kind).label)
    return titles.get(row.instrument, row.instrument)


def value_words(row: Result) -> str:
    """Return the score, level or rank in words; empty when it is not stated."""
    if row.value is None:
        return ""
    if row.kind == ResultKind.RANK and row.value in map(Decimal, Rank.values):
        return str(Rank(int(row.value)).label)
    if row.kind == ResultKind.COMPETENCY:
        return _("سطح %(level)s") % {"level": number(row.value)}
    return number(row.value)


def _paper(row: Credential, titles: dict[str, str], on: date) -> Paper:
    ends = [day for day in (row.expires_on, row.revoked_on) if day is not None]
    end = min(ends, default=None)
    title = titles.get(row.credential_type, row.credential_type)
    return Paper(row, title, end, end is not None and end <= on)


def _freed(rows: Sequence[Exemption], on: date) -> list[Freed]:
    if not rows:
        return []
    known = laws()
    profiles = [known[r.profile.code].profile for r in rows if r.profile.code in known]
    names = names_for(*profiles)
    words = {
        (profile.code, criterion.id): sentence(criterion, names)
        for profile in profiles
        for criterion in profile.criteria
    }
    return [
        Freed(
            row,
            words.get((row.profile.code, row.criterion), row.criterion),
            row.until_day is not None and row.until_day <= on,
        )
        for row in rows
    ]
