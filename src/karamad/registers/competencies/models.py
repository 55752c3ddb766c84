"""Profiles as data: editions of criteria, each with its document."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from karamad.trust.audit.models import Recorded


class InstrumentKind(models.TextChoices):
    ASSESSMENT = "assessment", _("کانون ارزیابی")
    EXAM = "exam", _("آزمون")
    COMPETENCY = "competency", _("شایستگی")
    CREDENTIAL = "credential", _("گواهینامه")


class Instrument(Recorded):
    """The name of an assessment, exam, competency or certificate, by its code."""

    code = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=12, choices=InstrumentKind)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.title


class Profile(Recorded):
    """A set of conditions under one code, for ever; what it says stands in editions."""

    code = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.code


class EditionQuerySet(models.QuerySet["Edition"]):
    def newest(self, known_at: datetime | None = None) -> Self:
        """The last edition of each profile, or the last one recorded by a moment."""
        latest = Edition.objects.filter(profile=OuterRef("profile")).order_by("-number")
        if known_at is not None:
            latest = latest.filter(recorded_at__lte=known_at)
        return self.filter(number=Subquery(latest.values("number")[:1]))

    def of(self, code: str) -> Self:
        return self.filter(profile__code=code)

    def numbered(self, number: int) -> Self:
        return self.filter(number=number)

    def latest_first(self) -> Self:
        return self.order_by("profile__code", "-number", "pk")

    def with_criteria(self) -> Self:
        in_order = models.Prefetch("criteria", Criterion.objects.order_by("position"))
        return self.select_related("profile").prefetch_related(in_order)


class Edition(Recorded):
    """What a profile says, as loaded or saved the n-th time.

    applies_to: posts, level, managerial, employment, unit_kind, unit_grade.
    verdict: the tree of criterion ids; null means all of them.
    """

    profile = models.ForeignKey(
        Profile, on_delete=models.PROTECT, related_name="editions"
    )
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=500)
    title_en = models.CharField(max_length=500, blank=True)
    applies_to = models.JSONField()
    verdict = models.JSONField(null=True)
    digest = models.CharField(max_length=64)

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="edition_number_once", fields=["profile", "number"]
            ),
            models.CheckConstraint(
                name="edition_counts_from_one", condition=Q(number__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id}/{self.number}"


class Criterion(models.Model):
    """One condition of an edition. `terms`: the fields of its kind and its window."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="criteria"
    )
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=60)
    kind = models.CharField(max_length=12)
    terms = models.JSONField()
    document = models.CharField(max_length=500, blank=True)
    article = models.CharField(max_length=500, blank=True)
    status = models.CharField(max_length=12, blank=True)
    in_force_from = models.DateField(null=True)
    in_force_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="criterion_code_once", fields=["edition", "code"]
            ),
            models.UniqueConstraint(
                name="criterion_position_once", fields=["edition", "position"]
            ),
            models.CheckConstraint(
                name="criterion_ends_after_it_starts",
                condition=Q(in_force_from=None)
                | Q(in_force_until=None)
                | Q(in_force_until__gt=F("in_force_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class DraftQuerySet(models.QuerySet["Draft"]):
    def waiting(self) -> Self:
        return self.filter(edition=None)

    def of(self, code: str) -> Self:
        return self.filter(base__profile__code=code)

    def latest_first(self) -> Self:
        return self.order_by("-recorded_at", "-pk")


class Draft(Recorded):
    """A proposed edition: a text that judges nobody until it is saved as an edition.

    base: the edition it was made from. note: whence it comes, in its maker's words.
    edition: what it became; null while it waits.
    """

    base = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    note = models.CharField(max_length=200, blank=True)
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = DraftQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.base_id}: {self.note}"
