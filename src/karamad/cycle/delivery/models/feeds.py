"""Addresses at which a calendar programme reads sessions."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from karamad.cycle.delivery.models.sessions import Room
from karamad.trust.accounts.models import User
from karamad.trust.audit.models import Recorded


class FeedQuerySet(models.QuerySet["Feed"]):
    def open(self) -> Self:
        return self.filter(withdrawn_at=None)

    def of(self, user: User) -> Self:
        return self.filter(user=user)


class Feed(Recorded):
    """An address at which a calendar programme reads sessions, without signing in.

    Null room: of the user himself. Only a digest of the address's secret is kept; the
    secret is 256 bits of chance, so a plain SHA-256 is enough.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey(
        Room, on_delete=models.PROTECT, null=True, related_name="+"
    )
    digest = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=2)
    last_read_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="feed_of_room_once",
                fields=["user", "room"],
                condition=Q(withdrawn_at=None),
            ),
            models.UniqueConstraint(
                name="feed_of_himself_once",
                fields=["user"],
                condition=Q(withdrawn_at=None, room=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.room_id or 'himself'}"
