"""Programmes: a named set of courses for an audience, province after province."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from karamad.registers.courses.models import Course
from karamad.registers.people.models import Unit
from karamad.trust.audit.models import Recorded


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def newest_first(self) -> Self:
        return self.order_by("-recorded_at", "-pk")


class Programme(Recorded):
    """Holders of some posts are to pass some courses, all of them.

    posts: codes. since: completions count from this day on; null counts any before.
    closed_on: from when on nobody is called to it; it can be opened again.
    """

    code = models.CharField(max_length=16, unique=True)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    audience = models.CharField(max_length=300)
    posts = models.JSONField()
    courses = models.ManyToManyField(Course, related_name="+")
    since = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    sample = models.BooleanField(default=False)

    objects = ProgrammeQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class WaveQuerySet(models.QuerySet["Wave"]):
    def in_turn(self) -> Self:
        return self.order_by("from_day", "until_day", "pk")


class Wave(Recorded):
    """A programme's turn in a province; until_day is the first day after it."""

    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="waves"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    from_day = models.DateField()
    until_day = models.DateField()

    objects = WaveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="wave_once_a_province", fields=["programme", "unit"]
            ),
            models.CheckConstraint(
                name="wave_ends_after_it_starts",
                condition=Q(until_day__gt=F("from_day")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} in {self.unit_id}"
