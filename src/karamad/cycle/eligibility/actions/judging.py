"""Judging people on their record: one with his findings, or many in a stream."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import TypeVar

from django.db.models import Q

from karamad.cycle.eligibility import rules
from karamad.cycle.eligibility.actions.gathering import (
    NotOnRecord,
    gather,
    records_of,
)
from karamad.cycle.eligibility.actions.laws import Law, laws
from karamad.cycle.eligibility.actions.seats import (
    NO_SEAT,
    Seat,
    seats_asked,
    seats_besides,
    seats_considered,
    seats_held,
)
from karamad.cycle.eligibility.models import Candidacy
from karamad.registers.competencies.rules import applies
from karamad.registers.people.models import Assignment, Person, Unit
from karamad.registers.people.models.tree import ids_below_on

Each = TypeVar("Each")

BATCH = 1000  # people gathered at a time


@dataclass(frozen=True, slots=True)
class Answer:
    """One person judged for one seat by one edition of a profile."""

    person_id: int
    seat: Seat
    law: Law
    judgement: rules.Judgement


def judge_person(
    person: Person,
    *,
    on: date,
    seats: Sequence[Seat] | None = None,
    by: Sequence[Law] | None = None,
    among: Iterable[Law] | None = None,
    known_at: datetime | None = None,
) -> list[Answer]:
    """Return an answer for each seat and each profile that applies to it.

    seats: None is those he holds on the day, then those he is considered for.
    by: None is those of `among` that apply; given ones are all asked.
    among: None is the newest edition of every profile.
    known_at: the moment whose record is asked; None is now.
    Errors: NotOnRecord when nothing about the person was on record then.
    """
    owners = records_of([person.pk], known_at)
    gathered = gather(owners, known_at=known_at)
    facts = gathered.facts.get(person.pk)
    if facts is None:
        raise NotOnRecord(person.pk)
    if seats is None:
        held = seats_held(owners, on, known_at=known_at).get(person.pk, [])
        considered = seats_considered(owners, on, known_at=known_at)
        seats = seats_asked(held, considered.get(person.pk, []))
    if among is None:
        among = laws(known_at).values() if by is None else ()
    asked = ask(seats, facts, by, among)
    return answers(person.pk, asked, facts, gathered.catalogue, on)


def ask(
    seats: Iterable[Seat],
    facts: rules.Facts,
    by: Sequence[Law] | None,
    among: Iterable[Law],
) -> list[tuple[Seat, Law]]:
    """Return what to judge: every law of `by`, or those `among` all that apply."""
    if by is not None:
        return [(seat, law) for seat in seats for law in by]
    among = tuple(among)
    asked = []
    for seat in seats:
        place = seat.place(facts.employment)
        asked += [(seat, law) for law in among if applies(law.profile, place)]
    return asked


def answers(
    person_id: int,
    asked: Sequence[tuple[Seat, Law]],
    facts: rules.Facts,
    catalogue: rules.Catalogue,
    on: date,
) -> list[Answer]:
    """Judge one person's facts for every seat and law asked."""
    judgements = rules.judge_many(
        [(law.profile, seat.post or None) for seat, law in asked],
        facts,
        catalogue,
        on=on,
    )
    return [
        Answer(person_id, seat, law, judgement)
        for (seat, law), judgement in zip(asked, judgements, strict=True)
    ]


def batched(items: Iterable[Each], size: int = BATCH) -> Iterator[list[Each]]:
    """Yield the items in lists of `size`, the last one shorter."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


# ---- many -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Question:
    """Who is judged on which day, by what.

    by: one profile; None is every profile that applies to the post.
    unit: only posts held at it or below it, in the tree of that day.
    everyone: also people without a post it applies to; only with `by`.
    considered: for the posts people are considered for and do not hold, instead.
    """

    on: date
    by: Law | None = None
    unit: Unit | None = None
    everyone: bool = False
    considered: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """people: how many were looked at, judged or not. answers: by person, in order."""

    people: int
    answers: list[Answer]


def people_asked(question: Question) -> list[int]:
    """Return the keys of the people a question is about, in order.

    Serving on the day, one record a human being. Whether a profile applies to what they
    hold is not asked here.
    """
    people = Person.objects.unmerged().serving_on(question.on)
    held = Assignment.objects.current().held_on(question.on)
    if question.unit is not None:
        below = ids_below_on(question.unit, question.on)
        asked = Candidacy.objects.current().running_on(question.on)
        inside = (asked if question.considered else held).filter(unit__in=below)
        chosen = Q(pk__in=inside.values("person")) | Q(
            pk__in=inside.values("person__merged_into")
        )
        if question.everyone:
            idle = ~Q(pk__in=held.values("person")) & ~Q(
                pk__in=held.exclude(person__merged_into=None).values(
                    "person__merged_into"
                )
            )
            chosen |= Q(home_unit__in=below) & idle
        people = people.filter(chosen)
    return list(people.order_by("pk").values_list("pk", flat=True))


def judge_all(question: Question, people: Sequence[int]) -> Iterator[Batch]:
    """Judge people batch by batch, each with all that was asked of him."""
    units = units_asked(question)
    for batch in batched(people):
        yield Batch(len(batch), judge_batch(question, batch, units))


def units_asked(question: Question) -> frozenset[int] | None:
    """Return the keys of the units whose posts count; None is all of them."""
    if question.unit is None:
        return None
    below = ids_below_on(question.unit, question.on)
    return frozenset(Unit.objects.filter(pk__in=below).values_list("pk", flat=True))


def _seats_of(
    question: Question, owners: Mapping[int, int], units: Container[int] | None
) -> dict[int, list[Seat]]:
    held = seats_held(owners, question.on, units=units)
    if not question.considered:
        return held
    considered = seats_considered(owners, question.on, units=units)
    seats = {
        person: seats_besides(held.get(person, ()), mine)
        for person, mine in considered.items()
    }
    return {person: mine for person, mine in seats.items() if mine}


def judge_batch(
    question: Question, batch: Sequence[int], units: Container[int] | None
) -> list[Answer]:
    """Judge these people, each with all that was asked of him, in their order."""
    owners = records_of(batch)
    seats = _seats_of(question, owners, units)
    if not question.everyone:
        owners = {record: who for record, who in owners.items() if who in seats}
    if not owners:
        return []
    gathered = gather(owners)
    among = [question.by] if question.by else list(laws().values())
    found: list[Answer] = []
    for person in batch:
        facts = gathered.facts.get(person)
        if facts is None:
            continue
        if question.everyone and question.by:
            held = seats.get(person) or [NO_SEAT]
            asked = [(seat, question.by) for seat in held]
        else:
            asked = ask(seats.get(person, ()), facts, None, among)
        if asked:
            found += answers(person, asked, facts, gathered.catalogue, question.on)
    return found
