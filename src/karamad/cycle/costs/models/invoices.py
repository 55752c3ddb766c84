"""Invoices of a run, corrected with what they said before kept."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from karamad.cycle.costs.models.costings import Costing
from karamad.registers.courses.models import Provider
from karamad.trust.audit.models import Former, Recorded


class InvoiceKind(models.TextChoices):
    """What was paid for."""

    PROVIDER = "provider", _("شهریهٔ مجری")
    TEACHING = "teaching", _("حق تدریس")
    VENUE = "venue", _("مکان و تجهیزات")
    BOARD = "board", _("پذیرایی و اسکان")
    TRAVEL = "travel", _("ایاب و ذهاب")
    CONTENT = "content", _("محتوا و لوازم")
    OTHER = "other", _("دیگر")


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    def standing_on(self, day: date) -> Self:
        """Issued by a day, and not called off by then."""
        off = Q(cancelled_on__isnull=False, cancelled_on__lte=day)
        return self.filter(issued_on__lte=day).exclude(off)

    def standing(self) -> Self:
        return self.filter(cancelled_on=None)

    def latest_first(self) -> Self:
        return self.order_by("-issued_on", "-pk")


class InvoiceFacts(models.Model):
    number = models.CharField(max_length=40)
    issued_on = models.DateField()
    amount = models.PositiveBigIntegerField(help_text="Whole rials.")
    kind = models.CharField(max_length=10, choices=InvoiceKind)
    provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, null=True, related_name="+"
    )
    document = models.CharField(max_length=100, blank=True)
    cancelled_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True


class Invoice(InvoiceFacts, Recorded):
    """Money asked for a run. document: the voucher it was paid by.

    An invoice over several runs stands on each of them with its part of the amount.
    """

    costing = models.ForeignKey(
        Costing, on_delete=models.PROTECT, related_name="invoices"
    )
    sample = models.BooleanField(default=False)

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invoice_has_an_amount", condition=Q(amount__gt=0)
            ),
            models.CheckConstraint(
                name="invoice_is_called_off_with_a_reason",
                condition=Q(cancelled_on=None) | ~Q(reason=""),
            ),
            models.UniqueConstraint(
                name="invoice_of_a_provider_once_a_run",
                fields=["costing", "provider", "number"],
                condition=Q(cancelled_on=None, provider__isnull=False),
            ),
            models.UniqueConstraint(
                name="invoice_without_provider_once_a_run",
                fields=["costing", "number"],
                condition=Q(cancelled_on=None, provider=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.amount}"

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_on is not None


class FormerInvoice(InvoiceFacts, Former):
    """What an invoice said before a correction."""

    invoice = models.ForeignKey(
        Invoice, on_delete=models.CASCADE, related_name="former"
    )

    def __str__(self) -> str:
        return f"former state of invoice {self.invoice_id}"
