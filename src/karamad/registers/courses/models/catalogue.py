"""The catalogue: courses, equivalences, providers, accreditation, instructors."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from karamad.kernel.text import search_key
from karamad.registers.people.models import CalledQuerySet, Person, Unit
from karamad.registers.regulations.models import Status
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission
from karamad.trust.audit.models import (
    Former,
    Recorded,
    Row,
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


class ProviderQuerySet(CalledQuerySet["Provider"]):
    """Providers by code or name."""


class Provider(ProviderFacts, Recorded):
    """Who runs courses."""

    code = models.CharField(max_length=40, unique=True)
    sort_key = models.CharField(max_length=220, blank=True)
    search_key = models.CharField(max_length=200, blank=True)

    objects = ProviderQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class FormerProvider(ProviderFacts, Former):
    """What a provider's row said before a correction."""

    provider = models.ForeignKey(
        Provider, on_delete=models.CASCADE, related_name="former"
    )

    def __str__(self) -> str:
        return self.name


class HeldQuerySet(SupersedingQuerySet[Row]):
    def held_on(self, day: date) -> Self:
        begun = Q(from_day=None) | Q(from_day__lte=day)
        lasting = Q(until_day=None) | Q(until_day__gt=day)
        return self.filter(begun, lasting)


class AccreditationQuerySet(HeldQuerySet["Accreditation"]):
    pass


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


class CourseQuerySet(CalledQuerySet["Course"]):
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


class Prerequisite(Superseding):
    """Whoever takes `course` is to have `needs`, or a course that counts for it."""

    course = models.ForeignKey(
        Course, on_delete=models.CASCADE, related_name="prerequisites"
    )
    needs = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="+")

    objects = SupersedingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="course_is_not_its_own_prerequisite",
                condition=~Q(course=F("needs")),
            ),
            models.UniqueConstraint(
                name="prerequisite_recorded_once",
                fields=["course", "needs"],
                condition=Q(superseded_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} needs {self.needs_id}"


class InstructorKind(models.TextChoices):
    ACADEMIC = "academic", _("استاد دانشگاهی")
    PRACTITIONER = "practitioner", _("استاد تجربی و اجرایی")


class InstructorQuerySet(CalledQuerySet["Instructor"]):
    @staticmethod
    def key_of_name(text: str) -> str:
        return search_key(text)

    def kept_by(self, user: User, *, on: date) -> Self:
        """Instructors he may change: of his units and below; the nation, all."""
        permission = Permission.COURSES_INSTRUCTOR_EDIT
        if user.reach(permission, on=on).everywhere:
            return self
        units = Unit.objects.visible_to(user, on=on, permission=permission)
        return self.filter(unit__in=units.values("pk"))


class InstructorFacts(models.Model):
    name = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=12, choices=InstructorKind)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+"
    )
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who keeps him; empty: the nation.",
    )
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True


class Instructor(InstructorFacts, Recorded):
    """Who teaches. person: his own file, when he is a public servant too.

    unit: who keeps him; anybody lets him teach what he is approved for.
    """

    code = models.CharField(max_length=40, unique=True)
    sort_key = models.CharField(max_length=180, blank=True)
    search_key = models.CharField(max_length=160, blank=True)

    objects = InstructorQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class FormerInstructor(InstructorFacts, Former):
    """What an instructor's row said before a correction."""

    instructor = models.ForeignKey(
        Instructor, on_delete=models.CASCADE, related_name="former"
    )

    def __str__(self) -> str:
        return self.name


class SubjectQuerySet(HeldQuerySet["InstructorSubject"]):
    def overlapping(self, from_day: date | None, until_day: date | None) -> Self:
        """Those that share a day with this span; None is open."""
        found = self
        if until_day is not None:
            found = found.filter(Q(from_day=None) | Q(from_day__lt=until_day))
        if from_day is not None:
            found = found.filter(Q(until_day=None) | Q(until_day__gt=from_day))
        return found


class InstructorSubject(Superseding):
    """An instructor may teach a course, or all of a class; from a day until a day."""

    instructor = models.ForeignKey(
        Instructor, on_delete=models.CASCADE, related_name="subjects"
    )
    course = models.ForeignKey(
        Course, on_delete=models.CASCADE, null=True, related_name="+"
    )
    course_class = models.CharField(max_length=12, choices=CourseClass, blank=True)
    document = models.CharField(max_length=120, blank=True)
    from_day = models.DateField(null=True)
    until_day = models.DateField(null=True)

    objects = SubjectQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="subject_is_a_course_or_a_class",
                condition=Q(course=None) ^ Q(course_class=""),
            ),
            models.CheckConstraint(
                name="subject_ends_after_it_starts",
                condition=Q(from_day=None)
                | Q(until_day=None)
                | Q(until_day__gt=F("from_day")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instructor_id}: {self.course_id or self.course_class}"


class InstructorLeave(Superseding):
    """Days on which an instructor does not teach; the last is not included."""

    instructor = models.ForeignKey(
        Instructor, on_delete=models.CASCADE, related_name="leaves"
    )
    from_day = models.DateField()
    until_day = models.DateField()
    note = models.CharField(max_length=200, blank=True)

    objects = SupersedingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="instructor_leave_ends_after_it_starts",
                condition=Q(until_day__gt=F("from_day")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.instructor_id} away from {self.from_day}"
