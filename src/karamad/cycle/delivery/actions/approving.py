"""Agreeing to many at once, whatever runs they ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from karamad.cycle.delivery.actions import seating
from karamad.cycle.delivery.actions.holding import lock_calendars, locked_runs
from karamad.cycle.delivery.models import Enrolment, EnrolmentState
from karamad.trust.accounts.models import User


@dataclass(frozen=True, slots=True)
class Agreed:
    """What became of those agreed to. passed_by: decided meanwhile by somebody."""

    placed: int = 0
    waiting: int = 0
    asked: int = 0
    passed_by: int = 0

    @property
    def people(self) -> int:
        return self.placed + self.waiting + self.asked


@transaction.atomic
def agree_to_all(*, steps: Mapping[int, int], by: User, at: datetime) -> Agreed:
    """Agree to many, each at the step that was the officer's; in the order they asked.

    steps: by key of the enrolment, the step at which it was shown to him. Whoever was
    decided on meanwhile is passed by, and counted: the next step is another's.
    """
    # Every run first and then every person, by key: nobody waits in a circle.
    rows = Enrolment.objects.filter(pk__in=list(steps))
    runs = set(rows.values_list("run", flat=True))
    locked_runs(runs)
    concerned = Enrolment.objects.filter(run__in=runs).living()
    lock_calendars(sorted(set(concerned.values_list("person", flat=True))))
    asked = rows.filter(state=EnrolmentState.ASKED).select_related("run")
    agreed = []
    for row in asked.order_by("asked_at", "pk"):
        if row.steps_agreed != steps[row.pk]:
            continue
        role = row.run.chain[row.steps_agreed]
        agreed.append(seating.agree(enrolment=row, role=role, by=by, at=at).pk)
    states = list(
        Enrolment.objects.filter(pk__in=agreed).values_list("state", flat=True)
    )
    return Agreed(
        placed=states.count(EnrolmentState.PLACED),
        waiting=states.count(EnrolmentState.WAITING),
        asked=states.count(EnrolmentState.ASKED),
        passed_by=len(steps) - len(states),
    )
