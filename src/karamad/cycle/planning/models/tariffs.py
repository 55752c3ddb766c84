"""What training costs in a year, and by which document."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from karamad.registers.courses.models import Mode
from karamad.registers.regulations.models import Status
from karamad.trust.audit.models import Former, Recorded


class CustomerWord(models.TextChoices):
    AGENCY = "agency", _("دستگاه اجرایی")
    LOCAL_BODY = "local_body", _("نهاد عمومی غیردولتی")


class VenueWord(models.TextChoices):
    CENTRE = "centre", _("مرکز استان")
    COUNTY = "county", _("شهرستان")


class TariffQuerySet(models.QuerySet["Tariff"]):
    def in_force_in(self, year: int) -> Self:
        """The newest of the year or before it, first."""
        return self.filter(year__lte=year).order_by("-year")

    def newest_first(self) -> Self:
        return self.order_by("-year")


class TariffFacts(models.Model):
    document = models.CharField(max_length=100)
    source_url = models.CharField(max_length=300, blank=True)
    base = models.PositiveBigIntegerField(null=True)
    status = models.CharField(max_length=12, choices=Status, blank=True)

    class Meta:
        abstract = True


class Tariff(TariffFacts, Recorded):
    """The tariff of a Jalali year. base: rials a person and hour; null: not set yet."""

    year = models.PositiveSmallIntegerField(unique=True)

    objects = TariffQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="tariff_base_is_positive",
                condition=Q(base=None) | Q(base__gt=0),
            )
        ]

    def __str__(self) -> str:
        return f"tariff of {self.year}"


class FormerTariff(TariffFacts, Former):
    """What a tariff said before a correction."""

    tariff = models.ForeignKey(Tariff, on_delete=models.CASCADE, related_name="former")

    def __str__(self) -> str:
        return f"former state of tariff {self.tariff_id}"


class TariffFactor(Recorded):
    """What the base is multiplied by in some cases; empty conditions fit any.

    value: null where the document leaves the price to a decision.
    """

    tariff = models.ForeignKey(Tariff, on_delete=models.CASCADE, related_name="factors")
    position = models.PositiveSmallIntegerField()
    customer = models.CharField(max_length=12, choices=CustomerWord, blank=True)
    venue = models.CharField(max_length=8, choices=VenueWord, blank=True)
    mode = models.CharField(max_length=12, choices=Mode, blank=True)
    value = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    at_most = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="tariff_factor_once",
                fields=["tariff", "customer", "venue", "mode"],
            ),
            models.CheckConstraint(
                name="tariff_factor_is_positive",
                condition=Q(value=None) | Q(value__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tariff_id}: {self.value}"
