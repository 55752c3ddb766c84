"""What came of it: scores, the rule of a class of courses, the outcome of each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from karamad.cycle.delivery.models.enrolments import Enrolment
from karamad.registers.courses.models import CourseClass
from karamad.registers.credentials.models import Completion
from karamad.registers.regulations.models import Document, Status
from karamad.trust.audit.models import Recorded, Superseding, SupersedingQuerySet


class ScoreKind(models.TextChoices):
    BEFORE = "before", _("پیش‌آزمون")
    AFTER = "after", _("پس‌آزمون")
    EXAM = "exam", _("آزمون پایانی")
    ASSIGNMENT = "assignment", _("تکلیف")


class Score(Superseding):
    """What somebody got in a run, of 100."""

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="scores"
    )
    kind = models.CharField(max_length=10, choices=ScoreKind)
    value = models.DecimalField(max_digits=5, decimal_places=2)
    taken_on = models.DateField()

    objects = SupersedingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="score_once_a_kind",
                fields=["enrolment", "kind"],
                condition=Q(superseded_at=None),
            ),
            models.CheckConstraint(
                name="score_of_a_hundred", condition=Q(value__range=(0, 100))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.kind} {self.value}"


class CompletionRuleQuerySet(SupersedingQuerySet["CompletionRule"]):
    def in_force_on(self, day: date) -> Self:
        lasting = Q(until_day=None) | Q(until_day__gt=day)
        return self.filter(lasting, from_day__lte=day)


class CompletionRule(Superseding):
    """What a class of courses asks of one who is to have completed one of them.

    course_class: empty is any class that has no rule of its own. Null numbers are not
    set: nobody has read them in a circular, and an officer is to set them.
    """

    course_class = models.CharField(max_length=12, choices=CourseClass, blank=True)
    least_share = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        null=True,
        help_text="Hundredths of the sessions' time at which one must have been.",
    )
    leave_counts = models.BooleanField(
        default=False, help_text="Leave counts as having been there."
    )
    least_score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    asks_exam = models.BooleanField(default=True)
    asks_assignment = models.BooleanField(default=False)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, related_name="+"
    )
    status = models.CharField(max_length=12, choices=Status, blank=True)
    from_day = models.DateField()
    until_day = models.DateField(null=True)

    objects = CompletionRuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="completion_rule_share_of_a_hundred",
                condition=Q(least_share=None) | Q(least_share__range=(0, 100)),
            ),
            models.CheckConstraint(
                name="completion_rule_score_of_a_hundred",
                condition=Q(least_score=None) | Q(least_score__range=(0, 100)),
            ),
            models.CheckConstraint(
                name="completion_rule_ends_after_it_starts",
                condition=Q(until_day=None) | Q(until_day__gt=F("from_day")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_class} from {self.from_day}"


class Result(models.TextChoices):
    PASSED = "passed", _("گذراند")
    FAILED = "failed", _("نگذراند")
    OPEN = "open", _("هنوز معلوم نیست")


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    def of(self, records: Iterable[int]) -> Self:
        """Outcomes of these records of people."""
        return self.filter(enrolment__person__in=records)

    def in_the_register(self) -> Self:
        """Those who passed and have a completion for it."""
        return self.filter(result=Result.PASSED, completion__passed=True)


class Outcome(Recorded):
    """What a run came to for one person, and why; computed again at any time.

    reasons: the grounds, as the rule gave them. completion: what the register got.
    """

    enrolment = models.OneToOneField(
        Enrolment, on_delete=models.PROTECT, related_name="outcome"
    )
    result = models.CharField(max_length=8, choices=Result)
    share = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    reasons = models.JSONField(default=list)
    rule = models.ForeignKey(
        CompletionRule, on_delete=models.PROTECT, null=True, related_name="+"
    )
    completion = models.ForeignKey(
        Completion, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = OutcomeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.result}"
