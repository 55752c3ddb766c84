"""The catalogue: courses, equivalences, providers and their accreditation."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from karamad.registers.regulations.models import Status
from karamad.trust.audit.models import (
    Former,
    Recorded,
    Superseding,
    SupersedingQuerySet,
)


class ProviderKind(models.TextChoices):
    STATE_CENTRE = "state_centre", _("مرکز آموزش مدیریت دولتی")
    AGENCY = "agency", _("دستگاه اجرایی")
    UNIVERSITY = "university", _("دانشگاه")
    PRIVATE = "private", _("مؤسسهٔ خصوصی")
    MUNICIPALITY = "municipality", _("شهرداری")


class ProviderFacts(models.Model):
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=16, choices=ProviderKind, blank=True)

    class Meta:
        abstract = True


class Provider(ProviderFacts, Recorded):
    """Who runs courses."""

    code = models.CharField(max_length=40, unique=True)
    sort_key = models.CharField(max_length=220, blank=True)
    search_key = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class FormerProvider(ProviderFacts, Former):
    """What a provider's row said before a correction."""

    provider = models.ForeignKey(
        Provider, on_delete=models.CASCADE, related_name="former"
    )

    def __str__(self) -> str:
        return self.name


class AccreditationQuerySet(SupersedingQuerySet["Accreditation"]):
    def held_on(self, day: date) -> Self:
        begun = Q(from_day=None) | Q(from_day__lte=day)
        lasting = Q(until_day=None) | Q(until_day__gt=day)
        return self.filter(begun, lasting)


class Accreditation(Superseding):
    """A provider may run courses of a domain, from a day until a day."""

    provider = models.ForeignKey(
        Provider, on_delete=models.CASCADE, related_name="accreditations"
    )
    domain = models.CharField(max_length=100)
    from_day = models.DateField(null=True)
    until_day = models.DateField(null=True)

    objects = AccreditationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="accreditation_ends_after_it_starts",
                condition=Q(from_day=None)
                | Q(until_day=None)
                | Q(until_day__gt=F("from_day")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider_id}: {self.domain}"


class CourseClass(models.TextChoices):
    JOB = "job", _("شغلی")
    GENERAL = "general", _("عمومی")
    CULTURE = "culture", _("فرهنگی")
    ORIENTATION = "orientation", _("توجیهی")
    MANAGERS = "managers", _("مدیران")


class Scope(models.TextChoices):
    GENERAL = "general", _("عمومی")
    SPECIALISED = "specialised", _("تخصصی")


class Mode(models.TextChoices):
    IN_PERSON = "in_person", _("حضوری")
    VIRTUAL = "virtual", _("مجازی")
    BLENDED = "blended", _("آمیخته")
    SELF_STUDY = "self_study", _("خودآموز")


class CourseQuerySet(models.QuerySet["Course"]):
    def creditable_on(self, day: date) -> Self:
        begun = Q(creditable_from=None) | Q(creditable_from__lte=day)
        lasting = Q(creditable_until=None) | Q(creditable_until__gt=day)
        return self.filter(begun, lasting)


class CourseFacts(models.Model):
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    course_class = models.CharField(max_length=12, choices=CourseClass, blank=True)
    scope = models.CharField(max_length=12, choices=Scope, blank=True)
    hours = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    mode = models.CharField(max_length=12, choices=Mode, blank=True)
    provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, null=True, related_name="+"
    )
    valid_years = models.PositiveSmallIntegerField(null=True)
    creditable_from = models.DateField(null=True)
    creditable_until = models.DateField(null=True)
    degree_programme = models.BooleanField(default=False)

    class Meta:
        abstract = True


class Course(CourseFacts, Recorded):
    """A titled course of the catalogue. Null hours are *not fixed*, never zero."""

    code = models.CharField(max_length=40, unique=True)
    coined_here = models.BooleanField(
        default=False, help_text="The code is ours; no official code is known."
    )
    audience = models.CharField(max_length=200, blank=True)
    audience_en = models.CharField(max_length=200, blank=True)
    length_note = models.CharField(max_length=100, blank=True)
    length_note_en = models.CharField(max_length=100, blank=True)
    status = models.CharField(max_length=12, choices=Status, blank=True)
    source_note = models.CharField(max_length=300, blank=True)
    search_key = models.CharField(max_length=300, blank=True)
    sort_key = models.CharField(max_length=320, blank=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="course_hours_not_negative",
                condition=Q(hours=None) | Q(hours__gte=0),
            ),
            models.CheckConstraint(
                name="course_retires_after_it_counts",
                condition=Q(creditable_from=None)
                | Q(creditable_until=None)
                | Q(creditable_until__gt=F("creditable_from")),
            ),
        ]
        indexes = [models.Index(fields=["sort_key"], name="course_sort")]

    def __str__(self) -> str:
        return self.title


class FormerCourse(CourseFacts, Former):
    """What a course's row said before a correction."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="former")

    def __str__(self) -> str:
        return self.title


class Equivalence(Superseding):
    """A completion of `course` counts where `of` is asked; not the other way round."""

    course = models.ForeignKey(
        Course, on_delete=models.CASCADE, related_name="equivalences"
    )
    of = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="equivalents")

    objects = SupersedingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="course_is_not_its_own_equivalent",
                condition=~Q(course=F("of")),
            ),
            models.UniqueConstraint(
                name="equivalence_recorded_once",
                fields=["course", "of"],
                condition=Q(superseded_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} counts as {self.of_id}"
