"""Moving up: free places go to those who wait longest; who cannot come is told why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from karamad.cycle.delivery.actions.alike import write_alike
from karamad.cycle.delivery.actions.gathering import applicants, offer_of
from karamad.cycle.delivery.actions.holding import lock_calendars, locked_run
from karamad.cycle.delivery.actions.humans import humans_of
from karamad.cycle.delivery.actions.refusing import NotLiving, ReasonMissing, Refused
from karamad.cycle.delivery.actions.telling import tell
from karamad.cycle.delivery.models import Enrolment, EnrolmentState, Run
from karamad.cycle.delivery.rules import seating
from karamad.cycle.delivery.rules.seating import Ground, Refusal, Waiting
from karamad.cycle.eligibility.actions.gathering import records_of
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit

Why = tuple[Refusal, ...]


def promote_all(
    runs: Iterable[Run], *, by: User | None, at: datetime
) -> dict[int, list[Enrolment]]:
    """Give the free places of several runs that are held; who moved up, by run."""
    return {run.pk: promote(run, by=by, at=at) for run in runs}


def promote(run: Run, *, by: User | None, at: datetime) -> list[Enrolment]:
    """Give the free places to those who wait longest; call it with the run locked.

    Whoever cannot come keeps his turn, and the next moves up; he and the audit are
    told why. Returns those who moved up.
    """
    ended = run.is_cancelled or run.is_closed
    if ended or not seating.moves_up_on(localdate(at), run.first_day):
        return []
    free, waiting = free_of(run), _waiting(run)
    if not free or not waiting:
        return []
    held = _held_back(run, waiting, at)
    turns = [Waiting(row.pk, row.in_line_since) for row in waiting.values()]
    chosen = seating.next_in_line(
        (each for each in turns if each.key not in held), free
    )
    risen, passed = set(chosen), _passed(turns, chosen, held, free)
    told = {key: plain(passed.get(key, ())) for key in waiting}
    differing = [
        row
        for row in waiting.values()
        if row.pk not in risen and row.held_back != told[row.pk]
    ]
    if not chosen and not differing:
        return []
    entry = audit.record(
        act="delivery:enrolment:promote",
        subject=("run", run.code),
        by=by,
        at=at,
        after={"enrolments": chosen, "kept_elsewhere": sorted(passed)},
    )
    ordered = [waiting[key] for key in chosen]
    placed = EnrolmentState.PLACED
    write_alike(ordered, state=placed, held_back=[], recorded_at=at, entry=entry)
    for row in differing:
        row.held_back = told[row.pk]
        row.recorded_at, row.entry = at, entry
    names = ("held_back", "recorded_at", "entry")
    Enrolment.objects.bulk_update(differing, names, batch_size=1_000)
    tell(run, ordered, at=at)
    return ordered


def _waiting(run: Run) -> dict[int, Enrolment]:
    rows = Enrolment.objects.filter(run=run).waiting().in_line()
    return {row.pk: row for row in rows}


def _passed(
    turns: list[Waiting], chosen: list[int], held: Mapping[int, Why], free: int
) -> dict[int, Why]:
    """Those whom a place that was free went past, each with why."""
    if len(chosen) < free:
        return dict(held)
    before = seating.passed_over(turns, chosen[-1])
    return {key: held[key] for key in before if key in held}


def _held_back(
    run: Run, waiting: Mapping[int, Enrolment], at: datetime
) -> dict[int, Why]:
    """Why each of those who cannot come cannot; by the key of his enrolment."""
    whose = humans_of(waiting.values())
    humans = {key: whose[row.person_id] for key, row in waiting.items()}
    lock_calendars({*humans.values(), *(row.person_id for row in waiting.values())})
    offer = offer_of(run)
    found = applicants(set(humans.values()), run, on=localdate(at))
    why = {
        human: seating.holding_back(applicant, offer)
        for human, applicant in found.items()
    }
    twice = _twice(run, humans)
    told = {
        key: (Refusal(Ground.ALREADY_ENROLLED),) if key in twice else why[human]
        for key, human in humans.items()
    }
    return {key: each for key, each in told.items() if each}


def _twice(run: Run, humans: Mapping[int, int]) -> set[int]:
    """Enrolments of people who sit in the run by another record, or stand before."""
    owners = records_of(set(humans.values()))
    placed = Enrolment.objects.filter(run=run, person__in=owners).placed()
    seen = {owners[record] for record in placed.values_list("person", flat=True)}
    twice = set()
    for key, human in humans.items():
        if human in seen:
            twice.add(key)
        seen.add(human)
    return twice


def plain(refusals: Iterable[Refusal]) -> list[list[str]]:
    """Return reasons as they are kept; see `models.Enrolment`."""
    return [[each.ground.value, each.about] for each in refusals]


def free_of(run: Run) -> int:
    """Return how many more people fit; call it with the run locked."""
    placed = Enrolment.objects.filter(run=run).placed().count()
    return seating.free_places(capacity=run.capacity, placed=placed)


@transaction.atomic
def let_in(*, enrolment: Enrolment, reason: str, by: User, at: datetime) -> Enrolment:
    """Give a free place to one who waits; before his turn only with a reason.

    Errors: NotLiving when he does not wait; ReasonMissing when others stand before him;
    Refused when there is no free place, or with what keeps him elsewhere meanwhile.
    """
    run = locked_run(enrolment.run_id)
    row = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    if row.state != EnrolmentState.WAITING:
        raise NotLiving(row.state)
    if not free_of(run):
        raise Refused.because(Ground.RUN_FULL)
    waiting = _waiting(run)
    if why := _held_back(run, {row.pk: row}, at).get(row.pk):
        raise Refused(why)
    turns = [Waiting(each.pk, each.in_line_since) for each in waiting.values()]
    passed = seating.passed_over(turns, row.pk)
    if passed and not reason.strip():
        raise ReasonMissing
    said = {"reason": reason, "passed_over": len(passed)}
    row.entry = audit.record(
        act="delivery:enrolment:let-in",
        subject=("enrolment", row.pk),
        by=by,
        at=at,
        before={"state": row.state},
        after={name: value for name, value in said.items() if value != ""},
    )
    row.state, row.jumped = EnrolmentState.PLACED, reason if passed else ""
    row.held_back, row.recorded_at = [], at
    row.save()
    tell(run, [row], at=at)
    return row
