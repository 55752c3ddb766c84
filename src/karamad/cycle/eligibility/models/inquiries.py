"""Who qualifies for a post: a question to many, answered in the background."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from karamad.cycle.eligibility.models.candidacies import CandidacyQuerySet
from karamad.registers.competencies.models import Edition
from karamad.registers.people.models import Person, Post, Unit
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission

SILENT = timedelta(minutes=5)  # who says nothing for so long is not at work any more
QUEUED = timedelta(hours=1)  # a worker may be at a long load before it


class Progress(models.TextChoices):
    WAITING = "waiting", _("در صف")
    RUNNING = "running", _("در حال بررسی")
    DONE = "done", _("پایان‌یافته")
    CANCELLED = "cancelled", _("لغوشده")
    FAILED = "failed", _("ناتمام")


class Group(models.TextChoices):
    """How near to the post a person stands, the nearest first; as in the rules."""

    ELIGIBLE = "eligible", _("واجد شرایط")
    NEARLY = "nearly", _("یک شرط کم")
    UNDETERMINED = "undetermined", _("نامشخص")
    NOT_ELIGIBLE = "not_eligible", _("واجد شرایط نیست")


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def visible_to(self, user: User) -> Self:
        """Only who asked sees the answer, in the seat he asked from."""
        return self.filter(asked_by=user, seat=user.acting_for)

    def latest_first(self) -> Self:
        return self.order_by("-asked_at", "-pk")

    def unfinished(self) -> Self:
        return self.filter(progress__in=(Progress.WAITING, Progress.RUNNING))


class Inquiry(models.Model):
    """Who qualifies for `post` (at `unit`) by an edition, on a day, among whom.

    among_unit: candidates hold a post in it or below it, as of the day; empty is all
    whom the asker may see. among_posts: codes of posts held; empty is any.
    reached: the last person judged, by key; a run taken up again goes on behind it.
    heard_at: when it was handed over, and when its run last said that it goes on.
    """

    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="The officer in whose seat `asked_by`, his substitute, sat.",
    )
    asked_at = models.DateTimeField()
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+"
    )
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    judged_on = models.DateField()
    among_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+"
    )
    among_posts = models.JSONField(default=list)
    progress = models.CharField(
        max_length=10, choices=Progress, default=Progress.WAITING
    )
    people = models.PositiveIntegerField(default=0)
    judged = models.PositiveIntegerField(default=0)
    eligible = models.PositiveIntegerField(default=0)
    nearly = models.PositiveIntegerField(default=0)
    undetermined = models.PositiveIntegerField(default=0)
    not_eligible = models.PositiveIntegerField(default=0)
    reached = models.BigIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="inquiry_finished_when_it_is_over",
                condition=Q(finished_at=None, progress__in=("waiting", "running"))
                | Q(
                    finished_at__isnull=False,
                    progress__in=("done", "cancelled", "failed"),
                ),
            )
        ]
        indexes = [
            models.Index(fields=["asked_by", "-asked_at"], name="inquiry_asked_by")
        ]

    def __str__(self) -> str:
        return f"{self.post_id} on {self.judged_on}"

    @property
    def is_over(self) -> bool:
        return self.finished_at is not None

    def is_silent(self, at: datetime) -> bool:
        """Say whether whoever was at it has died; it may be taken up again."""
        patience = QUEUED if self.progress == Progress.WAITING else SILENT
        heard = self.heard_at or self.started_at or self.asked_at
        return not self.is_over and at - heard >= patience


class InquiryRowQuerySet(models.QuerySet["InquiryRow"]):
    def in_group(self, group: Group) -> Self:
        return self.filter(group=group)

    def nearest_first(self) -> Self:
        """Eligible, nearly, undetermined, the rest; by name within each."""
        return self.order_by("nearness", "person__sort_key", "person_id", "pk")

    def lacking(self, criterion: str) -> Self:
        """Rows that this one criterion keeps from being eligible."""
        return self.filter(lacks__contains=f"|{criterion}|")

    def of_candidates(self, candidacies: CandidacyQuerySet) -> Self:
        """Rows of whom these are about, under whichever record of his they are kept."""
        merged = candidacies.exclude(person__merged_into=None)
        return self.filter(
            Q(person__in=candidacies.values("person"))
            | Q(person__in=merged.values("person__merged_into"))
        )

    def visible_to(self, user: User, *, on: date) -> Self:
        """Rows about people he may still see when he reads."""
        asked = Permission.ELIGIBILITY_VERDICT_LIST
        if user.reach(asked, on=on).everywhere:
            return self
        people = Person.objects.visible_to(user, on=on, permission=asked)
        return self.filter(person__in=people.values("pk"))


class InquiryRow(models.Model):
    """One person's answer. lacks, missing: criterion ids between bars: `|a|b|`.

    lacks: what is not met; of one who nearly qualifies, any one of them would do.
    missing: what nobody could tell.
    """

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="rows")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    group = models.CharField(max_length=12, choices=Group)
    nearness = models.PositiveSmallIntegerField()
    until = models.DateField(null=True)
    lacks = models.TextField(blank=True)
    missing = models.TextField(blank=True)

    objects = InquiryRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="inquiry_answers_a_person_once", fields=["inquiry", "person"]
            )
        ]
        indexes = [
            models.Index(fields=["inquiry", "nearness"], name="inquiry_nearness")
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.group}"

    @property
    def lacked(self) -> tuple[str, ...]:
        return tuple(filter(None, self.lacks.split("|")))

    @property
    def unknown(self) -> tuple[str, ...]:
        return tuple(filter(None, self.missing.split("|")))
