"""Gathering what the registers hold about people, for the judge.

One path for one person and for many: so many queries a batch, however many people.
What was on record at a moment is asked in two parts, current and superseded, because
each has an index of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any

from django.db.models import QuerySet

from karamad.cycle.eligibility import rules
from karamad.cycle.eligibility.actions.catalogue import shelf
from karamad.cycle.eligibility.actions.columns import day, number, short
from karamad.registers.competencies.rules import Degree, Employment, Rank
from karamad.registers.credentials.models import (
    Completion,
    Credential,
    Exemption,
    Result,
)
from karamad.registers.people.models import (
    Assignment,
    FormerPerson,
    Person,
    PersonMerge,
)
from karamad.trust.audit.models import SupersedingQuerySet

_DEGREES = {each.value: each for each in Degree}
_EMPLOYMENTS = {each.value: each for each in Employment}
_RESULT_KINDS = {each.value: each for each in rules.ResultKind}
_RANKS = frozenset(each.order for each in Rank)
_ATTRIBUTES = ("birth_date", "service_start", "degree", "employment")


class NotOnRecord(Exception):
    """The person was not on record at the moment asked."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Facts by person key, with the catalogue that their courses are found in."""

    facts: Mapping[int, rules.Facts]
    catalogue: rules.Catalogue


@dataclass(slots=True)
class _Pile:
    """What is found of one person, until it is all there."""

    attributes: list[tuple[Any, ...]] = field(default_factory=list)
    assignments: list[rules.Assignment] = field(default_factory=list)
    completions: list[rules.Completion] = field(default_factory=list)
    results: list[rules.Result] = field(default_factory=list)
    credentials: list[rules.Credential] = field(default_factory=list)
    exemptions: list[rules.Exemption] = field(default_factory=list)


def facts_of(person: Person, *, known_at: datetime | None = None) -> rules.Facts:
    """Return all facts about a person, from his own record and those merged into it.

    known_at: the moment whose record is asked; None is now.
    Errors: NotOnRecord when nothing about the person was on record then.
    """
    gathered = gather(records_of([person.pk], known_at), known_at=known_at)
    if person.pk not in gathered.facts:
        raise NotOnRecord(person.pk)
    return gathered.facts[person.pk]


def gather(owners: Mapping[int, int], *, known_at: datetime | None = None) -> Gathered:
    """Return the facts about people; who was not on record then is left out.

    owners: the person by record key, from `records_of`.
    A fixed number of queries, however many people.
    """
    records = list(owners)
    piles: dict[int, _Pile] = defaultdict(_Pile)
    for record, *attributes in _persons(records, known_at):
        piles[owners[record]].attributes.append((record != owners[record], *attributes))
    _pile_assignments(piles, owners, known_at)
    _pile_results(piles, owners, known_at)
    _pile_credentials(piles, owners, known_at)
    _pile_exemptions(piles, owners, known_at)
    completions = list(_completions(records, known_at))
    # After the completions: a course loaded meanwhile is then on the shelf.
    shelved = shelf(known_at)
    codes = shelved.codes
    for record, course, passed, completed_on, hours, revoked_on in completions:
        piles[owners[record]].completions.append(
            rules.Completion(
                codes[course],
                day(completed_on),  # type: ignore[arg-type]  # never null
                number(hours),
                passed,
                day(revoked_on),
            )
        )
    facts = {person: _facts(pile) for person, pile in piles.items() if pile.attributes}
    return Gathered(facts, shelved.catalogue)


def _facts(pile: _Pile) -> rules.Facts:
    # The person's own record first; what it leaves out a merged one may state.
    pile.attributes.sort(key=lambda row: row[0])
    birth_date, service_start, degree, employment = (
        next((row[place] for row in pile.attributes if row[place]), None)
        for place in range(1, 1 + len(_ATTRIBUTES))
    )
    return rules.Facts(
        birth_date=birth_date,
        service_start=service_start,
        degree=_DEGREES.get(degree or ""),
        employment=_EMPLOYMENTS.get(employment or ""),
        assignments=tuple(pile.assignments),
        completions=tuple(pile.completions),
        results=tuple(pile.results),
        credentials=tuple(pile.credentials),
        exemptions=tuple(pile.exemptions),
    )


