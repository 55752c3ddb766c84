"""Who holds which post in which unit, from when until when."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from karamad.registers.people.models.posts import Post
from karamad.registers.people.models.seen import NEVER
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

    def showing_on(self, day: date) -> Self:
        """As `current_or_last`, of everybody at once: by the derived day."""
        return self.current().filter(from_day__lte=day, seen_until__gt=day)

    def holders(self) -> tuple[models.QuerySet[Any, Any], models.QuerySet[Any, Any]]:
        """The keys of whoever holds these: by his own record, and by one merged in."""
        merged = self.filter(person__in=_merged_away())
        return self.values_list("person"), merged.values_list("person__merged_into")

    def current_or_last(self, day: date) -> Self:
        """On today's record: those held on the day, else the one that ended last.

        The records of one human being, merged, count together.
        """
        lasting = Q(until_day=None) | Q(until_day__gt=day)
        alone = ~Q(person__in=_merged_away()) & ~Q(person__in=_merged_into())
        outlived = Exists(_outliving(day).filter(person=OuterRef("person")))
        last = alone & ~outlived | ~alone & ~_outlived_by_any_record(day)
        return self.current().filter(lasting | last, from_day__lte=day)


def _outliving(day: date) -> AssignmentQuerySet:
    """Assignments, begun by the day, that outlive the one outside."""
    longer = Q(until_day=None) | Q(until_day__gt=OuterRef("until_day"))
    return Assignment.objects.current().filter(longer, from_day__lte=day)


def _outlived_by_any_record(day: date) -> Q:
    """Whether an assignment under any record of the same human being is longer."""
    longer = _outliving(day)
    root = OuterRef("person__merged_into")
    return Q(
        Exists(longer.filter(person=OuterRef("person")))
        | Exists(longer.filter(person__merged_into=OuterRef("person")))
        | Exists(longer.filter(person=root))
        | Exists(longer.filter(person__merged_into=root))
    )


# Few people have two records; lists of them are short and read once a query. SQLite
# finds "greater than none" in the index, and "not null" by reading all of it.


def _merged_away() -> models.QuerySet[Any, Any]:
    people = apps.get_model("people", "Person")
    return people.objects.filter(merged_into__gt=0).values_list("pk")


def _merged_into() -> models.QuerySet[Any, Any]:
    people = apps.get_model("people", "Person")
    return people.objects.filter(merged_into__gt=0).values_list("merged_into")


class Assignment(Superseding):
    """A person holds a post in a unit, from a day until (not including) a day."""

    person = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="assignments",
        db_index=False,
    )
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, related_name="assignments", db_index=False
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="assignments", db_index=False
    )
    from_day = models.DateField()
    until_day = models.DateField(null=True)
    kind = models.CharField(
        max_length=12, choices=AssignmentKind, default=AssignmentKind.APPOINTMENT
    )
    seen_until = models.DateField(
        default=NEVER,
        db_default=NEVER,
        help_text="Until when its unit's officers see the person by it; derived.",
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
        # Lists read who holds what from these alone, without the rows.
        indexes = [
            models.Index(
                fields=[
                    "unit",
                    "superseded_at",
                    "seen_until",
                    "from_day",
                    "until_day",
                    "person",
                ],
                name="assignment_in_unit",
            ),
            models.Index(
                fields=["person", "superseded_at", "from_day", "until_day", "unit"],
                name="assignment_of_person",
            ),
            models.Index(
                fields=["post", "superseded_at", "from_day", "until_day", "person"],
                name="assignment_to_post",
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.person_id}: {self.post_id} in {self.unit_id} from {self.from_day}"
        )
