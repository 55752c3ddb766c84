"""Two records of one human being are merged, and taken apart again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from karamad.registers.people import rules
from karamad.registers.people.actions.refusing import Refused
from karamad.registers.people.models import Person, PersonMerge
from karamad.registers.people.models.seen import derive_seen
from karamad.registers.people.rules import Ground
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit


@transaction.atomic
def merge_persons(
    *, person: Person, into: Person, by: User | None, at: datetime
) -> PersonMerge:
    """Say that `person` is the same human being as `into`.

    Facts stay on their rows; whoever asks for a person's facts asks for all his
    records. Records merged into `person` before come along.
    Errors: Refused when they are one record, or either is merged already.
    """
    at = audit.moment_of_record(at)
    locked = _lock(person.pk, into.pk)
    person, into = locked[person.pk], locked[into.pk]
    refusals = rules.person_merge_refusals(
        same=person.pk == into.pk,
        merged=person.merged_into_id is not None,
        into_merged=into.merged_into_id is not None,
    )
    if refusals:
        raise Refused(refusals)
    entry = audit.record(
        act="people:person:merge",
        subject=("person", person.pk),
        by=by,
        at=at,
        after={"into": into.pk},
    )
    merge = PersonMerge.objects.create(
        person=person, into=into, recorded_at=at, entry=entry
    )
    Person.objects.filter(merged_into=person).update(merged_into=into)
    Person.objects.filter(pk=person.pk).update(merged_into=into)
    derive_seen([into.pk])
    return merge


@transaction.atomic
def take_apart(*, person: Person, by: User | None, at: datetime) -> Person:
    """Say that `person` was merged by mistake: his records are his own again.

    Records that had been merged into his before go with him.
    Errors: Refused when he is not merged into another.
    """
    at = audit.moment_of_record(at)
    merge = PersonMerge.objects.current().filter(person=person).first()
    if merge is None:
        raise Refused.because(Ground.NOT_MERGED)
    _lock(person.pk, merge.into_id)
    superseded = (
        PersonMerge.objects.current().filter(pk=merge.pk).update(superseded_at=at)
    )
    if not superseded:
        raise Refused.because(Ground.NOT_MERGED)
    audit.record(
        act="people:person:take-apart",
        subject=("person", person.pk),
        by=by,
        at=at,
        before={"into": merge.into_id},
    )
    group = _group(person.pk)
    Person.objects.filter(pk__in=group).update(merged_into=person)
    Person.objects.filter(pk=person.pk).update(merged_into=None)
    derive_seen([person.pk, merge.into_id])
    return Person.objects.get(pk=person.pk)


def _lock(*keys: int) -> dict[int, Person]:
    """Lock the records, whoever comes first, in one order."""
    return Person.objects.select_for_update().order_by("pk").in_bulk(keys)


def _group(person: int) -> set[int]:
    """The records merged into this one, or into one of those."""
    group: set[int] = set()
    asked = {person}
    while asked:
        merges = PersonMerge.objects.current().ending_at(asked)
        asked = set(merges.values_list("person", flat=True)) - group
        group |= asked
    return group
