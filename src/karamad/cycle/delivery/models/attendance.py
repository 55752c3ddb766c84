"""Who was there: every mark as it came, and what they say together."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from karamad.cycle.delivery.models.enrolments import Enrolment
from karamad.cycle.delivery.models.sessions import Session
from karamad.trust.accounts.models import User


class Presence(models.TextChoices):
    PRESENT = "present", _("حاضر")
    LATE = "late", _("با تأخیر")
    LEAVE = "leave", _("مرخصی")
    ABSENT = "absent", _("غایب")


class Way(models.TextChoices):
    """How a mark came."""

    LIST = "list", _("از فهرست")
    CODE = "code", _("با رمز دیوار")
    OFFLINE = "offline", _("از گوشی مدرس")
    SHEET = "sheet", _("از برگهٔ امضا")


class AttendanceMark(models.Model):
    """One mark, as its device made it; never changed. The same `key` comes once.

    marked_at: by the device's clock. received_at: by ours.
    """

    key = models.UUIDField(unique=True)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="marks"
    )
    presence = models.CharField(max_length=8, choices=Presence)
    minutes = models.PositiveSmallIntegerField(
        default=0, help_text="Missed, of one who came late."
    )
    way = models.CharField(max_length=8, choices=Way)
    marked_at = models.DateTimeField()
    received_at = models.DateTimeField()
    marked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["session", "enrolment"], name="mark_of_session")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} in {self.session_id}: {self.presence}"


class Attendance(models.Model):
    """What the marks of one person in one session come to; derived from them.

    disputed: two of them say different things, and nobody has settled it.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="attendance"
    )
    presence = models.CharField(max_length=8, choices=Presence)
    minutes = models.PositiveSmallIntegerField(default=0)
    disputed = models.BooleanField(default=False)
    mark = models.ForeignKey(AttendanceMark, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="attendance_once_a_session", fields=["session", "enrolment"]
            ),
            models.CheckConstraint(
                name="attendance_minutes_of_the_late",
                condition=Q(minutes=0) | Q(presence=Presence.LATE),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} in {self.session_id}: {self.presence}"
