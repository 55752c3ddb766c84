"""Taking back what ended a request a moment ago: it stands again where it stood."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from karamad.cycle.delivery.actions.chains import follow
from karamad.cycle.delivery.actions.gathering import applicants, offer_of
from karamad.cycle.delivery.actions.holding import hold
from karamad.cycle.delivery.actions.promoting import promote
from karamad.cycle.delivery.actions.refusing import Refused, TooLate
from karamad.cycle.delivery.actions.telling import tell, tell_standing_again
from karamad.cycle.delivery.models import Enrolment, EnrolmentState, Run
from karamad.cycle.delivery.rules import seating
from karamad.cycle.delivery.rules.regretting import may_regret
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit


@transaction.atomic
def come_back(*, enrolment: Enrolment, by: User, at: datetime) -> Enrolment:
    """Take back that one withdrew a moment ago: the old turn, and a place if free.

    Who moved up meanwhile keeps the place. Errors: TooLate; Refused, every reason.
    """
    run, row = _regretted(enrolment, EnrolmentState.WITHDRAWN, by=by, at=at)
    agreed = row.steps_agreed >= len(run.chain)
    state = EnrolmentState.WAITING if agreed else EnrolmentState.ASKED
    _stand_again(row, state, act="delivery:enrolment:come-back", by=by, at=at)
    promote(run, by=by, at=at)
    row.refresh_from_db()
    if row.state == EnrolmentState.WAITING:
        tell(run, [row], at=at)
    return row


@transaction.atomic
def recall(*, enrolment: Enrolment, by: User, at: datetime) -> Enrolment:
    """Take back that one declined somebody a moment ago, and tell him.

    He keeps the moment he asked and the agreements he had; where the chain was changed
    meanwhile, he stands where they bring him. Errors: TooLate; Refused, every reason.
    """
    run, row = _regretted(enrolment, EnrolmentState.DECLINED, by=by, at=at)
    asked = EnrolmentState.ASKED
    _stand_again(row, asked, act="delivery:enrolment:take-back", by=by, at=at)
    if follow(run, [(row, row)]):
        promote(run, by=by, at=at)
        row.refresh_from_db()
    if row.state == EnrolmentState.ASKED:
        tell_standing_again(run, row, at=at)
    elif row.state == EnrolmentState.WAITING:
        tell(run, [row], at=at)
    return row


def _regretted(
    enrolment: Enrolment, state: EnrolmentState, *, by: User, at: datetime
) -> tuple[Run, Enrolment]:
    """Hold what `by` ended so a moment ago, with its run, if nothing is in its way.

    Errors: TooLate, also where the naming it came by was taken back; Refused.
    """
    human = enrolment.person.merged_into_id or enrolment.person_id
    run = hold(enrolment.run_id, more=[enrolment.person_id, human]).run
    rows = Enrolment.objects.select_for_update(of=("self",))
    row = rows.select_related("entry", "nomination").get(pk=enrolment.pk)
    if row.state != state or row.entry.actor_id != by.pk:
        raise TooLate
    if row.nomination and row.nomination.is_taken_back:
        raise TooLate
    if not may_regret(done_at=row.recorded_at, at=at):
        raise TooLate
    on = localdate(at)
    applicant = applicants([human], run, on=on)[human]
    found = seating.refusals(applicant, offer_of(run), on, himself=False)
    if found:
        raise Refused(found)
    return run, row


def _stand_again(
    row: Enrolment, state: EnrolmentState, *, act: str, by: User, at: datetime
) -> None:
    row.entry = audit.record(
        act=act,
        subject=("enrolment", row.pk),
        by=by,
        at=at,
        before={"state": row.state},
        after={"state": state.value},
    )
    row.state, row.reason, row.recorded_at = state, "", at
    row.save()
