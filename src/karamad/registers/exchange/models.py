"""Loads: which file went into which register, by whom, and what became of its rows."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from karamad.registers.exchange import wording
from karamad.registers.people.models import Unit
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission
from karamad.trust.audit.models import Entry
from karamad.web.encrypted import EncryptedTextField


class State(models.TextChoices):
    UPLOADED = "uploaded", _("دریافت‌شده")
    CHECKING = "checking", _("در حال آزمایش")
    CHECKED = "checked", _("آزموده")
    RUNNING = "running", _("در حال ثبت")
    CANCELLED = "cancelled", _("ایستاده")
    DONE = "done", _("ثبت‌شده")
    FAILED = "failed", _("ناتمام")
    TAKEN_BACK = "taken_back", _("برگردانده")


AT_WORK = (State.CHECKING, State.RUNNING)
RESUMABLE = (State.CANCELLED, State.FAILED)


class LoadQuerySet(models.QuerySet["Load"]):
    def workable_by(self, user: User, *, on: date) -> Self:
        """Loads made for units where the user may load, whoever made them."""
        permission = Permission.EXCHANGE_LOAD_MAKE
        if user.reach(permission, on=on).everywhere:
            return self
        units = Unit.objects.visible_to(user, on=on, permission=permission)
        return self.filter(unit__in=units)

    def plain_to(self, user: User, *, on: date) -> Self:
        """Loads whose refused rows the user may read as they stand, ids and all."""
        permission = Permission.PEOPLE_NATIONAL_ID_VIEW
        if user.reach(permission, on=on).everywhere:
            return self
        units = Unit.objects.visible_to(user, on=on, permission=permission)
        return self.filter(unit__in=units)

    def visible_to(self, user: User, *, on: date) -> Self:
        """Loads of the user himself, and those made for units within his reach.

        What he made in another's seat is his only while he sits there.
        """
        reach = user.reach(Permission.EXCHANGE_LOAD_VIEW, on=on)
        if reach.everywhere:
            return self
        his = Q(by=user, seat=user.acting_for)
        if not reach.unit_codes:
            return self.filter(his)
        units = Unit.objects.visible_to(
            user, on=on, permission=Permission.EXCHANGE_LOAD_VIEW
        )
        return self.filter(his | Q(unit__in=units))

    def at_work(self) -> Self:
        return self.filter(state__in=AT_WORK)

    def latest_first(self) -> Self:
        return self.order_by("-uploaded_at", "-pk")


class Load(models.Model):
    """One file on its way into one register; what stands here is its history.

    mapping: from the file's header to the kind's column, as given; empty to ignore.
    columns: how each column was recognised. reasons: refused rows by code. done: rows
    gone through so far; rows: in the whole file, once known. beat: when whoever works
    on it was last heard of. unit: for whom it runs; empty for the whole nation.
    """

    kind = models.CharField(max_length=20, choices=list(wording.TITLES.items()))
    name = models.CharField(max_length=200)
    path = models.CharField(max_length=300, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(default=0)
    mapping = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    all_or_nothing = models.BooleanField(default=False)
    state = models.CharField(
        max_length=12, choices=State, default=State.UPLOADED, db_index=True
    )
    fault = models.CharField(max_length=40, blank=True)
    fault_about = models.CharField(max_length=200, blank=True)

    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    mended = models.PositiveIntegerField(default=0)
    reasons = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(null=True)
    done = models.PositiveIntegerField(default=0)
    share = models.FloatField(default=0)
    beat = models.DateTimeField(null=True)
    cancel_asked = models.BooleanField(default=False)
    errors_path = models.CharField(max_length=300, blank=True)

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Empty for the command line.",
    )
    seat = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="The officer in whose seat `by`, his substitute, sat.",
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, null=True, related_name="+"
    )
    taken_back_by = models.ForeignKey(
        Entry, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = LoadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="load_written_by_an_entry",
                condition=~Q(state__in=["running", "done", "taken_back"])
                | Q(entry__isnull=False),
            ),
            models.CheckConstraint(
                name="load_share_0_to_1", condition=Q(share__range=(0, 1))
            ),
        ]
        indexes = [models.Index(fields=["-uploaded_at"], name="load_latest")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"

    @property
    def good(self) -> int:
        return self.new + self.changed + self.same

    @property
    def total(self) -> int:
        return self.good + self.refused


class Refused(models.Model):
    """A refused cell of a load, as the page shows it; the file of errors has them all.

    column: the kind's English name; empty where the whole row is meant. value: as it
    stood, encrypted, for it may be a national id. about: what helps to mend it.
    """

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="refusals")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=30, blank=True)
    value = EncryptedTextField()
    code = models.CharField(max_length=30)
    about = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["load", "code", "row"], name="refused_code")]

    def __str__(self) -> str:
        return f"{self.load_id}/{self.row}: {self.code}"
