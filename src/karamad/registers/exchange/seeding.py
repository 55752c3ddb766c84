"""What every home starts with: regulations, provinces, the catalogue of titles.

A row that is there already is left as it is, whoever wrote it; so the second run
changes nothing, and nothing that an officer edited is ever put back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from django.db import models, transaction

from karamad.kernel.text import document_key, search_key, sort_key
from karamad.registers.courses import seeds as course_seeds
from karamad.registers.courses.models import Course, Provider
from karamad.registers.people import seeds as people_seeds
from karamad.registers.people.models import Unit, UnitKind, UnitPlace
from karamad.registers.regulations import seeds as regulation_seeds
from karamad.registers.regulations.models import Document, Link, Provision
from karamad.trust.audit import actions as audit

# What an app above adds to a new home: it is given the moment, and says how much.
Seeding: TypeAlias = Callable[[datetime], Mapping[str, int]]

_others: list[Seeding] = []


def also(seeding: Seeding) -> None:
    """Let an app above seed its own; one offered twice seeds once."""
    if seeding not in _others:
        _others.append(seeding)


@transaction.atomic
def seed(*, at: datetime) -> dict[str, int]:
    """Add the seed rows that are missing; return how many of each kind were added."""
    added = {
        "documents": _add(Document.objects, _documents(), "regulations:document", at),
        "links": _add(Link.objects, _links(), "regulations:link", at),
        "provisions": _add(Provision.objects, _provisions(), "regulations:fact", at),
        "provinces": _add(Unit.objects, _provinces(), "people:unit", at),
        "places": _add(UnitPlace.objects, _places(), "people:place", at),
        "providers": _add(Provider.objects, _providers(), "courses:provider", at),
        "courses": _add(Course.objects, _courses(), "courses:course", at),
    }
    for seeding in _others:
        added.update(seeding(at))
    return added


def _add(
    manager: models.Manager[Any], missing: Iterable[Any], thing: str, at: datetime
) -> int:
    rows = list(missing)
    if rows:
        entry = audit.record(
            act=f"{thing}:seed",
            subject=(thing.partition(":")[2], "seed"),
            by=None,
            at=at,
            after={"rows": len(rows)},
        )
        for row in rows:
            row.recorded_at, row.entry = at, entry
        manager.bulk_create(rows)
    return len(rows)


def _documents() -> Iterable[Document]:
    known = set(Document.objects.values_list("number_key", flat=True))
    for seeded in regulation_seeds.documents():
        key = document_key(seeded.number)
        if key not in known:
            words = f"{seeded.number} {seeded.subject} {seeded.subject_en}"
            yield Document(
                number=seeded.number,
                number_key=key,
                search_key=search_key(words)[:500],
                issued_on=seeded.issued_on,
                kind=seeded.kind,
                subject=seeded.subject,
                subject_en=seeded.subject_en,
                issuer=seeded.issuer,
                issuer_en=seeded.issuer_en,
                status=seeded.status,
                source_url=seeded.source_url,
                note=seeded.note,
                note_en=seeded.note_en,
            )


def _links() -> Iterable[Link]:
    by_key = _by_number_key()
    # Superseded links too: what an officer took back is not seeded again.
    known = set(Link.objects.values_list("document", "effect", "other"))
    for seeded in regulation_seeds.documents():
        document = by_key[document_key(seeded.number)]
        for link in seeded.links:
            other = by_key[document_key(link.other)]
            if (document.pk, link.effect, other.pk) not in known:
                yield Link(
                    document=document,
                    effect=link.effect,
                    other=other,
                    from_day=link.from_day,
                )


def _provisions() -> Iterable[Provision]:
    by_key = _by_number_key()
    known = set(Provision.objects.values_list("code", flat=True))
    for fact in regulation_seeds.facts():
        if fact.code not in known:
            document = by_key[document_key(fact.document)] if fact.document else None
            from_day = fact.from_day
            if from_day is None and document and fact.until_day is None:
                from_day = document.issued_on
            yield Provision(
                code=fact.code,
                document=document,
                article=fact.article,
                title=fact.title,
                title_en=fact.title_en,
                value=fact.value,
                unit=fact.unit,
                from_day=from_day,
                until_day=fact.until_day,
                status=fact.status,
            )


def _by_number_key() -> dict[str, Document]:
    return {document.number_key: document for document in Document.objects.all()}


def _provinces() -> Iterable[Unit]:
    known = set(Unit.objects.values_list("code", flat=True))
    for province in people_seeds.provinces():
        if province.code not in known:
            yield Unit(
                code=province.code,
                name=province.name,
                name_en=province.name_en,
                kind=UnitKind.PROVINCE,
                province=province.code,
                search_key=search_key(province.name),
                sort_key=sort_key(province.name),
            )


def _places() -> Iterable[UnitPlace]:
    """Stand the provinces that have no place yet at the root of the tree."""
    codes = [province.code for province in people_seeds.provinces()]
    placeless = list(Unit.objects.filter(code__in=codes, places=None))
    for unit in placeless:
        unit.path = f"{unit.pk}."
    Unit.objects.bulk_update(placeless, ["path"])
    return [UnitPlace(unit=unit, parent=None) for unit in placeless]


def _providers() -> Iterable[Provider]:
    known = set(Provider.objects.values_list("code", flat=True))
    for provider in course_seeds.providers():
        if provider.code not in known:
            yield Provider(
                code=provider.code,
                name=provider.name,
                name_en=provider.name_en,
                kind=provider.kind,
                search_key=search_key(provider.name),
                sort_key=sort_key(provider.name),
            )


def _courses() -> Iterable[Course]:
    known = set(Course.objects.values_list("code", flat=True))
    providers = {provider.code: provider for provider in Provider.objects.all()}
    for course in course_seeds.catalogue():
        if course.code not in known:
            yield Course(
                code=course.code,
                coined_here=course.coined_here,
                title=course.title,
                title_en=course.title_en,
                course_class=course.course_class,
                scope=course.scope,
                hours=course.hours,
                provider=providers.get(course.provider),
                length_note=course.length_note,
                length_note_en=course.length_note_en,
                audience=course.audience,
                audience_en=course.audience_en,
                creditable_from=course.creditable_from,
                creditable_until=course.creditable_until,
                status=course.status,
                source_note=course.source_note,
                search_key=search_key(course.title),
                sort_key=sort_key(course.title),
            )
