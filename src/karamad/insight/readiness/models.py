"""Targets: who must have what by which day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from karamad.registers.competencies.models import Profile
from karamad.registers.courses.models import Course
from karamad.registers.people.models import Unit
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission
from karamad.trust.audit.models import Former, Recorded


class TargetQuerySet(models.QuerySet["Target"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """Targets about people in his reach: of the nation, of units above and below.

        What a target shows him is cut to his reach; see `actions/standing.py`.
        """
        reach = user.reach(Permission.READINESS_TARGET_VIEW, on=on)
        if reach.everywhere:
            return self
        paths = _paths(reach.unit_codes)
        if not paths:
            return self.none()
        below = Unit.objects.below(paths).values("pk")
        above = {int(key) for path in paths for key in path.split(".") if key}
        return self.filter(Q(unit=None) | Q(unit__in=below) | Q(unit__in=above))

    def editable_by(self, user: User, *, on: date) -> Self:
        """Targets of units in his reach; those of the nation only from above."""
        reach = user.reach(Permission.READINESS_TARGET_EDIT, on=on)
        if reach.everywhere:
            return self
        below = Unit.objects.below(_paths(reach.unit_codes)).values("pk")
        return self.filter(unit__in=below)

    def open(self) -> Self:
        return self.filter(closed_on=None)

    def over_by(self, day: date) -> Self:
        """Whose deadline has passed by the day."""
        return self.filter(deadline__lt=day)

    def most_urgent_first(self, day: date) -> Self:
        """Those still running by deadline, then those that are over, latest first."""
        over = models.Case(
            models.When(Q(closed_on__isnull=False) | Q(deadline__lt=day), then=1),
            default=0,
        )
        distance = models.Case(
            models.When(deadline__gte=day, then=F("deadline")), default=None
        )
        return self.alias(over=over, distance=distance).order_by(
            "over", F("distance").asc(nulls_last=True), "-deadline", "pk"
        )


def _paths(codes: Iterable[str]) -> list[str]:
    granted = Unit.objects.filter(code__in=codes).exclude(path="")
    return list(granted.order_by("pk").values_list("path", flat=True))


class TargetFacts(models.Model):
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, null=True, related_name="+"
    )
    profile = models.ForeignKey(
        Profile, on_delete=models.PROTECT, null=True, related_name="+"
    )
    posts = models.JSONField(help_text="Codes of the posts whose holders are asked.")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+"
    )
    from_day = models.DateField()
    deadline = models.DateField(help_text="The last day that counts.")
    share = models.PositiveSmallIntegerField(default=100)
    seats = models.PositiveIntegerField(null=True)
    closed_on = models.DateField(null=True)
    closing_note = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True


class Target(TargetFacts, Recorded):
    """The holders of some posts, in a unit and below it, are to be done by a day.

    Done is who has the course (or one that counts for it), or meets the profile.
    share: hundredths of them that must. seats: how many can be trained a day, in all;
    null is not known. unit: null is the nation.
    """

    code = models.CharField(max_length=16, unique=True)
    sample = models.BooleanField(default=False)

    objects = TargetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="target_asks_for_one_thing",
                condition=Q(course=None, profile__isnull=False)
                | Q(course__isnull=False, profile=None),
            ),
            models.CheckConstraint(
                name="target_begins_before_its_deadline",
                condition=Q(deadline__gt=F("from_day")),
            ),
            models.CheckConstraint(
                name="target_share_1_to_100", condition=Q(share__range=(1, 100))
            ),
            models.CheckConstraint(
                name="target_has_seats_or_does_not_say",
                condition=Q(seats=None) | Q(seats__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None


class FormerTarget(TargetFacts, Former):
    """What a target said before a correction."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="former")

    class Meta:
        indexes = [models.Index(fields=["target", "recorded_at"], name="former_target")]

    def __str__(self) -> str:
        return self.title
