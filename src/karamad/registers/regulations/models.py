"""The register of regulations: documents, what they fix, and what annuls them."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from karamad.trust.audit.models import (
    Former,
    Recorded,
    Superseding,
    SupersedingQuerySet,
)


class Status(models.TextChoices):
    """How sure we are of what a document says."""

    CONFIRMED = "confirmed", _("تأییدشده")
    PARTLY = "partly", _("بخشی تأییدشده")
    INFERRED = "inferred", _("برداشت")
    UNCONFIRMED = "unconfirmed", _("تأییدنشده")


class DocumentKind(models.TextChoices):
    CIRCULAR = "circular", _("بخشنامه")
    DECREE = "decree", _("تصویب‌نامه")
    BYLAW = "bylaw", _("آیین‌نامه")
    INSTRUCTION = "instruction", _("دستورالعمل")
    LAW = "law", _("قانون")
    RULING = "ruling", _("رأی دیوان عدالت اداری")
    OTHER = "other", _("سند دیگر")


class DocumentFacts(models.Model):
    number = models.CharField(max_length=60)
    issued_on = models.DateField(null=True)
    kind = models.CharField(
        max_length=12, choices=DocumentKind, default=DocumentKind.CIRCULAR
    )
    subject = models.CharField(max_length=400)
    subject_en = models.CharField(max_length=400, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    issuer_en = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.UNCONFIRMED)
    source_url = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    note_en = models.TextField(blank=True)

    class Meta:
        abstract = True


class DocumentQuerySet(models.QuerySet["Document"]):
    def numbered(self, key: str) -> Self:
        """Documents of this number; `key` is `kernel.text.document_key` of it."""
        return self.filter(number_key=key)


class Document(DocumentFacts, Recorded):
    """A circular, decree, law or ruling. `number_key` finds it in either order."""

    number_key = models.CharField(max_length=80, db_index=True)
    search_key = models.CharField(max_length=500, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="document_number_and_date_once",
                fields=["number_key", "issued_on"],
            )
        ]
        indexes = [models.Index(fields=["-issued_on"], name="document_issued")]

    def __str__(self) -> str:
        return self.number


class FormerDocument(DocumentFacts, Former):
    """What a document's row said before a correction."""

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="former"
    )

    def __str__(self) -> str:
        return self.number


class Effect(models.TextChoices):
    REPLACES = "replaces", _("جایگزین")
    ANNULS = "annuls", _("ابطال")
    AMENDS = "amends", _("اصلاح")
    RESTS_ON = "rests_on", _("به استناد")


class Link(Superseding):
    """From `from_day` on (null: from its date), `document` acts on `other`."""

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="acts_on"
    )
    effect = models.CharField(max_length=10, choices=Effect)
    other = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="acted_on_by"
    )
    from_day = models.DateField(null=True)

    objects = SupersedingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="document_does_not_act_on_itself",
                condition=~Q(document=F("other")),
            ),
            models.UniqueConstraint(
                name="document_link_recorded_once",
                fields=["document", "effect", "other"],
                condition=Q(superseded_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.effect} {self.other_id}"


class ProvisionQuerySet(SupersedingQuerySet["Provision"]):
    def in_force_on(self, day: date) -> Self:
        begun = Q(from_day=None) | Q(from_day__lte=day)
        lasting = Q(until_day=None) | Q(until_day__gt=day)
        return self.filter(begun, lasting)


class Provision(Superseding):
    """One thing a document fixes, with its value, unit and days.

    An empty value is *not set*: asked for, not confirmed; an officer may fill it.
    """

    code = models.CharField(max_length=60)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, related_name="provisions"
    )
    article = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    value = models.CharField(max_length=120, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    from_day = models.DateField(null=True)
    until_day = models.DateField(null=True)
    status = models.CharField(max_length=12, choices=Status)

    objects = ProvisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="provision_recorded_once",
                fields=["code"],
                condition=Q(superseded_at=None),
            ),
            models.CheckConstraint(
                name="provision_ends_after_it_starts",
                condition=Q(from_day=None)
                | Q(until_day=None)
                | Q(until_day__gt=F("from_day")),
            ),
            models.CheckConstraint(
                name="provision_confirmed_has_a_value",
                condition=~Q(status="confirmed") | ~Q(value=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title
