"""Namings: who was named for a run at once, and who was refused."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from karamad.cycle.delivery.models.runs import Run
from karamad.cycle.planning.models import Need
from karamad.trust.accounts.models import User
from karamad.trust.audit.models import Entry, Recorded
from karamad.web.encrypted import EncryptedTextField


class Source(models.TextChoices):
    """Where the names came from."""

    LIST = "list", _("فهرست نوشته‌شده")
    FILE = "file", _("پرونده")
    LACKING = "lacking", _("کسانی که دوره را کم دارند")
    NEED = "need", _("نیاز ثبت‌شده")
    LEFT = "left", _("ماندگان برنامهٔ سراسری")


class Progress(models.TextChoices):
    WAITING = "waiting", _("در صف")
    RUNNING = "running", _("در حال معرفی")
    DONE = "done", _("پایان‌یافته")
    STOPPED = "stopped", _("نیمه‌کاره")
    BROKEN = "broken", _("ناتمام")
    UNDOING = "undoing", _("در حال پس گرفتن")
    UNDONE = "undone", _("پس‌گرفته")


AT_WORK = (Progress.WAITING, Progress.RUNNING)


class NominationQuerySet(models.QuerySet["Nomination"]):
    def at_work(self) -> Self:
        return self.filter(progress__in=AT_WORK)

    def left_by(self, tries: int) -> Self:
        """What a worker is to go on with: naming, or taking back, not often in vain."""
        return self.filter(progress__in=(*AT_WORK, Progress.UNDOING), tries__lt=tries)

    def latest_first(self) -> Self:
        return self.order_by("-recorded_at", "-pk")

    def of_seat(self, user: User) -> Self:
        """What was named from the seat he sits in: by its officer or a substitute.

        Work goes on in the seat while its officer is away; who sat there for a while
        takes nothing of it back to his own.
        """
        seat = user.acting_for or user
        own = Q(made_by=seat, seat=None)
        return self.filter(own | Q(seat=seat))


class Nomination(Recorded):
    """One act of naming people for a run, and why each of the refused was refused.

    refused: of each its row, what was typed masked, and the grounds with what decided
    them. typed: the cells of the refused as they stood, a line each, to be mended.
    seat: the officer in whose seat `made_by`, his substitute, sat.
    need: whose people they are, where they were named from a need.
    given: the rows as they were typed, until the last of them is over. named: how many
    they are; reached: how many are over. once: the key of the form that was sent.
    heard_at: when somebody last worked on it; tries: how often since then in vain.
    taken_back: the act that takes, or took, its people out again; it says why.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="nominations")
    source = models.CharField(max_length=8, choices=Source)
    need = models.ForeignKey(
        Need, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+"
    )
    named = models.PositiveIntegerField()
    reached = models.PositiveIntegerField(default=0)
    progress = models.CharField(
        max_length=8, choices=Progress, default=Progress.WAITING
    )
    heard_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    once = models.UUIDField(null=True)
    placed = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list)
    typed = EncryptedTextField()
    given = EncryptedTextField()
    taken_back = models.ForeignKey(
        Entry, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = NominationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="nomination_once_per_form", fields=["made_by", "once"]
            ),
            models.CheckConstraint(
                name="nomination_reaches_no_further_than_its_rows",
                condition=Q(reached__lte=F("named")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.named} named for {self.run_id}"

    @property
    def is_over(self) -> bool:
        """Test whether nobody more is named."""
        return self.progress not in AT_WORK

    @property
    def is_undoing(self) -> bool:
        return self.progress == Progress.UNDOING

    @property
    def is_taken_back(self) -> bool:
        """Test whether its people leave the run again, or have left it."""
        return self.progress in (Progress.UNDOING, Progress.UNDONE)

    def said_at_taking_back(self) -> dict[str, Any]:
        """Return the `reason`, and how many `people` there were; nothing before."""
        return (self.taken_back.after if self.taken_back else None) or {}
