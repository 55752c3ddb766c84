"""Two records of one human being, read together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import F, Q

from karamad.registers.people.models.persons import Person
from karamad.trust.audit.models import Superseding, SupersedingQuerySet


class PersonMergeQuerySet(SupersedingQuerySet["PersonMerge"]):
    def ending_at(self, keys: Iterable[int]) -> Self:
        """The merges that lead into one of these records."""
        return self.filter(into__in=set(keys))


class PersonMerge(Superseding):
    """Two records are one human being: `person` is read together with `into`.

    `Person.merged_into` follows from these: the record at the end of the way, so that
    all records of a human being point to one. Taking apart supersedes the row.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    into = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="merges_into"
    )

    objects = PersonMergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="person_merged_once",
                fields=["person"],
                condition=Q(superseded_at=None),
            ),
            models.CheckConstraint(
                name="person_merge_has_two_records",
                condition=~Q(person=F("into")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} into {self.into_id}"
