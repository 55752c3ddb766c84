"""What is handed out to those who take a course: files and links, in versions."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from karamad.kernel.media import Media
from karamad.registers.courses.models.catalogue import Course
from karamad.registers.people.models import Unit
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission
from karamad.trust.audit.models import (
    Former,
    Recorded,
    Superseding,
    SupersedingQuerySet,
)

MEDIA_WORDS = {
    Media.ARCHIVE: _("بایگانی ZIP"),
    Media.AUDIO: _("صدا"),
    Media.DOCUMENT: _("سند متنی"),
    Media.IMAGE: _("تصویر"),
    Media.MARKUP: _("صفحهٔ وب یا نقش"),
    Media.PDF: "PDF",
    Media.SHEET: _("کاربرگ"),
    Media.SLIDES: _("اسلاید"),
    Media.TEXT: _("متن ساده"),
    Media.VIDEO: _("فیلم"),
}


class MaterialQuerySet(models.QuerySet["Material"]):
    def visible_to(
        self,
        user: User,
        *,
        on: date,
        permission: Permission = Permission.COURSES_MATERIAL_VIEW,
    ) -> Self:
        """Material that runs in his reach may take: of units below his, above, of all.

        Of himself one reads it in a run alone.
        """
        reach = user.reach(permission, on=on)
        if reach.everywhere:
            return self
        if not reach.unit_codes:
            return self.none()
        granted = Unit.objects.filter(code__in=reach.unit_codes)
        paths = list(granted.values_list("path", flat=True))
        above = {int(key) for path in paths for key in path.split(".") if key}
        below = Unit.objects.below(paths)
        return self.filter(
            Q(unit=None) | Q(unit__in=above) | Q(unit__in=below.values("pk"))
        )

    def kept_by(self, user: User, *, on: date) -> Self:
        """Material he may change: of his units and below; everyone's by the nation."""
        permission = Permission.COURSES_MATERIAL_EDIT
        if user.reach(permission, on=on).everywhere:
            return self
        units = Unit.objects.visible_to(user, on=on, permission=permission)
        return self.filter(unit__in=units.values("pk"))

    def for_unit(self, unit: Unit) -> Self:
        """Material that a run of this unit may take: everyone's, and from above it."""
        above = [int(key) for key in unit.path.split(".") if key]
        return self.filter(Q(unit=None) | Q(unit__in=above))

    def in_order(self) -> Self:
        return self.order_by("pk")


class MaterialFacts(models.Model):
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Runs of it and below take it; empty: everyone's.",
    )

    class Meta:
        abstract = True


class Material(MaterialFacts, Recorded):
    """One thing handed out in a course. What it holds stands in its versions."""

    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, related_name="materials"
    )
    sample = models.BooleanField(default=False)

    objects = MaterialQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class FormerMaterial(MaterialFacts, Former):
    """What a material's row said before a correction."""

    material = models.ForeignKey(
        Material, on_delete=models.CASCADE, related_name="former"
    )

    def __str__(self) -> str:
        return self.title


class MaterialVersion(Recorded):
    """A file or a link, published when it was recorded; it never changes.

    media, mime: what the file is, read from its content. name: the name it is saved
    under. sha256: its content, and its name in the home. note: what is new in it.
    """

    material = models.ForeignKey(
        Material, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField()
    link = models.URLField(max_length=500, blank=True)
    media = models.CharField(
        max_length=12,
        choices=[(each.value, words) for each, words in MEDIA_WORDS.items()],
        blank=True,
    )
    mime = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(default=0, help_text="Bytes.")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="material_version_numbered_once", fields=["material", "number"]
            ),
            models.CheckConstraint(
                name="material_is_a_file_or_a_link",
                condition=Q(link="") ^ Q(sha256=""),
            ),
            models.CheckConstraint(
                name="material_file_says_what_it_is",
                condition=Q(sha256="") | ~Q(media="") & ~Q(mime="") & ~Q(name=""),
            ),
            models.CheckConstraint(
                name="material_size_not_negative", condition=Q(size__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.material_id}, version {self.number}"


class MaterialWithdrawal(Superseding):
    """Nobody is given a version any more, and why; superseded: taken back."""

    version = models.ForeignKey(
        MaterialVersion, on_delete=models.PROTECT, related_name="withdrawals"
    )
    reason = models.CharField(max_length=300)

    objects = SupersedingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="material_version_withdrawn_once",
                fields=["version"],
                condition=Q(superseded_at=None),
            ),
            models.CheckConstraint(
                name="material_withdrawal_says_why", condition=~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} withdrawn"
