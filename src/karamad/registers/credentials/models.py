"""What a person has to show: completions, results, credentials, exemptions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from karamad.registers.competencies.models import Profile
from karamad.registers.courses.models import Course, Mode, Provider
from karamad.registers.people.models import Person
from karamad.trust.audit.models import Entry, Superseding, SupersedingQuerySet


class FactQuerySet(SupersedingQuerySet[models.Model]):
    def of(self, person_ids: Iterable[int]) -> Self:
        """Facts of these persons: one, and the records merged into him."""
        return self.filter(person__in=person_ids)


class Completion(Superseding):
    """A course ended on a day, passed or failed. Null hours: the course's.

    Twelve million rows: no index that no question needs. The unique one starts with the
    person; what was superseded has a small one of its own.
    """

    # As with people: PostgreSQL would ask for the one entry of a load once a row.
    entry = models.ForeignKey(
        Entry,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    completed_on = models.DateField()
    hours = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    passed = models.BooleanField()
    mode = models.CharField(max_length=12, choices=Mode, blank=True)
    provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    certificate_no = models.CharField(max_length=60, blank=True)
    revoked_on = models.DateField(null=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                name="completion_superseded",
                fields=["person"],
                condition=Q(superseded_at__isnull=False),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                name="completion_recorded_once",
                fields=["person", "course", "completed_on"],
                condition=Q(superseded_at=None),
            ),
            models.CheckConstraint(
                name="completion_score_0_to_100",
                condition=Q(score=None) | Q(score__range=(0, 100)),
            ),
            models.CheckConstraint(
                name="completion_hours_not_negative",
                condition=Q(hours=None) | Q(hours__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.course_id} on {self.completed_on}"


class ResultKind(models.TextChoices):
    ASSESSMENT = "assessment", _("کانون ارزیابی")
    EXAM = "exam", _("آزمون")
    COMPETENCY = "competency", _("شایستگی")
    APPRAISAL = "appraisal", _("ارزشیابی سالانه")
    RANK = "rank", _("رتبه")


class Rank(models.IntegerChoices):
    NONE = 0, _("بی‌رتبه")
    BASE = 1, _("پایه")
    SENIOR = 2, _("ارشد")
    EXPERT = 3, _("خبره")
    DISTINGUISHED = 4, _("عالی")


class Result(Superseding):
    """A score, level or rank a person got on a day. A null value is not stated.

    A rank is stored by its number in `Rank`.
    """

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    instrument = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=ResultKind)
    taken_on = models.DateField()
    value = models.DecimalField(max_digits=7, decimal_places=2, null=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                name="result_superseded",
                fields=["person"],
                condition=Q(superseded_at__isnull=False),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                name="result_recorded_once",
                fields=["person", "instrument", "taken_on"],
                condition=Q(superseded_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.instrument} on {self.taken_on}"


class Credential(Superseding):
    """A certificate or licence of a type, issued on a day, perhaps till a day."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    credential_type = models.CharField(max_length=60)
    issued_on = models.DateField()
    expires_on = models.DateField(null=True)
    revoked_on = models.DateField(null=True)
    number = models.CharField(max_length=60, blank=True)
    issuer = models.CharField(max_length=200, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                name="credential_superseded",
                fields=["person"],
                condition=Q(superseded_at__isnull=False),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                name="credential_recorded_once",
                fields=["person", "credential_type", "issued_on"],
                condition=Q(superseded_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.credential_type} of {self.issued_on}"


class ExemptionQuerySet(FactQuerySet):
    def current_on(self, day: date) -> Self:
        lasting = Q(until_day=None) | Q(until_day__gt=day)
        return self.filter(lasting, from_day__lte=day)


class Exemption(Superseding):
    """A document frees a person from one criterion of a profile, from–until."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="+")
    criterion = models.CharField(max_length=60)
    document = models.CharField(max_length=60)
    from_day = models.DateField()
    until_day = models.DateField(null=True)

    objects = ExemptionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                name="exemption_superseded",
                fields=["person"],
                condition=Q(superseded_at__isnull=False),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="exemption_ends_after_it_starts",
                condition=Q(until_day=None) | Q(until_day__gt=F("from_day")),
            ),
            models.UniqueConstraint(
                name="exemption_recorded_once",
                fields=["person", "profile", "criterion", "from_day"],
                condition=Q(superseded_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.profile_id}/{self.criterion}"
