"""Moving what a run consists of: other days, one session, another instructor.

Each act is one transaction; those it concerns are told of it once, when it is done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from karamad.cycle.delivery.actions import scheduling
from karamad.cycle.delivery.actions.announcing import change_run
from karamad.cycle.delivery.actions.refusing import NotStanding, Objected, TooLate
from karamad.cycle.delivery.actions.scheduling import slot_of
from karamad.cycle.delivery.actions.telling import Told, tell_of_change
from karamad.cycle.delivery.actions.timetable import Slot
from karamad.cycle.delivery.letters import changes
from karamad.cycle.delivery.models import (
    FormerRun,
    FormerSession,
    Holiday,
    Run,
    Session,
)
from karamad.cycle.delivery.rules import moving as rules
from karamad.cycle.delivery.rules.announcing import Objection
from karamad.cycle.delivery.rules.moving import Asking
from karamad.cycle.delivery.rules.regretting import may_regret
from karamad.registers.courses.models import Instructor
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit
from karamad.trust.audit.models import Entry


@dataclass(frozen=True, slots=True)
class Moved:
    """What an act came to. entry: to take it back by; rest: holidays it falls on.

    asking: until when the run may be asked for now, where it had such a day.
    """

    entry: Entry
    sessions: int
    told: Told
    rest: tuple[Holiday, ...] = ()
    asking: Asking | None = None


@transaction.atomic
def postpone(*, run: Run, first: date, reason: str, by: User, at: datetime) -> Moved:
    """Move all sessions still to come by as many days, so that they begin on a day.

    Errors: Objected; Hindered with every clash of rooms, instructors and the seated;
    NotAuthorised; NotStanding.
    """
    days = timedelta()

    def wish(rows: Sequence[Session]) -> Mapping[int, Slot]:
        nonlocal days
        coming = _to_come(rows, at)
        if not coming:
            raise NotStanding
        began = localdate(min(each.begins_at for each in coming))
        _object(rules.postponing(coming=began, first=first, today=localdate(at)))
        days = first - began
        return {each.pk: shifted(slot_of(each), days) for each in coming}

    changed = scheduling.reschedule(run=run, wish=wish, by=by, at=at)
    asking = _move_asking(run, days, by, at)
    held_on = {localdate(each.begins_at) for each in _to_come(_sessions(run), at)}
    rest = Holiday.objects.filter(day__in=held_on).order_by("day")
    after = {"first": first.isoformat(), "sessions": changed, "reason": reason}
    entry = _record(run, "postpone", after, by, at)
    said = changes.postponed(first).because(reason)
    told = tell_of_change(_fresh(run), said, entry=entry, at=at)
    return Moved(entry, changed, told, tuple(rest), asking)


@transaction.atomic
def move_session(*, session: Session, slot: Slot, by: User, at: datetime) -> Moved:
    """Move one session, or change its room, instructor or topic.

    Errors: as `postpone`.
    """
    run = session.run
    before = Session.objects.select_related("instructor").get(pk=session.pk)
    scheduling.change_sessions(run=run, slots={session.pk: slot}, by=by, at=at)
    after = Session.objects.select_related("room", "instructor").get(pk=session.pk)
    said = changes.moved(before, after)
    if said is None:
        return Moved(after.entry, 0, Told())
    former = {before.instructor.person_id} if before.instructor else set()
    told = tell_of_change(
        _fresh(run),
        said,
        entry=after.entry,
        at=at,
        before={each for each in former if each is not None},
    )
    return Moved(after.entry, 1, told)


@transaction.atomic
def replace_instructor(
    *,
    run: Run,
    old: Instructor,
    new: Instructor,
    reason: str,
    by: User,
    at: datetime,
) -> Moved:
    """Let somebody else teach what an instructor was still to teach in a run.

    Errors: as `postpone`.
    """

    def wish(rows: Sequence[Session]) -> Mapping[int, Slot]:
        taught = [each for each in _to_come(rows, at) if each.instructor_id == old.pk]
        _object(rules.handing_over(sessions=len(taught), same=old == new))
        return {each.pk: replace(slot_of(each), instructor=new) for each in taught}

    changed = scheduling.reschedule(run=run, wish=wish, by=by, at=at)
    after = {"old": old.code, "new": new.code, "sessions": changed, "reason": reason}
    entry = _record(run, "replace-instructor", after, by, at)
    said = changes.taught_by(old, new, changed).because(reason)
    former = {old.person_id} if old.person_id is not None else set()
    told = tell_of_change(_fresh(run), said, entry=entry, at=at, before=former)
    return Moved(entry, changed, told)


@transaction.atomic
def call_off(*, session: Session, by: User, at: datetime) -> bool:
    """Call one session off, and tell those it concerns. Errors: NotStanding."""
    if not scheduling.call_off(session=session, by=by, at=at):
        return False
    row = Session.objects.get(pk=session.pk)
    tell_of_change(_fresh(session.run), changes.called_off(row), entry=row.entry, at=at)
    return True


@transaction.atomic
def put_back(*, session: Session, by: User, at: datetime) -> bool:
    """Let a session take place after all, and tell those it concerns.

    Errors: Hindered, NotStanding, NotAuthorised.
    """
    if not scheduling.put_back(session=session, by=by, at=at):
        return False
    row = Session.objects.get(pk=session.pk)
    tell_of_change(_fresh(session.run), changes.put_back(row), entry=row.entry, at=at)
    return True


@transaction.atomic
def take_back(*, run: Run, entry: Entry, by: User, at: datetime) -> Moved:
    """Take back a move that one made a moment ago; those told are told again.

    Errors: TooLate when it was long ago, another's, or its sessions changed since;
    Hindered when what they left is taken meanwhile.
    """
    if entry.actor_id != by.pk or not may_regret(done_at=entry.at, at=at):
        raise TooLate
    kept = FormerSession.objects.filter(session__run=run, superseded_at=entry.at)
    former = {each.session_id: each for each in kept.select_related("instructor")}

    def wish(rows: Sequence[Session]) -> Mapping[int, Slot]:
        moved = [each for each in rows if each.pk in former]
        if not moved or any(each.recorded_at != entry.at for each in moved):
            raise TooLate
        return {each.pk: slot_of(former[each.pk]) for each in moved}

    teachers = {
        each.instructor.person_id
        for each in _sessions(run)
        if each.instructor and each.instructor.person_id is not None
    }
    changed = scheduling.reschedule(run=run, wish=wish, by=by, at=at)
    _asking_taken_back(run, entry, by, at)
    made = _record(run, "take-back", {"entry": entry.pk, "sessions": changed}, by, at)
    told = tell_of_change(
        _fresh(run), changes.taken_back(), entry=made, at=at, before=teachers
    )
    return Moved(made, changed, told)


def _object(objections: Sequence[Objection]) -> None:
    if objections:
        raise Objected(objections)


def _move_asking(run: Run, days: timedelta, by: User, at: datetime) -> Asking | None:
    """Let the days of asking go along; the run is held. None: it has none."""
    row = Run.objects.get(pk=run.pk)
    asking = Asking(row.asking_from, row.asking_until)
    if asking == Asking():
        return None
    after = rules.asking_after(asking, days, localdate(at))
    changes = {"asking_from": after.start, "asking_until": after.until}
    change_run(row, changes, "correct", by, at)
    return after


def _asking_taken_back(run: Run, entry: Entry, by: User, at: datetime) -> None:
    """Bring back the days of asking, as long as nothing of the run changed since."""
    row = Run.objects.get(pk=run.pk)
    former = FormerRun.objects.filter(run=row, superseded_at=entry.at).last()
    if former is None or row.recorded_at != entry.at:
        return
    before = {"asking_from": former.asking_from, "asking_until": former.asking_until}
    change_run(row, before, "correct", by, at)


def shifted(slot: Slot, days: timedelta) -> Slot:
    """Return a session wished as many days later, at the same hour."""
    return replace(slot, begins_at=slot.begins_at + days, ends_at=slot.ends_at + days)


def _to_come(rows: Sequence[Session], at: datetime) -> list[Session]:
    return [each for each in rows if each.cancelled_at is None and each.begins_at > at]


def _sessions(run: Run) -> list[Session]:
    rows = Session.objects.filter(run=run).select_related("instructor")
    return list(rows.in_order())


def _fresh(run: Run) -> Run:
    """The run as the act left it, with its course."""
    return Run.objects.select_related("course", "unit").get(pk=run.pk)


def _record(
    run: Run, verb: str, after: dict[str, object], by: User, at: datetime
) -> Entry:
    return audit.record(
        act=f"delivery:run:{verb}",
        subject=("run", run.code),
        by=by,
        at=at,
        after={name: value for name, value in after.items() if value != ""},
    )
