"""Setting the sessions of a run: adding, moving, calling off; nobody in two places."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from karamad.cycle.delivery.actions.announcing import authority_of
from karamad.cycle.delivery.actions.holding import Held, hold
from karamad.cycle.delivery.actions.promoting import promote_all
from karamad.cycle.delivery.actions.refusing import (
    Hindered,
    NotAuthorised,
    NotStanding,
)
from karamad.cycle.delivery.actions.timetable import (
    Slot,
    Timetable,
    first_and_last,
    seated,
)
from karamad.cycle.delivery.models import FormerSession, Room, Run, Session
from karamad.cycle.delivery.models.sessions import SessionFacts
from karamad.cycle.delivery.rules.meeting import Obstacle, obstacles
from karamad.cycle.delivery.rules.seating import Span
from karamad.registers.courses.models import Instructor
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit

Wish = Callable[[Sequence[Session]], Mapping[int, Slot]]


@transaction.atomic
def add_sessions(
    *, run: Run, slots: Sequence[Slot], by: User | None, at: datetime
) -> list[Session]:
    """Add sessions to a run: all of them, or none.

    Errors: Hindered with every reason against each of them; NotStanding when the run
    was called off; NotAuthorised when the provider's authority has not begun or is
    over on the run's first day.
    """
    row = _held(run, slots).run
    check(row, slots)
    entry = audit.record(
        act="delivery:session:add",
        subject=("run", row.code),
        by=by,
        at=at,
        after={"sessions": [_plain(_facts(slot)) for slot in slots]},
    )
    made = Session.objects.bulk_create(
        Session(run=row, **_facts(slot), recorded_at=at, entry=entry) for slot in slots
    )
    _derive_days(row)
    return made


def change_sessions(
    *, run: Run, slots: Mapping[int, Slot], by: User | None, at: datetime
) -> int:
    """Move sessions of a run, or change room, instructor or topic: all, or none.

    slots: what each session, by its key, is to be. Returns how many changed.
    Errors: as `reschedule`.
    """
    return reschedule(run=run, wish=lambda _rows: slots, by=by, at=at)


@transaction.atomic
def reschedule(*, run: Run, wish: Wish, by: User | None, at: datetime) -> int:
    """Change sessions of a run by a wish that is told them: all, or none.

    What they were is kept. Whoever was kept from a place by the old hours moves up.
    Returns how many changed. Errors: as `add_sessions`.
    """
    # Asked before, to know what to hold, and again of what is then on record.
    wished = wish(list(Session.objects.filter(run=run).in_order()))
    held = _held(run, list(wished.values()), freed=kept_by(run))
    row = held.run
    rows = Session.objects.select_for_update(of=("self",)).filter(run=row)
    sessions = {each.pk: each for each in rows.in_order()}
    slots = wish(list(sessions.values()))
    changing = {key: sessions[key] for key in sessions if key in slots}
    off = any(each.cancelled_at for each in changing.values())
    if off or len(changing) < len(slots):
        raise NotStanding
    check(row, [slots[key] for key in changing], leaving=changing)
    changed = sum(
        _change(session, _facts(slots[key]), "move", by, at)
        for key, session in changing.items()
    )
    _derive_days(row)
    promote_all(held.all, by=by, at=at)
    return changed


@transaction.atomic
def call_off(*, session: Session, by: User | None, at: datetime) -> bool:
    """Call one session off; its run goes on. Returns False when it was off already.

    Errors: NotStanding when the run was called off.
    """
    held = _held(session.run, [], freed=kept_by(session.run))
    row = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if row.cancelled_at is not None:
        return False
    _change(row, {"cancelled_at": at}, "call-off", by, at)
    _derive_days(held.run)
    promote_all(held.all, by=by, at=at)
    return True


@transaction.atomic
def put_back(*, session: Session, by: User | None, at: datetime) -> bool:
    """Let a session take place after all. Returns False when it was not called off.

    Errors: Hindered when its time is taken meanwhile; NotStanding.
    """
    slot = slot_of(session)
    run = _held(session.run, [slot]).run
    row = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if row.cancelled_at is None:
        return False
    check(run, [slot], leaving=[row.pk])
    _change(row, {"cancelled_at": None}, "put-back", by, at)
    _derive_days(run)
    return True


def slot_of(session: SessionFacts) -> Slot:
    """Return when, where and by whom a session is, to be changed."""
    return Slot(
        begins_at=session.begins_at,
        ends_at=session.ends_at,
        room=session.room,
        instructor=session.instructor,
        link=session.link,
        topic=session.topic,
    )


# ---- common -----------------------------------------------------------------------


def kept_by(run: Run) -> set[int]:
    """Return the keys of those whom a run's sessions keep: the seated, the teachers."""
    sessions = Session.objects.filter(run=run).exclude(instructor__person=None)
    return {*seated(run), *sessions.values_list("instructor__person", flat=True)}


