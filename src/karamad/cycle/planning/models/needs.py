"""Training needs at three levels, and how urgent they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from karamad.cycle.planning.models.plans import VersionState
from karamad.cycle.planning.models.sources import REQUEST, VERDICT, source_words
from karamad.registers.competencies.models import Profile
from karamad.registers.courses.models import Course
from karamad.registers.people.models import Person, Unit
from karamad.registers.people.models.himself import own_records
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission
from karamad.trust.audit.models import Entry, Former, Recorded


class PriorityQuerySet(models.QuerySet["Priority"]):
    def most_pressing_first(self) -> Self:
        return self.order_by("position", "pk")


class Priority(Recorded):
    """How pressing a need is. position: 1 is the most pressing; officers set it."""

    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=100)
    title_en = models.CharField(max_length=100, blank=True)
    position = models.PositiveSmallIntegerField()

    objects = PriorityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="priority_counts_from_one", condition=Q(position__gte=1)
            )
        ]

    def __str__(self) -> str:
        return self.title


class Level(models.TextChoices):
    ORGANISATION = "organisation", _("سازمانی")
    JOB = "job", _("شغلی")
    PERSON = "person", _("فردی")


class State(models.TextChoices):
    OPEN = "open", _("باز")
    MERGED = "merged", _("ادغام‌شده")
    REJECTED = "rejected", _("ردشده")
    COVERED = "covered", _("در برنامه")
    TAKEN = "taken", _("پس‌گرفته")


class NeedQuerySet(models.QuerySet["Need"]):
    def open(self) -> Self:
        return self.filter(state=State.OPEN)

    def waiting(self) -> Self:
        """Requests that nobody has answered yet."""
        return self.open().filter(source=REQUEST, accepted_on=None)

    def overdue_on(self, day: date) -> Self:
        return self.waiting().filter(answer_by__lt=day)

    def of_the_judge(self) -> Self:
        return self.filter(source=VERDICT)

    def planned(self) -> Self:
        """Covered by a plan that is not carried out yet."""
        carried_out = Q(plan__versions__state=VersionState.CLOSED)
        return self.filter(state=State.COVERED).exclude(carried_out)

    def with_people(self) -> Self:
        """Open or in a plan, with all that says who its people are."""
        wanted = self.filter(state__in=(State.OPEN, State.COVERED))
        return wanted.select_related("unit", "course", "profile", "person")

    def about(self, person: Person) -> Self:
        return self.filter(person__in=person.record_ids())

    def covered_by(self, plan: models.Model, line: int) -> Self:
        """What a line of a plan covers."""
        return self.filter(state=State.COVERED, plan=plan.pk, line=line)

    def at_or_below(self, paths: Iterable[str]) -> Self:
        return self.filter(unit__in=Unit.objects.below(paths).values("pk"))

    def most_pressing_first(self) -> Self:
        return self.order_by(
            "priority__position", F("needed_by").asc(nulls_last=True), "-heads", "pk"
        )

    def visible_to(
        self,
        user: User,
        *,
        on: date,
        permission: Permission = Permission.PLANNING_NEED_VIEW,
    ) -> Self:
        """Needs of units in his reach.

        Source: docs/architecture.md, rule 4 (scope at the door).
        """
        if user.reach(permission, on=on).everywhere:
            return self
        units = Unit.objects.visible_to(user, on=on, permission=permission)
        return self.filter(unit__in=units.values("pk"))

    def asked_by(self, user: User) -> Self:
        """Requests that he made for others."""
        return self.filter(source=REQUEST, asked_entry__actor=user)

    def own(self, user: User) -> Self:
        """His own, whoever asked."""
        return self.filter(person__in=own_records(user))


class NeedFacts(models.Model):
    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, null=True, related_name="+"
    )
    wish = models.CharField(max_length=300, blank=True)
    heads = models.PositiveIntegerField()
    priority = models.ForeignKey(
        Priority, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    needed_by = models.DateField(null=True)
    judged_on = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    into = models.ForeignKey(
        "planning.Need", on_delete=models.PROTECT, null=True, related_name="+"
    )
    plan = models.ForeignKey(
        "planning.Plan", on_delete=models.PROTECT, null=True, related_name="+"
    )
    line = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    accepted_on = models.DateField(null=True)

    class Meta:
        abstract = True


class Need(NeedFacts, Recorded):
    """So many heads of a unit need a course: ordered, found by the judge, or asked for.

    source: a key of `models.sources`. profile, criterion: by what the judge found it;
    the people behind it are asked of the judge anew, never stored. wish: in words,
    until a course covers it. answer_by: until when a request is to be answered.
    plan, line: the plan that covers it, and the number of the line in it.
    reason: why it was rejected, or what the answer to a request says.
    """

    level = models.CharField(max_length=12, choices=Level)
    source = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+"
    )
    profile = models.ForeignKey(
        Profile, on_delete=models.PROTECT, null=True, related_name="+"
    )
    criterion = models.CharField(max_length=60, blank=True)
    asked_entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    answer_by = models.DateField(null=True)
    sample = models.BooleanField(default=False)

    objects = NeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="need_of_a_person_is_of_one_head",
                condition=Q(level=Level.PERSON, person__isnull=False, heads=1)
                | ~Q(level=Level.PERSON) & Q(person=None),
            ),
            models.CheckConstraint(
                name="need_names_a_course_or_a_wish",
                condition=Q(course__isnull=False) | ~Q(wish=""),
            ),
            models.CheckConstraint(name="need_has_heads", condition=Q(heads__gte=1)),
            models.CheckConstraint(
                name="need_is_merged_into_another",
                condition=Q(state=State.MERGED, into__isnull=False) & ~Q(into=F("pk"))
                | ~Q(state=State.MERGED) & Q(into=None),
            ),
            models.CheckConstraint(
                name="need_is_rejected_with_a_reason",
                condition=~Q(state=State.REJECTED) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="need_is_covered_by_a_line_of_a_plan",
                condition=Q(state=State.COVERED, plan__isnull=False, line__isnull=False)
                | ~Q(state=State.COVERED) & Q(plan=None, line=None),
            ),
            models.CheckConstraint(
                name="need_of_the_judge_names_profile_and_day",
                condition=~Q(source=VERDICT)
                | Q(profile__isnull=False, judged_on__isnull=False) & ~Q(criterion=""),
            ),
            models.UniqueConstraint(
                name="need_of_the_judge_open_once",
                fields=["unit", "profile", "criterion"],
                condition=Q(source=VERDICT, state=State.OPEN),
            ),
            models.UniqueConstraint(
                name="need_of_a_person_for_a_course_open_once",
                fields=["person", "course"],
                condition=Q(level=Level.PERSON, state=State.OPEN, course__isnull=False),
            ),
            models.UniqueConstraint(
                name="need_of_a_person_in_words_open_once",
                fields=["person", "wish"],
                condition=Q(level=Level.PERSON, state=State.OPEN, course=None),
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"], name="need_in_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.course_id or self.wish} for {self.heads}"

    @property
    def source_words(self) -> str:
        return source_words(self.source)

    @property
    def is_answered(self) -> bool:
        return self.accepted_on is not None or self.state != State.OPEN


class FormerNeed(NeedFacts, Former):
    """What a need said before an act."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="former")

    class Meta:
        indexes = [models.Index(fields=["need", "recorded_at"], name="former_need")]

    def __str__(self) -> str:
        return f"former state of {self.need_id}"
