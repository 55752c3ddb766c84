"""What stands between one person and a place: every reason, and his turn in line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from karamad.cycle.delivery.actions.gathering import applicants, offer_of
from karamad.cycle.delivery.models import Enrolment, EnrolmentState, Run
from karamad.cycle.delivery.rules import seating
from karamad.cycle.delivery.rules.seating import Refusal
from karamad.registers.people.models import Person


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands in a run. turn: his place in line, the first is 1.

    refusals: why he cannot have a place; empty, and no enrolment: he may ask.
    """

    enrolment: Enrolment | None
    turn: int | None
    refusals: tuple[Refusal, ...]


def standing_of(person: Person, run: Run, *, at: datetime) -> Standing:
    """Return how a person stands in a run, and if not, what is in the way."""
    rows = Enrolment.objects.living().filter(run=run).of(person.record_ids())
    enrolment = rows.order_by("pk").first()
    if enrolment is not None:
        return Standing(enrolment, turn_of(enrolment), ())
    on = localdate(at)
    applicant = applicants([person.pk], run, on=on)[person.pk]
    found = seating.refusals(applicant, offer_of(run), on, himself=True)
    return Standing(None, None, found)


def turn_of(enrolment: Enrolment) -> int | None:
    """Return his place in line, the first is 1; None for one who does not wait."""
    if enrolment.state != EnrolmentState.WAITING:
        return None
    line = Enrolment.objects.filter(run=enrolment.run_id).waiting().in_line()
    return list(line.values_list("pk", flat=True)).index(enrolment.pk) + 1
