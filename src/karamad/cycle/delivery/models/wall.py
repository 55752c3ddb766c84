"""The code on the wall of a hall, and the wrong codes that people tried."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from karamad.cycle.delivery.models.sessions import Session
from karamad.trust.accounts.models import User
from karamad.trust.audit.models import Recorded

MOST_ON_TIME = 60


class Wall(Recorded):
    """The code of one session: from when it was put up until it is taken down.

    nonce: with the home's own secret, what the codes come from; new each time.
    on_time: minutes after the beginning in which one still comes in time.
    """

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="+")
    nonce = models.CharField(max_length=43)
    on_time = models.PositiveSmallIntegerField(
        validators=[MaxValueValidator(MOST_ON_TIME)]
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="wall_closes_after_it_opens",
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")),
            ),
            models.CheckConstraint(
                name="wall_on_time_within_an_hour",
                condition=Q(on_time__lte=MOST_ON_TIME),
            ),
        ]

    def __str__(self) -> str:
        return f"wall of {self.session_id}"


class MisreadQuerySet(models.QuerySet["Misread"]):
    def of(self, user: User, *, since: datetime) -> Self:
        return self.filter(user=user, tried_at__gt=since)


class Misread(models.Model):
    """A code that was not, or no longer, right. Kept a day, to count guesses."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    tried_at = models.DateTimeField()

    objects = MisreadQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "tried_at"], name="misread_of_user")]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.tried_at}"
