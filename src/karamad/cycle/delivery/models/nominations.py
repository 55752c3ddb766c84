"""Namings: who was named for a run at once, and who was refused."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from karamad.cycle.delivery.models.runs import Run
from karamad.trust.accounts.models import User
from karamad.trust.audit.models import Recorded
from karamad.web.encrypted import EncryptedTextField


class Source(models.TextChoices):
    """Where the names came from."""

    LIST = "list", _("فهرست نوشته‌شده")
    FILE = "file", _("پرونده")
    LACKING = "lacking", _("کسانی که دوره را کم دارند")


class Nomination(Recorded):
    """One act of naming people for a run, and why each of the refused was refused.

    refused: of each its row, what was typed masked, and the grounds with what decided
    them. typed: the cells of the refused as they stood, a line each, to be mended.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="nominations")
    source = models.CharField(max_length=8, choices=Source)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    named = models.PositiveIntegerField()
    placed = models.PositiveIntegerField()
    waiting = models.PositiveIntegerField()
    asked = models.PositiveIntegerField()
    refused = models.JSONField(default=list)
    typed = EncryptedTextField()

    def __str__(self) -> str:
        return f"{self.named} named for {self.run_id}"
