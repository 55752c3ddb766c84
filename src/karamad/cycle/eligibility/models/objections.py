"""The person judged says that a finding is wrong; an officer answers in a term."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from karamad.registers.competencies.models import Edition
from karamad.registers.people.models import Person, Post, Unit
from karamad.registers.people.models.himself import own_records
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission
from karamad.trust.audit.models import Entry, Recorded


class OutcomeWord(models.TextChoices):
    """An outcome of a criterion as it is stored and shown."""

    MET = "met", _("برآورده")
    UNMET = "unmet", _("برآورده‌نشده")
    UNKNOWN = "unknown", _("نامعلوم")
    WAIVED = "waived", _("معاف")


class AnswerWord(models.TextChoices):
    ACCEPTED = "accepted", _("پذیرفته")
    REJECTED = "rejected", _("رد")


class ObjectionState(models.TextChoices):
    OPEN = "open", _("در انتظار پاسخ")
    OVERDUE = "overdue", _("گذشته از مهلت")
    ACCEPTED = "accepted", _("پذیرفته")
    REJECTED = "rejected", _("رد")


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def open(self) -> Self:
        return self.filter(answered_at=None)

    def answered(self) -> Self:
        return self.exclude(answered_at=None)

    def overdue_on(self, day: date) -> Self:
        return self.open().filter(due_on__lt=day)

    def about(self, person: Person) -> Self:
        return self.filter(person__in=person.record_ids())

    def most_urgent_first(self) -> Self:
        return self.order_by("due_on", "recorded_at", "pk")

    def visible_to(self, user: User, *, on: date) -> Self:
        """His own, and those that reached a unit whose objections he answers."""
        asked = Permission.ELIGIBILITY_OBJECTION_ANSWER
        if user.reach(asked, on=on).everywhere:
            return self
        own = Q(person__in=own_records(user))
        if asked not in user.permissions_on(on):
            return self.filter(own)
        units = Unit.objects.visible_to(user, on=on, permission=asked)
        people = Person.objects.among(tuple(Person.objects.seen_from(units, on)))
        return self.filter(
            own | Q(unit__in=units.values("pk")) | Q(person__in=people.values("pk"))
        )


class Objection(Recorded):
    """One finding objected to: as it was found, and as it should be.

    unit: where the person stood when he objected; its officers are asked to answer.
    due_on: the last day of the term; term_document: what sets the term, empty when it
    is Karamad's own default.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    criterion = models.CharField(max_length=60)
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, related_name="+"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+"
    )
    judged_on = models.DateField()
    found = models.CharField(max_length=8, choices=OutcomeWord)
    asked = models.CharField(max_length=8, choices=OutcomeWord)
    text = models.TextField()
    due_on = models.DateField()
    term_document = models.CharField(max_length=60, blank=True)
    answer = models.CharField(max_length=8, choices=AnswerWord, blank=True)
    answer_text = models.TextField(blank=True)
    answer_document = models.CharField(max_length=60, blank=True)
    answered_at = models.DateTimeField(null=True)
    answer_entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="objection_open_once",
                fields=["person", "edition", "criterion", "post", "judged_on"],
                condition=Q(answered_at=None),
            ),
            models.CheckConstraint(name="objection_says_why", condition=~Q(text="")),
            models.CheckConstraint(
                name="objection_answered_by_an_act_with_a_document",
                condition=Q(answered_at=None, answer_entry=None, answer="")
                | Q(answered_at__isnull=False, answer_entry__isnull=False)
                & ~Q(answer="")
                & ~Q(answer_document=""),
            ),
        ]
        indexes = [
            models.Index(
                name="objection_due",
                fields=["due_on"],
                condition=Q(answered_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.criterion} on {self.judged_on}"

    def state_on(self, day: date) -> ObjectionState:
        """Return how the objection stands on the day."""
        if self.answer:
            return ObjectionState(self.answer)
        late = self.due_on < day
        return ObjectionState.OVERDUE if late else ObjectionState.OPEN
