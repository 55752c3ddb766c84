"""What stands between one person and a place: every reason, and his turn in line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from karamad.cycle.delivery.actions.gathering import applicants, offer_of
from karamad.cycle.delivery.actions.holding import hold
from karamad.cycle.delivery.actions.promoting import promote
from karamad.cycle.delivery.actions.refusing import Refused, TooLate
from karamad.cycle.delivery.actions.telling import tell
from karamad.cycle.delivery.models import Enrolment, EnrolmentState, Run
from karamad.cycle.delivery.models.nominations import Progress
from karamad.cycle.delivery.rules import seating
from karamad.cycle.delivery.rules.regretting import may_regret
from karamad.cycle.delivery.rules.seating import Refusal
from karamad.registers.people.models import Person
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit


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


@transaction.atomic
def come_back(*, enrolment: Enrolment, by: User, at: datetime) -> Enrolment:
    """Take back that one withdrew a moment ago: the old turn, and a place if free.

    Who moved up meanwhile keeps the place. Errors: TooLate; Refused with every reason.
    """
    human = enrolment.person.merged_into_id or enrolment.person_id
    run = hold(enrolment.run_id, more=[enrolment.person_id, human]).run
    rows = Enrolment.objects.select_for_update(of=("self",))
    row = rows.select_related("entry", "nomination").get(pk=enrolment.pk)
    if row.state != EnrolmentState.WITHDRAWN or row.entry.actor_id != by.pk:
        raise TooLate
    if row.nomination and row.nomination.progress == Progress.UNDONE:
        raise TooLate
    if not may_regret(done_at=row.recorded_at, at=at):
        raise TooLate
    on = localdate(at)
    applicant = applicants([human], run, on=on)[human]
    found = seating.refusals(applicant, offer_of(run), on, himself=False)
    if found:
        raise Refused(found)
    agreed = row.steps_agreed >= len(run.chain)
    row.state = EnrolmentState.WAITING if agreed else EnrolmentState.ASKED
    row.reason = ""
    row.entry = audit.record(
        act="delivery:enrolment:come-back",
        subject=("enrolment", row.pk),
        by=by,
        at=at,
        before={"state": EnrolmentState.WITHDRAWN.value},
        after={"state": row.state},
    )
    row.recorded_at = at
    row.save()
    promote(run, by=by, at=at)
    row.refresh_from_db()
    if row.state == EnrolmentState.WAITING:
        tell(run, [row], at=at)
    return row
