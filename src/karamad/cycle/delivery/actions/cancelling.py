"""Calling a run off: everyone in it is released, and told why."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from karamad.cycle.delivery.actions.announcing import change_run
from karamad.cycle.delivery.actions.ending import end_all
from karamad.cycle.delivery.actions.holding import hold, living
from karamad.cycle.delivery.actions.promoting import promote_all
from karamad.cycle.delivery.actions.refusing import NotStanding, ReasonMissing
from karamad.cycle.delivery.actions.telling import Told, tell, tell_called_off
from karamad.cycle.delivery.models import Enrolment, EnrolmentState, Run
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit


@transaction.atomic
def cancel(*, run: Run, reason: str, by: User, at: datetime) -> Told:
    """Call a run off for good; who asked, waited or had a place is released and told.

    So are its teachers, and the officers who named people. Its hours are free for
    others at once. Returns how many are told; learners: those released.
    Errors: ReasonMissing; NotStanding when it was called off or closed before.
    """
    if not reason.strip():
        raise ReasonMissing
    held = hold(run.pk, living(run))
    row = held.run
    if row.is_cancelled or row.is_closed:
        raise NotStanding
    changes = {"cancelled_on": localdate(at), "reason": reason}
    change_run(row, changes, "cancel", by, at)
    told = tell_called_off(row, entry=row.entry, at=at)
    released = list(
        Enrolment.objects.select_for_update(of=("self",))
        .filter(run=row)
        .living()
        .order_by("pk")
    )
    if released:
        _release(row, released, reason, by, at)
    # Whom this run kept from places elsewhere moves up there.
    promote_all(held.others, by=by, at=at)
    return Told(len(released), told.teachers, told.officers)


def _release(
    row: Run, released: list[Enrolment], reason: str, by: User, at: datetime
) -> None:
    entry = audit.record(
        act="delivery:enrolment:release",
        subject=("run", row.code),
        by=by,
        at=at,
        after={"people": len(released)},
    )
    end_all(released, EnrolmentState.RELEASED, reason, entry=entry, at=at)
    tell(row, released, at=at)
