"""What is said of a person in one of a few words."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Gender(models.TextChoices):
    FEMALE = "f", _("زن")
    MALE = "m", _("مرد")


class Degree(models.TextChoices):
    NONE = "none", _("بی‌مدرک")
    DIPLOMA = "diploma", _("دیپلم")
    ASSOCIATE = "associate", _("کاردانی")
    BACHELOR = "bachelor", _("کارشناسی")
    MASTER = "master", _("کارشناسی ارشد")
    DOCTORATE = "doctorate", _("دکتری")


class Employment(models.TextChoices):
    OFFICIAL = "official", _("رسمی")
    CONTRACTUAL = "contractual", _("پیمانی")
    FIXED_TERM = "fixed_term", _("قرارداد کار معین")
    ELECTED = "elected", _("انتخابی")
    OTHER = "other", _("دیگر")
