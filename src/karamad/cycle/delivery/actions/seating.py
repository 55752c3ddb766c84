"""Asking for a place, being named for one, agreeing, giving it up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from karamad.cycle.delivery.actions.gathering import applicants, offer_of
from karamad.cycle.delivery.actions.holding import hold, lock_calendars, locked_run
from karamad.cycle.delivery.actions.promoting import free_of, promote, promote_all
from karamad.cycle.delivery.actions.refusing import (
    NotHisStep,
    NotLiving,
    ReasonMissing,
    Refused,
)
from karamad.cycle.delivery.actions.telling import tell
from karamad.cycle.delivery.models import (
    Admission,
    Approval,
    Enrolment,
    EnrolmentState,
    Nomination,
    Run,
)
from karamad.cycle.delivery.rules import seating
from karamad.cycle.delivery.rules.seating import Refusal
from karamad.registers.people.models import Person
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit
from karamad.trust.audit.models import Entry

ENDED = (
    EnrolmentState.WITHDRAWN,
    EnrolmentState.DECLINED,
    EnrolmentState.RELEASED,
    EnrolmentState.MOVED,
    EnrolmentState.UNNAMED,
)


@dataclass(frozen=True, slots=True)
class Seated:
    """What became of those who were named: placed, waiting, asked; refused with why."""

    enrolled: tuple[Enrolment, ...]
    refused: dict[int, tuple[Refusal, ...]]


# ---- coming in --------------------------------------------------------------


@transaction.atomic
def ask(*, person: Person, run: Run, by: User, at: datetime) -> Enrolment:
    """Ask for a place for oneself: a place, a turn in line, or a chain to go through.

    Errors: Refused with every reason.
    """
    seated = _seat([person.pk], run, Admission.OPEN, by, at)
    if seated.refused:
        raise Refused(seated.refused[person.pk])
    return seated.enrolled[0]


@transaction.atomic
def nominate(
    *,
    people: Collection[int],
    run: Run,
    by: User,
    at: datetime,
    nomination: Nomination | None = None,
) -> Seated:
    """Name people for a run, thousands at once; the refused do not hold up the others.

    people: keys of persons, whom `by` may see. In the order given they take the places
    and then the turns in line. A chain is asked of those named as of those who ask;
    who is sent by an order goes through none. nomination: the act they are named by.
    """
    run = Run.objects.get(pk=run.pk)
    way = Admission.ORDER if run.admission == Admission.ORDER else Admission.NOMINATION
    return _seat(list(dict.fromkeys(people)), run, way, by, at, nomination)


def _seat(
    people: Sequence[int],
    run: Run,
    way: Admission,
    by: User,
    at: datetime,
    nomination: Nomination | None = None,
) -> Seated:
    run = locked_run(run.pk)
    waiting = list(
        Enrolment.objects.filter(run=run).waiting().values_list("person", flat=True)
    )
    lock_calendars({*people, *waiting})
    refused = _refusals(people, run, way, localdate(at))
    welcome = [person for person in people if person not in refused]
    if not welcome:
        return Seated((), refused)
    entry = audit.record(
        act="delivery:enrolment:record",
        subject=("run", run.code),
        by=by,
        at=at,
        after={"way": way.value, "people": len(welcome), "refused": len(refused)},
    )
    states = _states(run, way, len(welcome), waited_for=bool(waiting))
    # One row a person and run: who comes again takes up his old one.
    former = {
        row.person_id: row
        for row in Enrolment.objects.filter(run=run, person__in=welcome)
    }
    rows, new = [], []
    for person, state in zip(welcome, states, strict=True):
        row = former.get(person)
        if row is None:
            row = Enrolment(run=run, person_id=person)
            new.append(row)
        row.state, row.way = state, way
        row.asked_at = row.in_line_since = row.recorded_at = at
        row.entry, row.steps_agreed, row.reason, row.jumped = entry, 0, "", ""
        row.held_back, row.nomination = [], nomination
        rows.append(row)
    Approval.objects.filter(enrolment__in=former.values()).delete()
    Enrolment.objects.bulk_update(former.values(), _ALL)
    Enrolment.objects.bulk_create(new)
    # Those who waited may be kept elsewhere, and a place go on to who comes now.
    risen = promote(run, by=by, at=at) if waiting else []
    told = {row.pk: row for row in risen}
    rows = [told.get(row.pk, row) for row in rows]
    tell(run, [row for row in rows if row.pk not in told], at=at)
    return Seated(tuple(rows), refused)


_ALL = (
    "state",
    "way",
    "asked_at",
    "in_line_since",
    "steps_agreed",
    "reason",
    "jumped",
    "held_back",
    "nomination",
    "recorded_at",
    "entry",
)


def _refusals(
    people: Sequence[int], run: Run, way: Admission, on: date
) -> dict[int, tuple[Refusal, ...]]:
    offer = offer_of(run)
    himself = way == Admission.OPEN
    found = {
        person: seating.refusals(applicant, offer, on, himself=himself)
        for person, applicant in applicants(people, run, on=on).items()
    }
    return {person: refusals for person, refusals in found.items() if refusals}


def _states(
    run: Run, way: Admission, people: int, *, waited_for: bool
) -> list[EnrolmentState]:
    """The states of so many who come in now: places while there are any."""
    if run.chain and way != Admission.ORDER:
        return [EnrolmentState.ASKED] * people
    # Whoever waits already stands before those who come now.
    free = 0 if waited_for else free_of(run)
    placed = min(free, people)
    return [
        *[EnrolmentState.PLACED] * placed,
        *[EnrolmentState.WAITING] * (people - placed),
    ]


# ---- the chain --------------------------------------------------------------


@transaction.atomic
def agree(*, enrolment: Enrolment, role: str, by: User, at: datetime) -> Enrolment:
    """Agree to a place at the step that is this role's; the last one gives the place.

    Errors: NotHisStep when the next step is another's, NotLiving when it is decided.
    """
    run, row = _locked(enrolment)
    step = _step(run, row, role)
    entry = _decided(row, "agree", by, at, {"step": step, "role": role})
    Approval.objects.create(
        enrolment=row, step=step, role=role, agreed=True, decided_by=by, decided_at=at
    )
    row.steps_agreed = step + 1
    if row.steps_agreed == len(run.chain):
        row.state = EnrolmentState.WAITING
        row.in_line_since = row.asked_at
    _save(row, entry, at)
    if row.state == EnrolmentState.WAITING:
        promote(run, by=by, at=at)
        row.refresh_from_db()
    if row.state == EnrolmentState.WAITING:
        tell(run, [row], at=at)
    return row


@transaction.atomic
def decline(
    *, enrolment: Enrolment, role: str, reason: str, by: User, at: datetime
) -> Enrolment:
    """Decline a place at the step that is this role's, with a reason.

    Errors: ReasonMissing, NotHisStep, NotLiving.
    """
    if not reason.strip():
        raise ReasonMissing
    run, row = _locked(enrolment)
    step = _step(run, row, role)
    entry = _decided(row, "decline", by, at, {"step": step, "reason": reason})
    Approval.objects.create(
        enrolment=row,
        step=step,
        role=role,
        agreed=False,
        reason=reason,
        decided_by=by,
        decided_at=at,
    )
    row.state, row.reason = EnrolmentState.DECLINED, reason
    _save(row, entry, at)
    tell(run, [row], at=at)
    return row


def _step(run: Run, row: Enrolment, role: str) -> int:
    if row.state != EnrolmentState.ASKED:
        raise NotLiving(row.state)
    if run.chain[row.steps_agreed] != role:
        raise NotHisStep(run.chain[row.steps_agreed])
    return row.steps_agreed


# ---- going ------------------------------------------------------------------


@transaction.atomic
def withdraw(
    *, enrolment: Enrolment, reason: str = "", by: User, at: datetime
) -> list[Enrolment]:
    """Give up a place or a turn; whoever waits longest moves up.

    He may move up himself where he waits and was kept from by this place. Returns
    those who moved up in this run. Errors: NotLiving.
    """
    held = hold(enrolment.run_id, [enrolment.person_id])
    row = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    if row.state in ENDED:
        raise NotLiving(row.state)
    entry = _decided(row, "withdraw", by, at, {"reason": reason})
    row.state, row.reason = EnrolmentState.WITHDRAWN, reason
    _save(row, entry, at)
    return promote_all(held.all, by=by, at=at)[held.run.pk]


# ---- common -----------------------------------------------------------------


def _locked(enrolment: Enrolment) -> tuple[Run, Enrolment]:
    run = locked_run(enrolment.run_id)
    row = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    return run, row


def _decided(
    row: Enrolment, verb: str, by: User, at: datetime, said: dict[str, object]
) -> Entry:
    return audit.record(
        act=f"delivery:enrolment:{verb}",
        subject=("enrolment", row.pk),
        by=by,
        at=at,
        before={"state": row.state},
        after={name: value for name, value in said.items() if value != ""},
    )


def _save(row: Enrolment, entry: Entry, at: datetime) -> Enrolment:
    row.entry, row.recorded_at = entry, at
    row.save()
    return row
