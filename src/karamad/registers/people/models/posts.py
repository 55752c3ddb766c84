"""Posts: the seats that people are appointed to."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from karamad.registers.people.models.called import CalledQuerySet
from karamad.registers.people.models.units import UnitKind
from karamad.trust.audit.models import Former, Recorded


class Level(models.TextChoices):
    NONE = "none", _("بی‌سطح")
    OPERATIONAL = "operational", _("عملیاتی")
    BASE = "base", _("پایه")
    MIDDLE = "middle", _("میانی")
    SENIOR = "senior", _("ارشد")


class PostFacts(models.Model):
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    family = models.CharField(max_length=100, blank=True)
    level = models.CharField(max_length=12, choices=Level, default=Level.NONE)
    managerial = models.BooleanField(default=False)
    unit_kind = models.CharField(max_length=20, choices=UnitKind, blank=True)

    class Meta:
        abstract = True


class PostQuerySet(CalledQuerySet["Post"]):
    """Posts by code or title."""


class Post(PostFacts, Recorded):
    """A kind of seat, the same in every unit that has one: county governor, mayor."""

    code = models.CharField(max_length=40, unique=True)
    search_key = models.CharField(max_length=200, blank=True)
    sort_key = models.CharField(max_length=220, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["sort_key"], name="post_sort")]

    def __str__(self) -> str:
        return self.title


class FormerPost(PostFacts, Former):
    """What a post's row said before a correction."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="former")

    def __str__(self) -> str:
        return self.title
