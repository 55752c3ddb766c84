"""The plan of a unit for a year: versions, lines, budget, comments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _

from karamad.cycle.planning.models.tariffs import CustomerWord, VenueWord
from karamad.kernel.text import fold_digits, search_key
from karamad.registers.competencies.models import Profile
from karamad.registers.courses.models import Course, Mode, Provider
from karamad.registers.people.models import Unit
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission
from karamad.trust.audit.models import Entry, Recorded


class PlanQuerySet(models.QuerySet["Plan"]):
    def of_year(self, year: int) -> Self:
        return self.filter(year=year)

    def at_or_below(self, paths: Iterable[str]) -> Self:
        return self.filter(unit__in=Unit.objects.below(paths).values("pk"))

    def visible_to(
        self,
        user: User,
        *,
        on: date,
        permission: Permission = Permission.PLANNING_PLAN_VIEW,
    ) -> Self:
        """Plans of units in his reach.

        Source: docs/architecture.md, rule 4 (scope at the door).
        """
        if user.reach(permission, on=on).everywhere:
            return self
        units = Unit.objects.visible_to(user, on=on, permission=permission)
        return self.filter(unit__in=units.values("pk"))


class Plan(Recorded):
    """What a unit trains in a Jalali year: one plan, which lives in versions."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    sample = models.BooleanField(default=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="plan_once_a_unit_and_year", fields=["unit", "year"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}/{self.year}"


class VersionState(models.TextChoices):
    DRAFT = "draft", _("پیش‌نویس")
    REVIEW = "review", _("در بررسی")
    APPROVED = "approved", _("مصوب")
    REPLACED = "replaced", _("جایگزین‌شده")
    CLOSED = "closed", _("اجراشده")


UNDER_WORK = (VersionState.DRAFT, VersionState.REVIEW)
IN_FORCE = (VersionState.APPROVED, VersionState.CLOSED)


class VersionQuerySet(models.QuerySet["Version"]):
    def under_work(self) -> Self:
        return self.filter(state__in=UNDER_WORK)

    def drafts(self) -> Self:
        return self.filter(state=VersionState.DRAFT)

    def given_back(self) -> Self:
        """Drafts that the working group has read and sent back."""
        return self.drafts().filter(submitted__isnull=False)

    def under_review(self) -> Self:
        return self.filter(state=VersionState.REVIEW)

    def in_force(self) -> Self:
        """Those approved, carried out or not: what a year's plan is."""
        return self.filter(state__in=IN_FORCE)

    def latest_first(self) -> Self:
        return self.order_by("-number")


class Version(Recorded):
    """A state of a plan. Approved it is frozen; a change is the next version beside it.

    note: why it was amended, given back or closed; noted: the act that said so.
    submitted, decided: the acts.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=8, choices=VersionState, default=VersionState.DRAFT
    )
    note = models.CharField(max_length=500, blank=True)
    noted = models.ForeignKey(
        Entry, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    submitted = models.ForeignKey(
        Entry, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided = models.ForeignKey(
        Entry, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="version_number_once", fields=["plan", "number"]
            ),
            models.UniqueConstraint(
                name="plan_has_one_version_under_work",
                fields=["plan"],
                condition=Q(state__in=UNDER_WORK),
            ),
            models.UniqueConstraint(
                name="plan_has_one_version_in_force",
                fields=["plan"],
                condition=Q(state__in=IN_FORCE),
            ),
            models.CheckConstraint(
                name="version_in_force_was_sent_and_decided",
                condition=~Q(state__in=IN_FORCE)
                | Q(submitted__isnull=False, decided__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}, version {self.number}"

    @property
    def is_draft(self) -> bool:
        return self.state == VersionState.DRAFT


class LineQuerySet(models.QuerySet["Line"]):
    def in_force(self) -> Self:
        """Lines of plans that were approved."""
        return self.filter(version__state__in=IN_FORCE)

    def under_work(self) -> Self:
        return self.filter(version__state__in=UNDER_WORK)

    def of_year(self, year: int) -> Self:
        return self.filter(version__plan__year=year)

    def of(self, plans: models.QuerySet[Any, Any]) -> Self:
        return self.filter(version__plan__in=plans.values("pk"))

    def of_course(self, words: str) -> Self:
        """Lines of a course by its code, or by words of its title."""
        code = fold_digits(words)
        title = search_key(words)
        return self.filter(
            Q(course__code__iexact=code) | Q(course__search_key__contains=title)
        )

    def of_month(self, month: int) -> Self:
        return self.filter(month=month)

    def unpriced(self) -> Self:
        return self.filter(cost=None)

    def sums(self) -> dict[str, Any]:
        """Add up people, and the hours of all of them."""
        time = models.ExpressionWrapper(
            F("heads") * F("hours"),
            models.DecimalField(max_digits=20, decimal_places=2),
        )
        return self.aggregate(people=Sum("heads"), time=Sum(time))

    def in_order(self) -> Self:
        return self.order_by("month", "number", "pk")


class LineFacts(models.Model):
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=300)
    posts = models.JSONField(default=list, help_text="Codes of posts; may be empty.")
    profile = models.ForeignKey(
        Profile, on_delete=models.PROTECT, null=True, related_name="+"
    )
    heads = models.PositiveIntegerField()
    hours = models.DecimalField(max_digits=7, decimal_places=2)
    runs = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, null=True, related_name="+"
    )
    mode = models.CharField(max_length=12, choices=Mode, blank=True)
    customer = models.CharField(max_length=12, choices=CustomerWord)
    venue = models.CharField(max_length=8, choices=VenueWord)
    agreed = models.PositiveBigIntegerField(null=True)
    agreed_document = models.CharField(max_length=100, blank=True)
    cost = models.PositiveBigIntegerField(null=True)
    working = models.JSONField()

    class Meta:
        abstract = True


class Line(LineFacts, Recorded):
    """One course of a plan: for whom, how many, how long, when, by whom, at what cost.

    number: the same in every version of the plan; runs and needs go by it. hours: for
    each head; heads: over all runs. agreed: a price in rials agreed on by a document,
    which stands instead of the tariff. cost: whole rials; null where no price is known.
    working: how the cost came about, to be shown and worked out again.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveSmallIntegerField()

    objects = LineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="line_number_once_a_version", fields=["version", "number"]
            ),
            models.CheckConstraint(
                name="line_has_heads_hours_and_runs",
                condition=Q(heads__gte=1, hours__gt=0, runs__gte=1),
            ),
            models.CheckConstraint(
                name="line_is_of_a_month", condition=Q(month__range=(1, 12))
            ),
            models.CheckConstraint(
                name="line_price_agreed_by_a_document",
                condition=Q(agreed=None) | ~Q(agreed_document=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: line {self.number}"


class BudgetLine(Recorded):
    """Money for a plan's version, from one source. amount: whole rials."""

    version = models.ForeignKey(
        Version, on_delete=models.CASCADE, related_name="budget"
    )
    source = models.CharField(max_length=200)
    amount = models.PositiveBigIntegerField()
    document = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="budget_line_has_an_amount", condition=Q(amount__gt=0)
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.amount}"


class Comment(Recorded):
    """What somebody says of a version, or of one of its lines by number."""

    version = models.ForeignKey(
        Version, on_delete=models.CASCADE, related_name="comments"
    )
    line = models.PositiveSmallIntegerField(null=True)
    text = models.CharField(max_length=1000)

    class Meta:
        constraints = [
            models.CheckConstraint(name="comment_says_something", condition=~Q(text=""))
        ]

    def __str__(self) -> str:
        return self.text
