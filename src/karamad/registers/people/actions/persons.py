"""Persons are created and corrected, retire and die."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Min
from django.utils.timezone import localdate

from karamad.kernel.identifiers import NationalId
from karamad.registers.people import rules
from karamad.registers.people.actions.assignments import end_held
from karamad.registers.people.actions.refusing import Refused, differing, plain
from karamad.registers.people.models import (
    FormerIdentity,
    FormerPerson,
    NameKey,
    Person,
    Unit,
)
from karamad.registers.people.models.seen import derive_seen
from karamad.registers.people.rules import Ground
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit
from karamad.trust.audit.models import Entry
from karamad.web.encrypted import blind_index

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """What a person's row says, but for the end of his service and life."""

    first_name: str
    last_name: str
    father_name: str = ""
    birth_date: date | None = None
    gender: str = ""
    degree: str = ""
    service_start: date | None = None
    employment: str = ""
    mobile: str = ""
    email: str = ""


@transaction.atomic
def create_person(
    *,
    national_id: NationalId,
    details: PersonDetails,
    home_unit: Unit | None,
    by: User | None,
    at: datetime,
) -> Person:
    """Record a person for the first time. `home_unit` is the unit that records him.

    Errors: Refused when a rule says no, or the national id is on record already.
    """
    at = audit.moment_of_record(at)
    _refuse(details, localdate(at))
    entry = audit.record(
        act="people:person:create",
        subject=("person", "new"),
        by=by,
        at=at,
        after=plain(asdict(details)),
    )
    person = Person(
        **asdict(details),
        national_id=national_id.digits,
        blind_index=blind_index(national_id.digits),
        foreigner=national_id.foreign,
        sort_key=_sort_key(details),
        home_unit=home_unit,
        recorded_at=at,
        entry=entry,
    )
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise Refused.because(Ground.ID_TAKEN) from None
    _write_names({person.first_name, person.last_name})
    return person


@transaction.atomic
def correct_person(
    *, person: Person, details: PersonDetails, by: User | None, at: datetime
) -> Person:
    """Correct what a person's row says; the former state stays on record.

    Errors: Refused, also when nothing changes.
    """
    at = audit.moment_of_record(at)
    person = Person.objects.select_for_update().get(pk=person.pk)
    _refuse(details, localdate(at), person)
    changes = differing(person, asdict(details))
    if not changes:
        raise Refused.because(Ground.NOTHING_CHANGES)
    entry = _record("correct", person, changes, by, at)
    _rewrite(person, {**changes, "sort_key": _sort_key(details)}, entry, at)
    _write_names({person.first_name, person.last_name})
    return person


@transaction.atomic
def correct_national_id(
    *, person: Person, national_id: NationalId, by: User | None, at: datetime
) -> Person:
    """Give a person the id that is really his; the former one stays on record.

    The audit says that it changed, never what it was.
    Errors: Refused when it is another record's (merge them instead), or the same.
    """
    at = audit.moment_of_record(at)
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.national_id == national_id.digits:
        raise Refused.because(Ground.NOTHING_CHANGES)
    audit.record(
        act="people:national-id:correct", subject=("person", person.pk), by=by, at=at
    )
    FormerIdentity.objects.create(
        person=person,
        national_id=person.national_id,
        blind_index=person.blind_index,
        recorded_at=_identified_at(person),
        superseded_at=at,
        entry=person.entry,
    )
    person.national_id = national_id.digits
    person.blind_index = blind_index(national_id.digits)
    person.foreigner = national_id.foreign
    try:
        with transaction.atomic():
            person.save(update_fields=["national_id", "blind_index", "foreigner"])
    except IntegrityError:
        raise Refused.because(Ground.ID_TAKEN) from None
    return person


@transaction.atomic
def retire(
    *, person: Person, on: date, with_seats: bool, by: User | None, at: datetime
) -> int:
    """Record that a person retires: from the day on the counts leave him out.

    with_seats: end the posts he holds on that day too; an elected seat may outlast a
    service. Returns how many ended.
    Errors: Refused when a rule says no.
    """
    at = audit.moment_of_record(at)
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.retired_on == on:
        raise Refused.because(Ground.NOTHING_CHANGES)
    _refuse(_details(person), localdate(at), person, retired_on=on)
    entry = _record("retire", person, {"retired_on": on}, by, at)
    _rewrite(person, {"retired_on": on}, entry, at)
    return end_held(person, on, entry, at) if with_seats else 0


