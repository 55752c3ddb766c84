"""Appointments decided on a verdict, frozen as they were decided."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from karamad.registers.competencies.models import Edition
from karamad.registers.people.models import Assignment, Person, Post, Unit
from karamad.registers.people.models.assignments import AssignmentKind
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission
from karamad.trust.audit.models import Entry, Recorded


class VerdictWord(models.TextChoices):
    """A verdict as it is stored and shown."""

    ELIGIBLE = "eligible", _("واجد شرایط")
    NOT_ELIGIBLE = "not_eligible", _("واجد شرایط نیست")
    UNDETERMINED = "undetermined", _("نامشخص")


class DecisionQuerySet(models.QuerySet["Decision"]):
    def standing(self) -> Self:
        """Decisions that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def about(self, person: Person) -> Self:
        return self.filter(person__in=person.record_ids())

    def latest_first(self) -> Self:
        return self.order_by("-moment", "-pk")

    def visible_to(self, user: User, *, on: date) -> Self:
        """Decisions for a unit of his, or about a person he may see."""
        asked = Permission.ELIGIBILITY_DECISION_VIEW
        if user.reach(asked, on=on).everywhere:
            return self
        if asked not in user.permissions_on(on):
            return self.none()
        units = Unit.objects.visible_to(user, on=on, permission=asked)
        people = Person.objects.visible_to(user, on=on, permission=asked)
        return self.filter(
            Q(unit__in=units.values("pk")) | Q(person__in=people.values("pk"))
        )


class Decision(Recorded):
    """A person is appointed to a post, on what was known of him at a moment.

    content: the frozen record, one canonical JSON document (RFC 8785); digest: its
    SHA-256. commitment: HMAC-SHA-256 of it under `salt`, which is what a public log may
    show; without the salt nobody learns anything from it.
    moment: the state of the registers that was judged, the same as in the content.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    judged_on = models.DateField()
    moment = models.DateTimeField()
    verdict = models.CharField(max_length=12, choices=VerdictWord)
    kind = models.CharField(max_length=12, choices=AssignmentKind)
    effective_from = models.DateField()
    document_number = models.CharField(max_length=60)
    document_date = models.DateField()
    reason = models.TextField(blank=True)
    reason_document = models.CharField(max_length=60, blank=True)
    assignment = models.OneToOneField(
        Assignment, on_delete=models.PROTECT, related_name="+"
    )
    content = models.TextField()
    digest = models.CharField(max_length=64)
    salt = models.BinaryField(max_length=32)
    commitment = models.CharField(max_length=64, unique=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    withdrawal_reason = models.TextField(blank=True)
    withdrawal_document = models.CharField(max_length=60, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="decision_made_once",
                fields=["person", "post", "unit", "effective_from"],
                condition=Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="decision_against_a_verdict_says_why",
                condition=Q(verdict="eligible")
                | (~Q(reason="") & ~Q(reason_document="")),
            ),
            models.CheckConstraint(
                name="decision_names_its_document",
                condition=~Q(document_number=""),
            ),
            models.CheckConstraint(
                name="decision_withdrawn_says_by_what_act",
                condition=Q(withdrawn_at=None, withdrawal_entry=None)
                | Q(withdrawn_at__isnull=False, withdrawal_entry__isnull=False)
                & ~Q(withdrawal_document=""),
            ),
        ]
        indexes = [models.Index(fields=["-moment"], name="decision_moment")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.post_id} by {self.document_number}"

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None
