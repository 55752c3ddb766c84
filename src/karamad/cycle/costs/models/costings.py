"""Which line of a plan a run carries out; what it cost hangs on the same row."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q

from karamad.cycle.delivery.models import Run
from karamad.cycle.planning.models import Plan
from karamad.trust.audit.models import Recorded


class CostingQuerySet(models.QuerySet["Costing"]):
    def of(self, plans: models.QuerySet[Any, Any]) -> Self:
        """Of runs that carry out lines of these plans."""
        return self.filter(plan__in=plans.values("pk"))

    def outside_of_plans(self) -> Self:
        return self.filter(plan=None)

    def live_on(self, day: date) -> Self:
        """Of runs announced and not called off by a day."""
        off = Q(run__cancelled_on__isnull=False, run__cancelled_on__lte=day)
        return self.filter(run__published_at__isnull=False).exclude(off)

    def billed_by(self, day: date) -> Self:
        """With an invoice issued by a day that stands."""
        off = Q(invoices__cancelled_on__isnull=False, invoices__cancelled_on__lte=day)
        billed = Costing.objects.filter(~off, invoices__issued_on__lte=day)
        return self.filter(pk__in=billed.values("pk"))

    def held_by(self, day: date) -> Self:
        """Of runs whose last session was on or before a day."""
        return self.live_on(day).filter(run__last_day__lte=day)


class Costing(Recorded):
    """A run's own row among the costs. plan, line: what it carries out, if anything.

    line: the number of the line, the same in every version of the plan.
    """

    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, null=True, related_name="+"
    )
    line = models.PositiveSmallIntegerField(null=True)

    objects = CostingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="costing_names_plan_and_line_or_neither",
                condition=Q(plan=None, line=None)
                | Q(plan__isnull=False, line__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["plan", "line"], name="costing_of_line")]

    def __str__(self) -> str:
        return f"{self.run_id} carries out {self.plan_id}/{self.line}"