def _held(run: Run, slots: Sequence[Slot], freed: Collection[int] = ()) -> Held:
    """Hold what others would take: runs, people, then rooms, then instructors, by key.

    Errors: NotStanding.
    """
    teachers = [slot.instructor for slot in slots if slot.instructor]
    people = {each.person_id for each in teachers if each.person_id is not None}
    held = hold(run.pk, freed, more=people, seated=True)
    if held.run.is_cancelled or held.run.is_closed:
        raise NotStanding
    for rows in (
        Room.objects.filter(pk__in={slot.room.pk for slot in slots if slot.room}),
        Instructor.objects.filter(pk__in={each.pk for each in teachers}),
    ):
        list(rows.select_for_update().order_by("pk").values_list("pk"))
    return held


def check(run: Run, slots: Sequence[Slot], leaving: Iterable[int] = ()) -> None:
    """Ask the rules of sessions wished together; call it with all of it held.

    Errors: Hindered with every reason against each of them.
    """
    timetable = Timetable(run, leaving)
    found: dict[datetime, tuple[Obstacle, ...]] = {}
    spans = [Span(slot.begins_at, slot.ends_at, run.code) for slot in slots]
    for place, slot in enumerate(slots):
        others = [*spans[:place], *spans[place + 1 :]]
        against = obstacles(timetable.meeting(slot, others))
        if against:
            found[slot.begins_at] = against
    if found:
        raise Hindered(found)


def _derive_days(run: Run) -> None:
    """Bring a run's first and last day in line with its sessions.

    Errors: NotAuthorised when an announced run begins on a day of which the provider
    has no authority.
    """
    first, last = first_and_last(run)
    if (first, last) == (run.first_day, run.last_day):
        return
    if first is not None and first != run.first_day:
        refusals = authority_of(run.course, run.provider, first)
        if refusals:
            raise NotAuthorised(refusals)
    run.first_day, run.last_day = first, last
    run.save(update_fields=["first_day", "last_day"])


def _change(
    row: Session, changes: dict[str, Any], verb: str, by: User | None, at: datetime
) -> bool:
    said = {name: getattr(row, name) for name in changes}
    differing = sorted(name for name in changes if said[name] != changes[name])
    if not differing:
        return False
    entry = audit.record(
        act=f"delivery:session:{verb}",
        subject=("session", row.pk),
        by=by,
        at=at,
        before=_plain({name: said[name] for name in differing}),
        after=_plain({name: changes[name] for name in differing}),
    )
    return audit.correct(
        row, former=FormerSession, key="session", changes=changes, entry=entry, at=at
    )


def _facts(slot: Slot) -> dict[str, Any]:
    return {
        "begins_at": slot.begins_at,
        "ends_at": slot.ends_at,
        "room": slot.room,
        "instructor": slot.instructor,
        "link": slot.link,
        "topic": slot.topic,
    }


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts as the audit keeps them: names for rows, moments as ISO."""
    return {
        name: value.isoformat()
        if isinstance(value, datetime)
        else value.code
        if isinstance(value, Instructor)
        else value.pk
        if isinstance(value, Room)
        else value
        for name, value in facts.items()
    }