# ---- whose records ----------------------------------------------------------


def records_of(
    person_ids: Iterable[int], known_at: datetime | None = None
) -> dict[int, int]:
    """Return the person by record key: each his own, and those merged into his."""
    owners = {pk: pk for pk in person_ids}
    frontier = list(owners)
    while frontier:
        found = {
            record: owners[into]
            for record, into in _merged(frontier, known_at)
            if record not in owners
        }
        owners |= found
        frontier = list(found)
    return owners


def _merged(
    into: Sequence[int], known_at: datetime | None
) -> Iterable[tuple[int, int]]:
    merges = PersonMerge.objects.known_at(known_at).filter(into__in=into)
    return merges.values_list("person_id", "into_id")


def _persons(
    records: Sequence[int], known_at: datetime | None
) -> Iterator[tuple[Any, ...]]:
    today = Person.objects.filter(pk__in=records).order_by("pk")
    if known_at is None:
        yield from today.values_list("pk", *_ATTRIBUTES)
        return
    yield from today.filter(recorded_at__lte=known_at).values_list("pk", *_ATTRIBUTES)
    former = FormerPerson.objects.filter(
        person__in=records, recorded_at__lte=known_at, superseded_at__gt=known_at
    ).order_by("person_id", "pk")
    yield from former.values_list("person_id", *_ATTRIBUTES)


# ---- dated facts ------------------------------------------------------------


def on_record(
    rows: SupersedingQuerySet[Any], known_at: datetime | None
) -> tuple[QuerySet[Any], ...]:
    """Return the querysets that together hold what was on record.

    Two for a past moment, because no one index covers current and superseded rows.
    """
    if known_at is None:
        return (rows.current(),)
    recorded = rows.filter(recorded_at__lte=known_at)
    return (recorded.current(), recorded.filter(superseded_at__gt=known_at))


def _rows(
    rows: SupersedingQuerySet[Any],
    records: Iterable[int],
    known_at: datetime | None,
    *fields: Any,
) -> Iterator[tuple[Any, ...]]:
    parts = on_record(rows.filter(person__in=list(records)), known_at)
    return chain.from_iterable(
        part.values_list("person_id", *fields).iterator(chunk_size=5000)
        for part in parts
    )


def _completions(
    records: Sequence[int], known_at: datetime | None
) -> Iterator[tuple[Any, ...]]:
    fields = ("course_id", "passed", *short("completed_on", "hours", "revoked_on"))
    return _rows(Completion.objects.all(), records, known_at, *fields)


def _pile_assignments(
    piles: Mapping[int, _Pile], owners: Mapping[int, int], known_at: datetime | None
) -> None:
    fields = ("post__code", "unit__code", "from_day", "until_day", "kind")
    for record, *row in _rows(Assignment.objects.all(), owners, known_at, *fields):
        piles[owners[record]].assignments.append(rules.Assignment(*row))


def _pile_results(
    piles: Mapping[int, _Pile], owners: Mapping[int, int], known_at: datetime | None
) -> None:
    fields = ("instrument", "kind", *short("taken_on", "value"))
    for record, instrument, kind, taken_on, value in _rows(
        Result.objects.all(), owners, known_at, *fields
    ):
        piles[owners[record]].results.append(
            rules.Result(
                instrument,
                _RESULT_KINDS[kind],
                day(taken_on),  # type: ignore[arg-type]  # never null
                number(value),
            )
        )


def _pile_credentials(
    piles: Mapping[int, _Pile], owners: Mapping[int, int], known_at: datetime | None
) -> None:
    fields = ("credential_type", "issued_on", "expires_on", "revoked_on")
    for record, *row in _rows(Credential.objects.all(), owners, known_at, *fields):
        piles[owners[record]].credentials.append(rules.Credential(*row))


def _pile_exemptions(
    piles: Mapping[int, _Pile], owners: Mapping[int, int], known_at: datetime | None
) -> None:
    fields = ("profile__code", "criterion", "document", "from_day", "until_day")
    for record, *row in _rows(Exemption.objects.all(), owners, known_at, *fields):
        piles[owners[record]].exemptions.append(rules.Exemption(*row))