@transaction.atomic
def record_death(*, person: Person, on: date, by: User | None, at: datetime) -> int:
    """Record a death: from the day on the counts leave him out, and his posts end.

    Returns how many assignments ended.
    Errors: Refused when a rule says no.
    """
    at = audit.moment_of_record(at)
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.died_on == on:
        raise Refused.because(Ground.NOTHING_CHANGES)
    _refuse(_details(person), localdate(at), person, died_on=on)
    entry = _record("die", person, {"died_on": on}, by, at)
    _rewrite(person, {"died_on": on}, entry, at)
    return end_held(person, on, entry, at)


@transaction.atomic
def retract_end(*, person: Person, by: User | None, at: datetime) -> Person:
    """Take back a retirement or a death recorded by mistake.

    The posts that ended by it stay ended: each is corrected by itself.
    Errors: Refused when neither is on record.
    """
    at = audit.moment_of_record(at)
    person = Person.objects.select_for_update().get(pk=person.pk)
    changes = differing(person, {"retired_on": None, "died_on": None})
    if not changes:
        raise Refused.because(Ground.NOTHING_CHANGES)
    entry = _record("retract-end", person, changes, by, at)
    _rewrite(person, changes, entry, at)
    return person


def rebuild_names() -> int:
    """Derive all name keys and orders anew; returns how many people there are.

    Derived values can be recomputed at will: after loads, or when the spelling rules
    change. No name is forgotten: somebody may be about to record a bearer of it.
    """
    done = last = 0
    names = set(NameKey.objects.values_list("name", flat=True))
    while True:
        people = Person.objects.filter(pk__gt=last).order_by("pk")
        batch = list(people.only("first_name", "last_name", "sort_key")[:BATCH])
        if not batch:
            break
        last, done = batch[-1].pk, done + len(batch)
        with transaction.atomic():
            for person in batch:
                person.sort_key = _sort_key(person)
            Person.objects.bulk_update(batch, ["sort_key"])
        names |= {name for p in batch for name in (p.first_name, p.last_name)}
    ordered = sorted(names)
    for start in range(0, len(ordered), BATCH):
        some = ordered[start : start + BATCH]
        with transaction.atomic():
            _write_names(some)
            _drop_old_keys(some)
    return done


@transaction.atomic
def refresh_seen() -> int:
    """Derive anew who is seen from where; returns how many rows were wrong: none."""
    return derive_seen()


def _identified_at(person: Person) -> datetime:
    """When the national id that the person bears now was recorded."""
    moments = [
        person.former_identities.aggregate(at=Max("superseded_at"))["at"],
        person.former.aggregate(at=Min("recorded_at"))["at"],
        person.recorded_at,
    ]
    known: Iterator[datetime] = (each for each in moments if each is not None)
    return next(known)


def _write_names(names: Iterable[str]) -> None:
    """Take the names apart that were not yet, in an order that all writers keep."""
    NameKey.objects.bulk_create(
        [
            NameKey(name=name, key=key)
            for name in sorted(names)
            for key in rules.name_keys(name)
        ],
        batch_size=BATCH,
        ignore_conflicts=True,
    )


def _drop_old_keys(names: Sequence[str]) -> None:
    """Drop keys that the spelling rules gave these names once, and give no more.

    Nothing else: a name that somebody records meanwhile keeps its own.
    """
    kept = NameKey.objects.filter(name__in=names).values_list("pk", "name", "key")
    old = [pk for pk, name, key in kept if key not in rules.name_keys(name)]
    NameKey.objects.filter(pk__in=old).delete()


def _refuse(
    details: PersonDetails,
    on: date,
    person: Person | None = None,
    **ends: Any,
) -> None:
    life = rules.Life(
        first_name=details.first_name,
        last_name=details.last_name,
        birth_date=details.birth_date,
        service_start=details.service_start,
        retired_on=person.retired_on if person else None,
        died_on=person.died_on if person else None,
    )
    life = replace(life, **ends)
    if refusals := rules.person_refusals(life, on):
        raise Refused(refusals)


def _record(
    verb: str, person: Person, changes: Mapping[str, Any], by: User | None, at: datetime
) -> Entry:
    return audit.record(
        act=f"people:person:{verb}",
        subject=("person", person.pk),
        by=by,
        at=at,
        before=plain({name: getattr(person, name) for name in changes}),
        after=plain(changes),
    )


def _rewrite(
    person: Person, changes: dict[str, Any], entry: Entry, at: datetime
) -> None:
    audit.correct(
        person, former=FormerPerson, key="person", changes=changes, entry=entry, at=at
    )


def _details(person: Person) -> PersonDetails:
    names = PersonDetails.__dataclass_fields__
    return PersonDetails(**{name: getattr(person, name) for name in names})


def _sort_key(named: PersonDetails | Person) -> str:
    return rules.person_sort_key(first_name=named.first_name, last_name=named.last_name)
