"""Who did what, when, to what; and the two times every register row carries."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q

Row = TypeVar("Row", bound=models.Model)


class Unchangeable(Exception):
    """An audit entry is written once; nobody changes or removes it."""


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, kind: str, key: str | int) -> Self:
        return self.filter(subject_kind=kind, subject_key=str(key))

    def before(self, at: datetime, pk: int) -> Self:
        """What was written before an entry, which is not among them."""
        return self.filter(at__lte=at).filter(Q(at__lt=at) | Q(pk__lt=pk))

    def latest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def update(self, **changes: Any) -> int:
        raise Unchangeable

    def delete(self) -> tuple[int, dict[str, int]]:
        raise Unchangeable


class Entry(models.Model):
    """One act of one person: who, when, what, on what; before and after.

    `subject_key` is a code or a database key, never a national id.
    """

    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Empty for the system itself: the command line, a scheduled task.",
    )
    acting_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="The officer in whose seat the actor, his substitute, sat.",
    )
    act = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_key = models.CharField(max_length=80)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="entry_names_its_act", condition=~Q(act="") & ~Q(subject_kind="")
            )
        ]
        indexes = [
            models.Index(
                fields=["subject_kind", "subject_key", "-at"], name="entry_subject"
            ),
            models.Index(fields=["-at", "-id"], name="entry_at"),
            models.Index(fields=["act", "-at"], name="entry_act"),
            models.Index(fields=["actor", "-at"], name="entry_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.subject_kind}:{self.subject_key}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise Unchangeable
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Unchangeable

    @property
    def changes(self) -> list[tuple[str, Any, Any]]:
        """What changed: its name, what it was, what it became; None is nothing."""
        before, after = self.before or {}, self.after or {}
        names = dict.fromkeys((*before, *after))
        return [(name, before.get(name), after.get(name)) for name in names]


class Recorded(models.Model):
    """A row that knows when and by which act it was recorded."""

    recorded_at = models.DateTimeField()
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        abstract = True


class SupersedingQuerySet(models.QuerySet[Row]):
    def current(self) -> Self:
        return self.filter(superseded_at=None)

    def known_at(self, moment: datetime | None) -> Self:
        """Rows on record at `moment`; None is now."""
        if moment is None:
            return self.current()
        later = Q(superseded_at=None) | Q(superseded_at__gt=moment)
        return self.filter(later, recorded_at__lte=moment)


class Superseding(Recorded):
    """A dated fact: a correction supersedes the row and adds one."""

    superseded_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Former(Recorded):
    """What a register row said before it was corrected; on record from–until."""

    superseded_at = models.DateTimeField()

    class Meta:
        abstract = True


class LastDecision(models.Model):
    """The moment of the latest decision, or copy: one row, which only moves forward.

    Whatever is recorded later is stamped later; so what was on record at a decision's
    moment is what the decision saw. A copy of the registers has its moment here too.
    """

    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="one_last_decision", condition=Q(pk=1))
        ]

    def __str__(self) -> str:
        return self.at.isoformat()
