"""Taking back that a request was declined: it stands again where it stood."""

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
from karamad.cycle.delivery.models import Enrolment, EnrolmentState
from karamad.cycle.delivery.rules import seating
from karamad.cycle.delivery.rules.regretting import may_regret
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit


@transaction.atomic
def recall(*, enrolment: Enrolment, by: User, at: datetime) -> Enrolment:
    """Take back that one declined somebody a moment ago, and tell him.

    He keeps the moment he asked and the agreements he had; where the chain was changed
    meanwhile, he stands where they bring him. Errors: TooLate; Refused, every reason.
    """
    human = enrolment.person.merged_into_id or enrolment.person_id
    run = hold(enrolment.run_id, more=[enrolment.person_id, human]).run
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related("entry")
    row = rows.get(pk=enrolment.pk)
    if row.state != EnrolmentState.DECLINED or row.entry.actor_id != by.pk:
        raise TooLate
    if not may_regret(done_at=row.recorded_at, at=at):
        raise TooLate
    on = localdate(at)
    applicant = applicants([human], run, on=on)[human]
    found = seating.refusals(applicant, offer_of(run), on, himself=False)
    if found:
        raise Refused(found)
    row.entry = audit.record(
        act="delivery:enrolment:take-back",
        subject=("enrolment", row.pk),
        by=by,
        at=at,
        before={"state": EnrolmentState.DECLINED.value},
        after={"state": EnrolmentState.ASKED.value},
    )
    row.state, row.reason, row.recorded_at = EnrolmentState.ASKED, "", at
    row.save()
    if follow(run, [(row, row)]):
        promote(run, by=by, at=at)
        row.refresh_from_db()
    if row.state == EnrolmentState.ASKED:
        tell_standing_again(run, row, at=at)
    elif row.state == EnrolmentState.WAITING:
        tell(run, [row], at=at)
    return row
