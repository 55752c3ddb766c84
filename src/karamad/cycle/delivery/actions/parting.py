"""Making two runs of one, and one of two; everybody keeps his place and his turn."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from karamad.cycle.delivery.actions import announcing, chains, scheduling
from karamad.cycle.delivery.actions.announcing import change_run, wish_of
from karamad.cycle.delivery.actions.ending import end_all
from karamad.cycle.delivery.actions.holding import hold, living
from karamad.cycle.delivery.actions.humans import humans, humans_of
from karamad.cycle.delivery.actions.moving import shifted
from karamad.cycle.delivery.actions.promoting import promote_all
from karamad.cycle.delivery.actions.refusing import Objected
from karamad.cycle.delivery.actions.scheduling import kept_by, slot_of
from karamad.cycle.delivery.actions.telling import (
    Told,
    teachers_of,
    tell_of_change,
    tell_people,
)
from karamad.cycle.delivery.actions.timetable import Slot
from karamad.cycle.delivery.letters import changes
from karamad.cycle.delivery.models import (
    Enrolment,
    EnrolmentState,
    Run,
    Session,
)
from karamad.cycle.delivery.rules import parting
from karamad.cycle.delivery.rules.announcing import Objection
from karamad.cycle.delivery.rules.moving import Asking, asking_after
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit
from karamad.trust.audit.models import Entry


@dataclass(frozen=True, slots=True)
class Apart:
    """How a run is split. places: of the new run; left: of the one that stays.

    first: the first day of the new run; its sessions keep their hours and distances.
    """

    people: frozenset[int]
    first: date
    places: int
    left: int
    same_rooms: bool = True
    same_instructors: bool = True


@dataclass(frozen=True, slots=True)
class Parted:
    """What became of a run: who is in the other one now, and how many are told.

    risen: how many moved up in both.
    """

    run: Run
    placed: int
    waiting: int
    asked: int
    risen: int
    told: Told


@transaction.atomic
def split(*, run: Run, apart: Apart, by: User, at: datetime) -> Parted:
    """Make two runs of one; who goes keeps place and turn in the new run.

    apart.people: keys of enrolments. Errors: Objected; Hindered with every clash of the
    new run's rooms, instructors and people; NotAuthorised.
    """
    held = hold(run.pk, kept_by(run), seated=True, more=living(run))
    row = held.run
    going = _going(row, apart.people)
    coming = [each for each in _sessions(row) if each.cancelled_at is None]
    _object(
        parting.splitting(
            parting.Part(
                placed=_placed(row),
                places=apart.left,
                cancelled=row.is_cancelled,
                closed=row.is_closed,
                begun=_begun(row, at),
            ),
            going=len(going),
            placed_going=sum(_has_place(each) for each in going),
            places=apart.places,
            past=apart.first <= localdate(at),
        )
    )
    days = apart.first - localdate(coming[0].begins_at) if coming else timedelta()
    wish = replace(wish_of(row), capacity=apart.places, **_asking(row, days, at))
    new = announcing.announce(wish=wish, by=by, at=at, sample=row.sample)
    change_run(new, {"published_at": row.published_at}, "publish", by, at)
    change_run(row, {"capacity": apart.left}, "correct", by, at)
    entry = _record("split", row, new, len(going), by, at)
    moved = _move(going, new, entry, at)
    if coming:
        slots = [_slot(shifted(slot_of(each), days), apart) for each in coming]
        scheduling.add_sessions(run=new, slots=slots, by=by, at=at)
        new.refresh_from_db()
    risen = promote_all((new, *held.all), by=by, at=at)
    told = tell_people(
        new,
        [each.person_id for each in moved],
        changes.went_to(new),
        entry=entry,
        at=at,
    )
    others = tell_of_change(row, changes.parted(new, len(moved)), entry=entry, at=at)
    teach = teachers_of(new)
    tell_people(new, teach, changes.teaches(new), entry=entry, at=at)
    fresh = len(teach - teachers_of(row))
    others = replace(others, teachers=others.teachers + fresh)
    return _parted(new, moved, risen, told, others)


@transaction.atomic
def merge(
    *, run: Run, into: Run, places: int, reason: str, by: User, at: datetime
) -> Parted:
    """Bring everybody of a run into another one of its course, and call the run off.

    places: of the run that stays. Waiting lists become one, by the time since when each
    stands in line. Who is in both keeps the better of his two. Errors: Objected;
    Hindered with every room too small and every run that those who come sit in
    meanwhile.
    """
    held = hold(run.pk, kept_by(run), seated=True, more=living(run), also=[into.pk])
    row = held.run
    other = {each.pk: each for each in held.all}[into.pk]
    coming = _rows(row)
    sitting = _seated(_rows(other))
    extra = len(_seated(coming) - sitting)
    _object(
        parting.merging(
            parting.Part(
                cancelled=row.is_cancelled, closed=row.is_closed, begun=_begun(row, at)
            ),
            parting.Part(
                placed=_placed(other) + extra,
                places=places,
                cancelled=other.is_cancelled,
                closed=other.is_closed,
                begun=_begun(other, at),
                teaching=len(
                    set(humans(teachers_of(other)).values()) & _seated(coming)
                ),
            ),
            same_run=row.pk == other.pk,
            same_course=row.course_id == other.course_id,
        )
    )
    entry = _record("merge", row, other, len(coming), by, at)
    change_run(other, {"capacity": places}, "correct", by, at)
    closing = {
        "cancelled_on": localdate(at),
        "reason": reason or changes.merged_into(other),
    }
    moved = _move(coming, other, entry, at)
    change_run(row, closing, "cancel", by, at)
    sessions = [each for each in _sessions(other) if each.cancelled_at is None]
    slots = [slot_of(each) for each in sessions]
    scheduling.check(other, slots, leaving=[each.pk for each in sessions])
    risen = promote_all([each for each in held.all if each.pk != row.pk], by=by, at=at)
    people = [each.person_id for each in moved]
    said = changes.went_to(other).because(reason)
    told = tell_people(other, people, said, entry=entry, at=at)
    joined = changes.joined(row, len(moved))
    others = tell_of_change(other, joined, entry=entry, at=at, but=people)
    return _parted(other, moved, risen, told, others)


def _move(
    rows: Sequence[Enrolment], to: Run, entry: Entry, at: datetime
) -> list[Enrolment]:
    """Let people go over to another run as they stand; their old rows say so."""
    there = _by_human(to)
    owners = humans_of(rows)
    moved: dict[int, Enrolment] = {}
    pairs: dict[int, chains.Pair] = {}
    new = []
    for row in rows:
        human = owners[row.person_id]
        found = there.get(human)
        if found is None:
            found = there[human] = Enrolment(run=to, person_id=row.person_id)
            new.append(found)
        elif not _better(row, found):
            found.in_line_since = min(found.in_line_since, row.in_line_since)
            moved[human] = found
            continue
        for name in ("state", "way", "asked_at", "in_line_since", "jumped"):
            setattr(found, name, getattr(row, name))
        found.steps_agreed, found.reason, found.held_back = row.steps_agreed, "", []
        found.nomination = None  # he came with the others, not by an act of naming here
        moved[human] = found
        # Of two rows of his the later one stood better: its chain is gone on with.
        pairs[human] = (row, found)
    arrived = list(moved.values())
    for found in arrived:
        found.entry, found.recorded_at = entry, at
    made = {id(each) for each in new}
    known = [each for each in arrived if id(each) not in made]
    Enrolment.objects.bulk_update(known, _CARRIED, batch_size=1_000)
    Enrolment.objects.bulk_create(new, batch_size=1_000)
    chains.follow(to, list(pairs.values()))
    end_all(rows, EnrolmentState.MOVED, to.code, entry=entry, at=at)
    return arrived


_CARRIED = (
    "state",
    "way",
    "asked_at",
    "in_line_since",
    "jumped",
    "steps_agreed",
    "reason",
    "held_back",
    "nomination",
    "entry",
    "recorded_at",
)
_RANK = (EnrolmentState.ASKED, EnrolmentState.WAITING, EnrolmentState.PLACED)


def _better(row: Enrolment, than: Enrolment) -> bool:
    """Whether he stands better by one row than by the other, of two runs."""

    def rank(each: Enrolment) -> int:
        state = EnrolmentState(each.state)
        return _RANK.index(state) if state in _RANK else -1

    return rank(row) > rank(than)


def _asking(row: Run, days: timedelta, at: datetime) -> dict[str, Any]:
    """The days of asking of a run that begins so many days after another."""
    asking = Asking(row.asking_from, row.asking_until)
    after = asking_after(asking, days, localdate(at))
    return {"asking_from": after.start, "asking_until": after.until}


def _object(objections: Iterable[Objection]) -> None:
    told = tuple(objections)
    if told:
        raise Objected(told)


def _record(
    verb: str, run: Run, other: Run, people: int, by: User, at: datetime
) -> Entry:
    return audit.record(
        act=f"delivery:run:{verb}",
        subject=("run", run.code),
        by=by,
        at=at,
        after={"other": other.code, "people": people},
    )


def _parted(
    run: Run,
    moved: Sequence[Enrolment],
    risen: dict[int, list[Enrolment]],
    told: int,
    others: Told,
) -> Parted:
    states = [each.state for each in moved]
    return Parted(
        run,
        placed=states.count(EnrolmentState.PLACED),
        waiting=states.count(EnrolmentState.WAITING),
        asked=states.count(EnrolmentState.ASKED),
        risen=sum(len(each) for each in risen.values()),
        told=replace(others, learners=others.learners + told),
    )


def _rows(run: Run) -> list[Enrolment]:
    rows = Enrolment.objects.select_for_update(of=("self",)).filter(run=run).living()
    return list(rows.order_by("pk"))


def _going(run: Run, keys: Collection[int]) -> list[Enrolment]:
    """Return who goes, by all the rows he has under records that became one."""
    rows = _rows(run)
    owners = humans_of(rows)
    go = {owners[each.person_id] for each in rows if each.pk in keys}
    return [each for each in rows if owners[each.person_id] in go]


def _by_human(run: Run) -> dict[int, Enrolment]:
    """Return the row of each in a run; of two of his, by which he stands better."""
    rows = list(Enrolment.objects.filter(run=run).order_by("pk"))
    owners = humans_of(rows)
    found: dict[int, Enrolment] = {}
    for row in rows:
        known = found.get(owners[row.person_id])
        if known is None or _better(row, known):
            found[owners[row.person_id]] = row
    return found


def _has_place(row: Enrolment) -> bool:
    return row.state == EnrolmentState.PLACED


def _seated(rows: Iterable[Enrolment]) -> set[int]:
    """Return who has a place, each human being once."""
    placed = [each for each in rows if _has_place(each)]
    return set(humans_of(placed).values())


def _placed(run: Run) -> int:
    return Enrolment.objects.filter(run=run).placed().count()


def _sessions(run: Run) -> list[Session]:
    rows = Session.objects.filter(run=run).select_related("room", "instructor")
    return list(rows.in_order())


def _begun(run: Run, at: datetime) -> bool:
    return Session.objects.filter(
        run=run, cancelled_at=None, begins_at__lte=at
    ).exists()


def _slot(slot: Slot, apart: Apart) -> Slot:
    dropped: dict[str, Any] = {}
    if not apart.same_rooms:
        dropped["room"] = None
    if not apart.same_instructors:
        dropped["instructor"] = None
    return replace(slot, **dropped)
