"""Which decisions rest on what an act recorded: such an act is not taken back."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from karamad.cycle.eligibility.models import Decision
from karamad.registers.competencies.models import Edition
from karamad.registers.courses.models import Course, Equivalence
from karamad.registers.credentials.models import (
    Completion,
    Credential,
    Exemption,
    Result,
)
from karamad.registers.exchange.models import Load
from karamad.registers.people.models import (
    Assignment,
    FormerPerson,
    Person,
    Post,
    Unit,
)
from karamad.trust.audit.models import Entry

_OF_A_PERSON = (Assignment, Completion, Credential, Exemption, Result, FormerPerson)


def decisions_resting_on(entry: Entry) -> QuerySet[Decision]:
    """Return the standing decisions that could see a row recorded by `entry`.

    On the person or a record merged into his, the post, the unit, the edition; a course
    or an equivalence touches every decision made since. Rows of that entry which a
    decision saw and found wanting count too: without them it would have seen others.
    """
    since = Decision.objects.standing().filter(moment__gte=entry.at)
    if not since.exists():
        return since
    if (
        Course.objects.filter(entry=entry).exists()
        or Equivalence.objects.filter(entry=entry).exists()
    ):
        return since
    # Few were decided on, many were loaded: ask from the side of the few.
    decided = Person.objects.filter(pk__in=since.values("person"))
    records = Q(person__in=decided) | Q(person__merged_into__in=decided)
    touched: set[int] = set()
    for model in _OF_A_PERSON:
        rows = model._default_manager.filter(records, entry=entry)  # noqa: SLF001
        for person, into in rows.values_list("person", "person__merged_into"):
            touched |= {person, into or person}
    return since.filter(
        Q(person__in=touched)
        | Q(person__in=Person.objects.filter(entry=entry))
        | Q(person__merged__in=Person.objects.filter(entry=entry))
        | Q(post__in=Post.objects.filter(entry=entry))
        | Q(unit__in=Unit.objects.filter(entry=entry))
        | Q(edition__in=Edition.objects.filter(entry=entry))
    ).distinct()


def is_decided(load: Load) -> bool:
    """Test whether a standing decision rests on what a load recorded."""
    return load.entry is not None and decisions_resting_on(load.entry).exists()
