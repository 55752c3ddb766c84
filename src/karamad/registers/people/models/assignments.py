"""Who holds which post in which unit, from when until when."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from karamad.registers.people.models.posts import Post
from karamad.registers.people.models.units import Unit
from karamad.trust.audit.models import Superseding, SupersedingQuerySet


class AssignmentKind(models.TextChoices):
    APPOINTMENT = "appointment", _("انتصاب")
    ACTING = "acting", _("سرپرستی")
    ELECTED = "elected", _("انتخاب")


class AssignmentQuerySet(SupersedingQuerySet["Assignment"]):
    def held_on(self, day: date) -> Self:
        lasting = Q(until_day=None) | Q(until_day__gt=day)
        return self.filter(lasting, from_day__lte=day)

    def holders(self) -> tuple[models.QuerySet[Any, Any], models.QuerySet[Any, Any]]:
        """The keys of whoever holds these: by his own record, and by one merged in."""
        merged = self.exclude(person__merged_into=None)
        return self.values_list("person"), merged.values_list("person__merged_into")

    def current_or_last(self, day: date) -> Self:
        """On today's record: those held on the day, else the one that ended last.

        The records of one human being, merged, count together.
        """
        later = Assignment.objects.current().filter(
            Q(until_day=None) | Q(until_day__gt=OuterRef("until_day")),
            from_day__lte=day,
        )
        superseded = (
            Exists(later.filter(person=OuterRef("person")))
            | Exists(later.filter(person__merged_into=OuterRef("person")))
            | Exists(later.filter(person=OuterRef("person__merged_into")))
            | Exists(later.filter(person__merged_into=OuterRef("person__merged_into")))
        )
        lasting = Q(until_day=None) | Q(until_day__gt=day)
        return self.current().filter(lasting | ~superseded, from_day__lte=day)


class Assignment(Superseding):
    """A person holds a post in a unit, from a day until (not including) a day."""

    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="assignments"
    )
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments")
    from_day = models.DateField()
    until_day = models.DateField(null=True)
    kind = models.CharField(
        max_length=12, choices=AssignmentKind, default=AssignmentKind.APPOINTMENT
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="assignment_ends_after_it_starts",
                condition=Q(until_day=None) | Q(until_day__gt=F("from_day")),
            ),
            models.UniqueConstraint(
                name="assignment_recorded_once",
                fields=["person", "post", "unit", "from_day"],
                condition=Q(superseded_at=None),
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.person_id}: {self.post_id} in {self.unit_id} from {self.from_day}"
        )
