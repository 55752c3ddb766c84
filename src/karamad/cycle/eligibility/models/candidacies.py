"""Who is considered for which post."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from karamad.registers.people.models import Person, Post, Unit
from karamad.trust.audit.models import Superseding, SupersedingQuerySet


class CandidacyQuerySet(SupersedingQuerySet["Candidacy"]):
    def running_on(self, day: date) -> Self:
        return self.not_over_on(day).filter(from_day__lte=day)

    def not_over_on(self, day: date) -> Self:
        """Those that run on the day, and those that begin after it."""
        return self.filter(Q(until_day=None) | Q(until_day__gt=day))

    def for_post(self, post: Post) -> Self:
        return self.filter(post=post)


class Candidacy(Superseding):
    """A person is considered for a post in a unit, from a day until a day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    from_day = models.DateField()
    until_day = models.DateField(null=True)

    objects = CandidacyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="candidacy_ends_after_it_starts",
                condition=Q(until_day=None) | Q(until_day__gt=F("from_day")),
            ),
            models.UniqueConstraint(
                name="candidacy_recorded_once",
                fields=["person", "post", "unit", "from_day"],
                condition=Q(superseded_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.post_id} in {self.unit_id}"
