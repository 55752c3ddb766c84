"""What was said to whom, over which way, and what became of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from karamad.cycle.outbox import rules
from karamad.registers.people.models import Person
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission
from karamad.trust.audit.models import Former, Recorded


class Channel(models.TextChoices):
    EMAIL = "email", _("رایانامه")
    SMS = "sms", _("پیامک")


class State(models.TextChoices):
    """As in the rules."""

    QUEUED = "queued", _("در صف")
    SENDING = "sending", _("سپرده شد")
    SENT = "sent", _("فرستاده شد")
    FAILED = "failed", _("نرسیده")
    UNSURE = "unsure", _("معلوم نیست رسیده باشد")
    UNADDRESSED = "unaddressed", _("نشانی ندارد")


class Pace(models.TextChoices):
    """As in the rules."""

    AT_ONCE = "at_once", _("همان وقت")
    DAILY = "daily", _("روزی یک بار، همه با هم")
    NEVER = "never", _("هیچ")


STUCK = (State.FAILED, State.UNSURE, State.UNADDRESSED)


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(
        self,
        user: User,
        *,
        on: date,
        permission: Permission = Permission.OUTBOX_MESSAGE_VIEW,
    ) -> Self:
        """Messages to people he may see; always those to himself."""
        if user.reach(permission, on=on).everywhere:
            return self
        people = Person.objects.visible_to(user, on=on, permission=permission)
        return self.filter(person__in=people.values("pk"))

    def due(self, at: datetime) -> Self:
        return self.filter(state=State.QUEUED, next_at__lte=at)

    def with_its_bundle(self, rows: Iterable[Message]) -> Self:
        """Those that wait to the addresses of some, in a bundle with them."""
        bundled = [row for row in rows if row.bundle or row.parcel]
        return self.filter(
            Q(parcel__in={row.parcel for row in bundled if row.parcel})
            | Q(
                bundle__in={row.bundle for row in bundled if not row.parcel},
                address__in={row.address for row in bundled if not row.parcel},
                parcel=None,
            )
        )

    def unaddressed(self, at: datetime) -> Self:
        """Kept for want of an address, and still worth sending."""
        since = at - rules.USEFUL_FOR
        return self.filter(state=State.UNADDRESSED, queued_at__gte=since)

    def reachable_now(self, at: datetime) -> Self:
        """Those of them whose people have an address by now."""
        has = ~Q(person__mobile="") | ~Q(person__email="")
        return self.unaddressed(at).filter(has)

    def next_due(self) -> datetime | None:
        """When the first of those that wait is due; None when none waits."""
        waiting = self.filter(state=State.QUEUED).order_by("next_at")
        return waiting.values_list("next_at", flat=True).first()

    def lost(self, at: datetime) -> Self:
        """Taken up by a sender that died before it could report."""
        return self.filter(state=State.SENDING, taken_at__lt=at - rules.LOST_AFTER)

    def latest_first(self) -> Self:
        return self.order_by("-queued_at", "-pk")


class Message(models.Model):
    """One message to one person over one channel.

    key: says the same thing to the same person only once, whoever asks again.
    bundle: messages of one bundle to one address go out as one, when they wait
    together. parcel: the first of those it was handed over with; it is tried again with
    the same ones, under the same key. urgent: it goes out at night, too. subject, text:
    as they went out. fault: why it has not.
    """

    key = models.CharField(max_length=160, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel)
    address = models.CharField(max_length=120, blank=True)
    template = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    bundle = models.CharField(max_length=40, blank=True)
    parcel = models.PositiveBigIntegerField(null=True)
    urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=State)
    queued_at = models.DateTimeField()
    next_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=200, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="message_has_an_address_or_says_so",
                condition=~Q(address="") | Q(state=State.UNADDRESSED),
            ),
            models.CheckConstraint(
                name="message_sent_at_a_moment",
                condition=Q(state=State.SENT, sent_at__isnull=False)
                | (~Q(state=State.SENT) & Q(sent_at=None)),
            ),
        ]
        indexes = [
            models.Index(
                name="message_waiting",
                fields=["next_at"],
                condition=Q(state__in=("queued", "sending")),
            ),
            models.Index(fields=["-queued_at", "-id"], name="message_latest"),
            models.Index(fields=["person", "-queued_at"], name="message_to"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def masked(self) -> str:
        return rules.masked(self.address)


class PreferenceQuerySet(models.QuerySet["Preference"]):
    def of(self, people: Collection[int]) -> Self:
        """Of human beings, by any of their records' keys."""
        merged = Q(person__merged_into__in=people)
        return self.filter(Q(person__in=people) | merged)


class Preference(models.Model):
    """How often somebody wants to hear over each way; without a row, at once."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    sms = models.CharField(max_length=8, choices=Pace, default=Pace.AT_ONCE)
    email = models.CharField(max_length=8, choices=Pace, default=Pace.AT_ONCE)

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="preference_leaves_a_way",
                condition=~Q(sms=Pace.NEVER, email=Pace.NEVER),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.sms}, {self.email}"

    @property
    def wanted(self) -> dict[str, rules.Pace]:
        return {"sms": rules.Pace(self.sms), "email": rules.Pace(self.email)}


class WordingFacts(models.Model):
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(max_length=2000)

    class Meta:
        abstract = True


class Wording(WordingFacts, Recorded):
    """What an officer wrote in the place of a template's own words."""

    template = models.CharField(max_length=40)
    channel = models.CharField(max_length=8, choices=Channel)
    language = models.CharField(max_length=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="wording_of_a_template",
                fields=["template", "channel", "language"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.template}, {self.channel}, {self.language}"


class FormerWording(WordingFacts, Former):
    """What a wording said before a correction."""

    wording = models.ForeignKey(
        Wording, on_delete=models.CASCADE, related_name="former"
    )

    def __str__(self) -> str:
        return self.subject
