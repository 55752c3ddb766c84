"""Taking back an act of naming: everybody it brought into a run leaves it again.

Few leave while the officer waits, many by a worker, batch by batch: each batch is
whole, and the entry that says who took them back, and why, is all the worker needs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from karamad.cycle.delivery.actions import nominating
from karamad.cycle.delivery.actions.ending import end_all
from karamad.cycle.delivery.actions.holding import Held, hold, locked_run
from karamad.cycle.delivery.actions.promoting import promote_all
from karamad.cycle.delivery.actions.refusing import NotTakenBack, ReasonMissing
from karamad.cycle.delivery.actions.telling import tell
from karamad.cycle.delivery.models import (
    Enrolment,
    EnrolmentState,
    Nomination,
    Run,
)
from karamad.cycle.delivery.models.enrolments import EnrolmentQuerySet
from karamad.cycle.delivery.models.nominations import Progress
from karamad.cycle.delivery.rules.unnaming import Naming, Stays, why_they_stay
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit
from karamad.trust.audit.models import Entry

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class TakenBack:
    """How many had a place, waited, were asked for; how many of others moved up.

    left: brought in by the same act, and gone or in another run before. risen: None
    where a worker is still to take them out; others move up when the last has left.
    """

    placed: int
    waiting: int
    asked: int
    left: int
    risen: int | None

    @property
    def people(self) -> int:
        return self.placed + self.waiting + self.asked


def why_stay(made: Nomination, run: Run, on: date) -> Stays | None:
    """Return why those whom an act brought in stay; None: it may be taken back."""
    naming = Naming(
        at_work=not made.is_over,
        undone=made.is_taken_back,
        standing=not (run.is_cancelled or run.is_closed),
        first_day=run.first_day,
        people=still_in(made).count(),
    )
    return why_they_stay(naming, on)


def still_in(made: Nomination) -> EnrolmentQuerySet:
    """Return those whom an act brought in and who are there yet."""
    return Enrolment.objects.filter(nomination=made).living()


@transaction.atomic
def take_back(
    *, nomination: Nomination, reason: str, by: User, at: datetime
) -> TakenBack:
    """Take back everybody whom an act of naming brought in; who waits moves up.

    Whoever had a place or a turn is told why. Few leave before this returns; else
    `tasks.start` is to be called, and a worker takes them out.
    Errors: ReasonMissing; NotTakenBack.
    """
    if not reason.strip():
        raise ReasonMissing
    made = _locked(nomination.pk)
    people = set(still_in(made).values_list("person", flat=True))
    at_once = len(people) <= nominating.BATCH
    held = hold(made.run_id, people) if at_once else Held(locked_run(made.run_id), ())
    if why := why_stay(made, held.run, localdate(at)):
        raise NotTakenBack(why)
    were = Counter(still_in(made).values_list("state", flat=True))
    entry = audit.record(
        act="delivery:nomination:take-back",
        subject=("nomination", made.pk),
        by=by,
        at=at,
        after={"people": were.total(), "reason": reason},
    )
    made.taken_back, made.progress = entry, Progress.UNDOING
    made.heard_at, made.tries = at, 0
    made.save(update_fields=["taken_back", "progress", "heard_at", "tries"])
    risen = None
    if at_once:
        rows = list(still_in(made).select_for_update(of=("self",)).order_by("pk"))
        risen = _leave(made, entry, rows, held, is_last=True)
    return TakenBack(
        placed=were[EnrolmentState.PLACED],
        waiting=were[EnrolmentState.WAITING],
        asked=were[EnrolmentState.ASKED],
        left=made.placed + made.waiting + made.asked - were.total(),
        risen=risen,
    )


def run(nomination_id: int, *, clock: Clock) -> Nomination:
    """Take out whom an act is still to take back, one transaction a batch.

    Stops without a word when it is over; two workers at once share the work.
    """
    with transaction.atomic():
        made = _locked(nomination_id)
        if made.is_undoing:
            made.heard_at, made.tries = clock(), made.tries + 1
            made.save(update_fields=["heard_at", "tries"])
    while made.is_undoing:
        with transaction.atomic():
            made = _locked(nomination_id)
            if made.is_undoing and made.taken_back is not None:
                _leave_in_batch(made, made.taken_back, clock())
    return made


def _leave_in_batch(made: Nomination, entry: Entry, at: datetime) -> None:
    # Who waits leaves before whoever has a place (so do the words of the states stand):
    # nobody is given a place here from which he is taken the moment after.
    ordered = still_in(made).order_by("-state", "pk")
    keys = list(ordered.values_list("pk", "person")[: nominating.BATCH + 1])
    batch = dict(keys[: nominating.BATCH])
    held = hold(made.run_id, set(batch.values()))
    rows = still_in(made).filter(pk__in=batch).select_for_update(of=("self",))
    is_last = len(keys) <= nominating.BATCH
    made.heard_at, made.tries = at, 0
    _leave(made, entry, list(rows.order_by("pk")), held, is_last=is_last)


def _leave(
    made: Nomination, entry: Entry, rows: list[Enrolment], held: Held, *, is_last: bool
) -> int:
    """Let rows that are held leave; returns how many of others moved up in the run.

    There they move up when the last has left, elsewhere as soon as they can.
    """
    at, by = made.heard_at, entry.actor
    if by is not None:
        by.acting_for = entry.acting_for
    told = [row for row in rows if row.state != EnrolmentState.ASKED]
    reason = made.said_at_taking_back()["reason"]
    end_all(rows, EnrolmentState.UNNAMED, reason, entry=entry, at=at)
    tell(held.run, told, at=at)
    risen = promote_all(held.all if is_last else held.others, by=by, at=at)
    if is_last:
        made.progress = Progress.UNDONE
    made.save(update_fields=["progress", "heard_at", "tries"])
    return len(risen.get(held.run.pk, ()))


def _locked(key: int) -> Nomination:
    rows = Nomination.objects.select_for_update(of=("self",))
    return rows.select_related("taken_back__actor", "taken_back__acting_for").get(
        pk=key
    )
