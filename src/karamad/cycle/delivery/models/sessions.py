"""When and where a run meets: sessions, rooms, the days nobody works."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import get_default_timezone

from karamad.cycle.delivery.models.runs import Run
from karamad.registers.courses.models import Instructor
from karamad.registers.people.models import Unit
from karamad.registers.people.models.himself import own_records
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission
from karamad.trust.audit.models import Former, Recorded


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), get_default_timezone())


class RoomQuerySet(models.QuerySet["Room"]):
    def visible_to(
        self,
        user: User,
        *,
        on: date,
        permission: Permission = Permission.DELIVERY_RUN_VIEW,
    ) -> Self:
        """Rooms of the units in his reach."""
        units = Unit.objects.visible_to(user, on=on, permission=permission)
        return self.filter(unit__in=units.values("pk"))


class RoomFacts(models.Model):
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=300, blank=True)
    seats = models.PositiveIntegerField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        abstract = True


class Room(RoomFacts, Recorded):
    """Where sessions meet. Null seats: nobody counted them."""

    objects = RoomQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="room_of_unit", fields=["unit", "name"])
        ]

    def __str__(self) -> str:
        return self.name


class FormerRoom(RoomFacts, Former):
    """What a room's row said before a correction."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="former")

    def __str__(self) -> str:
        return self.name


class SessionQuerySet(models.QuerySet["Session"]):
    def kept_by(self, user: User, *, on: date, permission: Permission) -> Self:
        """Sessions whose list he keeps: of his office's runs, or that he teaches.

        Who stands in for the instructor of one session keeps that session's list.
        """
        reach = user.reach(permission, on=on)
        if reach.everywhere:
            return self
        granted = Unit.objects.filter(code__in=reach.unit_codes)
        below = Unit.objects.below(granted.values_list("path", flat=True))
        kept = Q(run__unit__in=below.values("pk"))
        if reach.himself:
            kept |= Q(instructor__person__in=own_records(user))
        return self.filter(kept)

    def standing(self) -> Self:
        """Sessions that take place: neither they nor their run were called off."""
        return self.filter(cancelled_at=None, run__cancelled_on=None)

    def called_off(self) -> Self:
        """Sessions that were called off, alone or with their run."""
        return self.filter(~Q(cancelled_at=None) | ~Q(run__cancelled_on=None))

    def between(self, first: date, end: date) -> Self:
        """Sessions that begin on these days in Iran, the last not included."""
        return self.filter(
            begins_at__gte=_midnight(first), begins_at__lt=_midnight(end)
        )

    def meeting(self, begins_at: datetime, ends_at: datetime) -> Self:
        """Sessions that share a moment with this span."""
        return self.filter(begins_at__lt=ends_at, ends_at__gt=begins_at)

    def in_order(self) -> Self:
        return self.order_by("begins_at", "pk")


class SessionFacts(models.Model):
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    room = models.ForeignKey(
        Room, on_delete=models.PROTECT, null=True, related_name="+"
    )
    link = models.URLField(max_length=300, blank=True)
    instructor = models.ForeignKey(
        Instructor, on_delete=models.PROTECT, null=True, related_name="+"
    )
    topic = models.CharField(max_length=200, blank=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Session(SessionFacts, Recorded):
    """One meeting of a run. begins_at, ends_at: moments; shown in Iran's time."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="sessions")

    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_it_begins",
                condition=Q(ends_at__gt=F("begins_at")),
            )
        ]
        indexes = [
            models.Index(fields=["run", "begins_at"], name="session_of_run"),
            models.Index(fields=["room", "begins_at"], name="session_in_room"),
            models.Index(fields=["instructor", "begins_at"], name="session_taught"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} at {self.begins_at}"


class FormerSession(SessionFacts, Former):
    """What a session's row said before a correction."""

    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="former"
    )

    def __str__(self) -> str:
        return f"{self.session_id} at {self.begins_at}"


class HolidayList(Recorded):
    """Whence a Jalali year's holidays come. Empty document: nobody confirmed them."""

    year = models.PositiveSmallIntegerField(unique=True)
    document = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"{self.year}: {self.document}"


class Holiday(Recorded):
    """A day of rest by the official calendar of its year, as an officer loaded it."""

    day = models.DateField(unique=True)
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.day}: {self.name}"
