"""Taking back an act of naming: everybody it brought into a run leaves it again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from karamad.cycle.delivery.actions.ending import end_all
from karamad.cycle.delivery.actions.holding import hold
from karamad.cycle.delivery.actions.promoting import promote_all
from karamad.cycle.delivery.actions.refusing import NotTakenBack, ReasonMissing
from karamad.cycle.delivery.actions.telling import tell
from karamad.cycle.delivery.models import Enrolment, EnrolmentState, Nomination, Run
from karamad.cycle.delivery.models.nominations import Progress
from karamad.cycle.delivery.rules.unnaming import Naming, Stays, why_they_stay
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit


@dataclass(frozen=True, slots=True)
class TakenBack:
    """How many had a place, waited, were asked for; how many of others moved up.

    left: brought in by the same act, and gone or in another run before.
    """

    placed: int
    waiting: int
    asked: int
    left: int
    risen: int

    @property
    def people(self) -> int:
        return self.placed + self.waiting + self.asked


def why_stay(made: Nomination, run: Run, on: date) -> Stays | None:
    """Return why those whom an act brought in stay; None: it may be taken back."""
    naming = Naming(
        at_work=not made.is_over,
        undone=made.progress == Progress.UNDONE,
        standing=not (run.is_cancelled or run.is_closed),
        first_day=run.first_day,
        people=Enrolment.objects.filter(nomination=made).living().count(),
    )
    return why_they_stay(naming, on)


@transaction.atomic
def take_back(
    *, nomination: Nomination, reason: str, by: User, at: datetime
) -> TakenBack:
    """Take back everybody whom an act of naming brought in; who waits moves up.

    Whoever had a place or a turn is told why. Errors: ReasonMissing; NotTakenBack.
    """
    if not reason.strip():
        raise ReasonMissing
    made = Nomination.objects.select_for_update().get(pk=nomination.pk)
    mine = Enrolment.objects.filter(nomination=made).living()
    held = hold(made.run_id, set(mine.values_list("person", flat=True)))
    if why := why_stay(made, held.run, localdate(at)):
        raise NotTakenBack(why)
    rows = list(mine.select_for_update(of=("self",)).order_by("pk"))
    were = Counter(row.state for row in rows)
    told = [row for row in rows if row.state != EnrolmentState.ASKED]
    entry = audit.record(
        act="delivery:nomination:take-back",
        subject=("nomination", made.pk),
        by=by,
        at=at,
        after={"people": len(rows), "reason": reason},
    )
    end_all(rows, EnrolmentState.UNNAMED, reason, entry=entry, at=at)
    made.progress = Progress.UNDONE
    made.save(update_fields=["progress"])
    tell(held.run, told, at=at)
    risen = promote_all(held.all, by=by, at=at)[held.run.pk]
    return TakenBack(
        placed=were[EnrolmentState.PLACED],
        waiting=were[EnrolmentState.WAITING],
        asked=were[EnrolmentState.ASKED],
        left=made.placed + made.waiting + made.asked - len(rows),
        risen=len(risen),
    )
