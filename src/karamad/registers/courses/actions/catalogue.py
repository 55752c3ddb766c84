"""Keeping the catalogue: courses, what counts for what, providers, accreditation."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction

from karamad.kernel.text import clean, search_key, sort_key
from karamad.registers.courses.models import (
    Accreditation,
    Course,
    Equivalence,
    FormerCourse,
    FormerProvider,
    Provider,
)
from karamad.trust.accounts.models import User
from karamad.trust.audit.actions import correct, moment_of_record, record
from karamad.trust.audit.models import Entry


class CodeTaken(Exception):
    """Another row has this code; codes are unique for ever."""


class EndsBeforeItStarts(Exception):
    """The last day lies before the first."""


@transaction.atomic
def add_course(
    *, code: str, facts: dict[str, Any], by: User | None, at: datetime
) -> Course:
    """Add a course to the catalogue.

    facts: fields of `CourseFacts`, and the notes of `Course`.
    Errors: CodeTaken; EndsBeforeItStarts when it retires before it counts.
    """
    at = moment_of_record(at)
    code = clean(code)
    _check_credit(facts)
    if Course.objects.filter(code=code).exists():
        raise CodeTaken(code)
    entry = record(
        act="courses:course:add",
        subject=("course", code),
        by=by,
        at=at,
        after=_plain(facts),
    )
    return Course.objects.create(
        code=code, **facts, **_keys(facts["title"]), recorded_at=at, entry=entry
    )


@transaction.atomic
def correct_course(
    *, course: Course, facts: dict[str, Any], by: User | None, at: datetime
) -> bool:
    """Correct what the catalogue says of a course; what it said before is kept.

    Returns False when nothing differs. Errors: EndsBeforeItStarts.
    """
    at = moment_of_record(at)
    course = Course.objects.select_for_update().get(pk=course.pk)
    said = {name: getattr(course, name) for name in facts}
    _check_credit({**_credit(course), **facts})
    if said == facts:
        return False
    entry = record(
        act="courses:course:correct",
        subject=("course", course.code),
        by=by,
        at=at,
        before=_plain({n: v for n, v in said.items() if v != facts[n]}),
        after=_plain({n: v for n, v in facts.items() if v != said[n]}),
    )
    keys = _keys(facts.get("title", course.title))
    return correct(
        course,
        former=FormerCourse,
        key="course",
        changes={**facts, **keys},
        entry=entry,
        at=at,
    )


@transaction.atomic
def save_course(
    *,
    course: Course | None,
    facts: dict[str, Any],
    of: Collection[Course],
    by: User | None,
    at: datetime,
) -> Course:
    """Add a course or correct one, and say what it counts for, in one act.

    facts: as `add_course`; `code` among them for a new one.
    Errors: CodeTaken, EndsBeforeItStarts.
    """
    facts = dict(facts)
    if course is None:
        course = add_course(code=facts.pop("code"), facts=facts, by=by, at=at)
    else:
        correct_course(course=course, facts=facts, by=by, at=at)
    set_equivalents(course=course, of=of, by=by, at=at)
    return course


@transaction.atomic
def set_equivalents(
    *, course: Course, of: Collection[Course], by: User | None, at: datetime
) -> None:
    """Say where a completion of `course` counts too; the left out count no more."""
    at = moment_of_record(at)
    now = {
        row.of_id: row
        for row in Equivalence.objects.current()
        .select_for_update()
        .filter(course=course)
    }
    wanted = {other.pk: other for other in of if other.pk != course.pk}
    added, dropped = wanted.keys() - now.keys(), now.keys() - wanted.keys()
    if not added and not dropped:
        return
    entry = record(
        act="courses:course:equate",
        subject=("course", course.code),
        by=by,
        at=at,
        before={"equivalent_to": sorted(now)},
        after={"equivalent_to": sorted(wanted)},
    )
    Equivalence.objects.filter(pk__in=[now[key].pk for key in dropped]).update(
        superseded_at=at
    )
    Equivalence.objects.bulk_create(
        Equivalence(course=course, of_id=key, recorded_at=at, entry=entry)
        for key in sorted(added)
    )


@transaction.atomic
def add_provider(
    *, code: str, facts: dict[str, Any], by: User | None, at: datetime
) -> Provider:
    """Add a provider.

    facts: fields of `ProviderFacts`. Errors: CodeTaken.
    """
    code = clean(code)
    if Provider.objects.filter(code=code).exists():
        raise CodeTaken(code)
    entry = record(
        act="courses:provider:add",
        subject=("provider", code),
        by=by,
        at=at,
        after=facts,
    )
    return Provider.objects.create(
        code=code, **facts, **_keys(facts["name"]), recorded_at=at, entry=entry
    )


@transaction.atomic
def correct_provider(
    *, provider: Provider, facts: dict[str, Any], by: User | None, at: datetime
) -> bool:
    """Correct what is said of a provider. Returns False when nothing differs."""
    provider = Provider.objects.select_for_update().get(pk=provider.pk)
    said = {name: getattr(provider, name) for name in facts}
    if said == facts:
        return False
    entry = record(
        act="courses:provider:correct",
        subject=("provider", provider.code),
        by=by,
        at=at,
        before=said,
        after=facts,
    )
    keys = _keys(facts.get("name", provider.name))
    return correct(
        provider,
        former=FormerProvider,
        key="provider",
        changes={**facts, **keys},
        entry=entry,
        at=at,
    )


@transaction.atomic
def accredit(
    *,
    provider: Provider,
    domain: str,
    from_day: date | None,
    until_day: date | None,
    by: User | None,
    at: datetime,
) -> Accreditation:
    """Record that a provider may run courses of a domain, from a day until a day.

    Errors: EndsBeforeItStarts.
    """
    if from_day and until_day and until_day <= from_day:
        raise EndsBeforeItStarts
    domain = clean(domain)
    entry = record(
        act="courses:provider:accredit",
        subject=("provider", provider.code),
        by=by,
        at=at,
        after={"domain": domain, "from": str(from_day), "until": str(until_day)},
    )
    return Accreditation.objects.create(
        provider=provider,
        domain=domain,
        from_day=from_day,
        until_day=until_day,
        recorded_at=at,
        entry=entry,
    )


@transaction.atomic
def end_accreditation(
    *, accreditation: Accreditation, until_day: date, by: User | None, at: datetime
) -> Accreditation:
    """Let an accreditation end on a day; the record that said otherwise is kept.

    Errors: EndsBeforeItStarts.
    """
    row = Accreditation.objects.current().select_for_update().get(pk=accreditation.pk)
    if row.from_day and until_day <= row.from_day:
        raise EndsBeforeItStarts
    if row.until_day == until_day:
        return row
    entry = record(
        act="courses:provider:accredit",
        subject=("provider", row.provider.code),
        by=by,
        at=at,
        before={"domain": row.domain, "until": str(row.until_day)},
        after={"domain": row.domain, "until": str(until_day)},
    )
    return _supersede(row, until_day, entry, at)


def _supersede(
    row: Accreditation, until_day: date, entry: Entry, at: datetime
) -> Accreditation:
    row.superseded_at = at
    row.save(update_fields=["superseded_at"])
    return Accreditation.objects.create(
        provider_id=row.provider_id,
        domain=row.domain,
        from_day=row.from_day,
        until_day=until_day,
        recorded_at=at,
        entry=entry,
    )


def _keys(name: str) -> dict[str, str]:
    """The columns by which a course or provider is found and ordered."""
    return {"search_key": search_key(name)[:200], "sort_key": sort_key(name)[:220]}


def _credit(course: Course) -> dict[str, Any]:
    return {
        "creditable_from": course.creditable_from,
        "creditable_until": course.creditable_until,
    }


def _check_credit(facts: dict[str, Any]) -> None:
    start, end = facts.get("creditable_from"), facts.get("creditable_until")
    if start and end and end <= start:
        raise EndsBeforeItStarts


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts as the audit keeps them: providers by code, days and decimals as text."""
    return {
        name: value
        if value is None or isinstance(value, (bool, int, str))
        else value.code
        if isinstance(value, Provider)
        else str(value)
        for name, value in facts.items()
    }
