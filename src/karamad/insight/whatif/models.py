"""Scenarios: a changed profile kept aside, who may read it, and what it would do."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from karamad.registers.competencies.models import Edition
from karamad.trust.accounts.models import User

SILENT = timedelta(minutes=2)  # who says nothing for so long is not at work any more
QUEUED = timedelta(hours=1)  # a worker may be at a long load before it


class Measure(models.TextChoices):
    """What a year's capacity is counted in."""

    HOURS = "hours", _("نفرساعت آموزش")
    SEATS = "seats", _("نفر آموزش‌دیده")


class Stage(models.TextChoices):
    WAITING = "waiting", _("در صف")
    COPYING = "copying", _("رونوشت از دفترها")
    JUDGING = "judging", _("سنجیدن همه با دو ویرایش")
    DONE = "done", _("پایان‌یافته")
    FAILED = "failed", _("ناتمام")
    STOPPED = "stopped", _("متوقف")


AT_WORK = (Stage.WAITING, Stage.COPYING, Stage.JUDGING)


class ScenarioQuerySet(models.QuerySet["Scenario"]):
    def kept(self) -> Self:
        return self.filter(deleted_at=None)

    def of(self, user: User) -> Self:
        return self.filter(maker=user)

    def visible_to(self, user: User, *, on: date) -> Self:
        """A maker's own, and what was shared with him or with an office he holds."""
        roles = {grant.role for grant in user.roles_on(on)}
        shared = Share.objects.filter(Q(user=user) | Q(role__in=roles))
        return self.kept().filter(Q(maker=user) | Q(pk__in=shared.values("scenario")))

    def latest_first(self) -> Self:
        return self.order_by("-changed_at", "-pk")


class Scenario(models.Model):
    """What if a profile said something else? It judges nobody.

    base: the edition it was made from. changed: the other content, as `write_profile`
    writes it. day: the day asked. price: rials an hour of training. capacity: of a
    year, in `measure`.
    """

    name = models.CharField(max_length=120)
    base = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    changed = models.JSONField()
    day = models.DateField()
    price = models.PositiveBigIntegerField(null=True)
    capacity = models.PositiveBigIntegerField(null=True)
    measure = models.CharField(max_length=5, choices=Measure, default=Measure.HOURS)
    maker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="scenario_is_changed_after_it_is_made",
                condition=Q(changed_at__gte=F("made_at")),
            )
        ]
        indexes = [models.Index(fields=["maker", "-changed_at"], name="scenario_maker")]

    def __str__(self) -> str:
        return self.name


class Share(models.Model):
    """Who else reads a scenario: a colleague, or all who hold an office."""

    scenario = models.ForeignKey(
        Scenario, on_delete=models.CASCADE, related_name="shares"
    )
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+"
    )
    role = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="share_is_with_a_user_or_a_role",
                condition=Q(user=None) ^ Q(role=""),
            ),
            models.UniqueConstraint(
                name="share_with_a_user_once", fields=["scenario", "user"]
            ),
            models.UniqueConstraint(
                name="share_with_a_role_once",
                fields=["scenario", "role"],
                condition=~Q(role=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scenario_id}: {self.user_id or self.role}"


class AnswerQuerySet(models.QuerySet["Answer"]):
    def done(self) -> Self:
        return self.filter(stage=Stage.DONE)

    def latest_first(self) -> Self:
        return self.order_by("-pk")


class Answer(models.Model):
    """What a scenario would do, computed once.

    content: digest of what was asked; another content needs another answer. moment,
    extract: of which state of the registers. heard_at: when the work last said that it
    goes on. milliseconds: how long the judging took.
    """

    scenario = models.ForeignKey(
        Scenario, on_delete=models.CASCADE, related_name="answers"
    )
    asked_at = models.DateTimeField()
    content = models.CharField(max_length=64)
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.WAITING)
    heard_at = models.DateTimeField()
    failure = models.CharField(max_length=200, blank=True)
    moment = models.DateTimeField(null=True)
    extract = models.PositiveBigIntegerField(default=0)
    milliseconds = models.PositiveIntegerField(default=0)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="answer_that_is_done_says_its_moment",
                condition=~Q(stage="done") | Q(moment__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.scenario_id}: {self.stage}"

    def is_at_work(self, at: datetime) -> bool:
        """Say whether somebody computes it, or will; who fell silent has died."""
        patience = QUEUED if self.stage == Stage.WAITING else SILENT
        return self.stage in AT_WORK and at - self.heard_at < patience
