"""What was counted: one row a day, and how far the counting is."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

SILENT = timedelta(minutes=2)  # who says nothing for so long is not at work any more


class Stage(models.TextChoices):
    WAITING = "waiting", _("در صف")
    JUDGING = "judging", _("سنجیدن همه")
    COUNTING = "counting", _("شمردن")
    DONE = "done", _("پایان‌یافته")
    FAILED = "failed", _("ناتمام")
    STOPPED = "stopped", _("متوقف")


AT_WORK = (Stage.WAITING, Stage.JUDGING, Stage.COUNTING)


class TallyQuerySet(models.QuerySet["Tally"]):
    def of(self, day: date) -> Self:
        return self.filter(day=day)

    def counted(self) -> Self:
        return self.filter(book__isnull=False)

    def on_days(self, days: list[date]) -> Self:
        return self.filter(day__in=days).order_by("day")

    def least_wanted_first(self) -> Self:
        return self.order_by("wanted_at", "pk")


class Tally(models.Model):
    """The counts of one day. book: what `actions.books` reads; null before the first.

    moment, extract: of which moment of the registers, by which extract. making: the
    number of the latest book; its files are named by it. heard_at: when the work last
    said that it goes on; wanted_at: when a reader last came.
    """

    day = models.DateField(unique=True)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    heard_at = models.DateTimeField()
    wanted_at = models.DateTimeField()
    failure = models.CharField(max_length=200, blank=True)
    moment = models.DateTimeField(null=True)
    extract = models.PositiveBigIntegerField(default=0)
    making = models.PositiveIntegerField(default=0)
    book = models.JSONField(null=True)

    objects = TallyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="tally_with_a_book_says_its_moment",
                condition=Q(book=None) | Q(moment__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.stage}"

    def is_at_work(self, at: datetime) -> bool:
        """Say whether somebody counts; who fell silent has died."""
        return self.stage in AT_WORK and at - self.heard_at < SILENT
