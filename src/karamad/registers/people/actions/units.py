"""Units are opened, corrected, moved, closed and merged; their paths follow."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.timezone import localdate

from karamad.registers.people import rules
from karamad.registers.people.actions.refusing import Refused, differing, plain
from karamad.registers.people.models import Assignment, FormerUnit, Unit, UnitPlace
from karamad.registers.people.models.assignments import AssignmentQuerySet
from karamad.registers.people.models.seen import derive_seen
from karamad.registers.people.models.tree import children_on, derive_paths
from karamad.registers.people.rules import Ground
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit
from karamad.trust.audit.models import Entry


@dataclass(frozen=True, slots=True)
class UnitDetails:
    """What a unit's row says of it. grade, income_class: of a municipality."""

    name: str
    kind: str
    name_en: str = ""
    province: str = ""
    population: int | None = None
    income_class: int | None = None
    grade: int | None = None
    opened_on: date | None = None


@transaction.atomic
def open_unit(
    *,
    code: str,
    details: UnitDetails,
    parent: Unit | None,
    by: User | None,
    at: datetime,
) -> Unit:
    """Open a unit under `parent`, from the day it opened on or ever since.

    Errors: Refused when a rule says no, or the code is another unit's.
    """
    at = audit.moment_of_record(at)
    _hold_tree()
    refusals = rules.unit_refusals(
        name=details.name, opened_on=details.opened_on, closed_on=None
    )
    if parent is not None:
        parent = Unit.objects.get(pk=parent.pk)
        day = details.opened_on or localdate(at)
        if not _state(parent).is_open(day) or parent.merged_into_id:
            refusals += (rules.Refusal(Ground.PARENT_CLOSED, day.isoformat()),)
    if refusals:
        raise Refused(refusals)
    entry = audit.record(
        act="people:unit:open",
        subject=("unit", code),
        by=by,
        at=at,
        after={**plain(asdict(details)), "parent": parent.code if parent else None},
    )
    unit = Unit(code=code, **asdict(details), **_derived(details.name), path="")
    unit.recorded_at, unit.entry = at, entry
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError:
        raise Refused.because(Ground.CODE_TAKEN, code) from None
    UnitPlace.objects.create(unit=unit, parent=parent, recorded_at=at, entry=entry)
    derive_paths(localdate(at))
    unit.refresh_from_db()
    return unit


@transaction.atomic
def correct_unit(
    *, unit: Unit, details: UnitDetails, by: User | None, at: datetime
) -> Unit:
    """Rename a unit or correct what its row says; the former state stays on record.

    Errors: Refused, also when nothing changes.
    """
    at = audit.moment_of_record(at)
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    changes = differing(unit, asdict(details))
    refusals = rules.unit_refusals(
        name=details.name, opened_on=details.opened_on, closed_on=unit.closed_on
    )
    if not changes:
        refusals += (rules.Refusal(Ground.NOTHING_CHANGES),)
    if refusals:
        raise Refused(refusals)
    entry = audit.record(
        act="people:unit:correct",
        subject=("unit", unit.code),
        by=by,
        at=at,
        before=plain({name: getattr(unit, name) for name in changes}),
        after=plain(changes),
    )
    if "name" in changes:
        changes |= _derived(details.name)
    _rewrite(unit, changes, entry, at)
    return unit


@transaction.atomic
def move_unit(
    *, unit: Unit, parent: Unit | None, from_day: date, by: User | None, at: datetime
) -> UnitPlace:
    """Put a unit, and all below it, under another parent from the day on.

    A day to come changes nobody's scope before it comes. Moves already recorded for
    later days stand.
    Errors: Refused when the tree would bite itself on any day, or nothing changes.
    """
    at = audit.moment_of_record(at)
    _hold_tree()
    unit = Unit.objects.get(pk=unit.pk)
    parent = parent and Unit.objects.get(pk=parent.pk)
    own = _places_of({unit.pk})[unit.pk]
    before = rules.parent_on(own, from_day)
    refusals: tuple[rules.Refusal, ...] = ()
    if parent is not None:
        refusals = rules.move_refusals(
            unit=unit.pk,
            parent=parent.pk,
            state=_state(parent),
            places=places_above(parent),
            from_day=from_day,
        )
    if before == (parent and parent.pk):
        refusals += (rules.Refusal(Ground.NOTHING_CHANGES),)
    if refusals:
        raise Refused(refusals)
    entry = audit.record(
        act="people:unit:move",
        subject=("unit", unit.code),
        by=by,
        at=at,
        before={"parent": _code(before)},
        after={"parent": parent and parent.code, "from_day": from_day.isoformat()},
    )
    place = _place(unit, parent, from_day, entry, at)
    derive_paths(localdate(at))
    return place


@transaction.atomic
def close_unit(*, unit: Unit, on: date, by: User | None, at: datetime) -> Unit:
    """Close an empty unit: from the day on it is not there.

    Errors: Refused while open units or people are in it on that day or later.
    """
    at = audit.moment_of_record(at)
    _hold_tree()
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    refusals = rules.close_refusals(
        state=_state(unit),
        on=on,
        children=children_on(unit, on).open_on(on).count(),
        people=seats_from(unit, on).values("person").distinct().count(),
    )
    if refusals:
        raise Refused(refusals)
    entry = audit.record(
        act="people:unit:close",
        subject=("unit", unit.code),
        by=by,
        at=at,
        after={"closed_on": on.isoformat()},
    )
    _rewrite(unit, {"closed_on": on}, entry, at)
    return unit


@transaction.atomic
def merge_units(
    *, unit: Unit, into: Unit, on: date, by: User | None, at: datetime
) -> int:
    """Merge `unit` into another from the day on; returns how many assignments moved.

    Assignments are dated facts: those held on the day end in the old unit and go on in
    the new one; units below move along; the old unit is closed and says where it went.
    Errors: Refused when a rule says no.
    """
    at = audit.moment_of_record(at)
    _hold_tree()
    locked = Unit.objects.select_for_update().order_by("pk").in_bulk([unit.pk, into.pk])
    unit, into = locked[unit.pk], locked[into.pk]
    refusals = rules.unit_merge_refusals(
        same=unit.pk == into.pk,
        old=_state(unit),
        into=_state(into),
        into_below_old=rules.stands_below(places_above(into), into.pk, unit.pk, on),
        on=on,
    )
    if refusals:
        raise Refused(refusals)
    seats = list(seats_from(unit, on).select_for_update().order_by("pk"))
    children = list(children_on(unit, on).open_on(on).order_by("pk"))
    entry = audit.record(
        act="people:unit:merge",
        subject=("unit", unit.code),
        by=by,
        at=at,
        after={
            "into": into.code,
            "on": on.isoformat(),
            "assignments": [seat.pk for seat in seats],
            "children": [child.code for child in children],
        },
    )
    _carry_over(seats, into, on, entry, at)
    for child in children:
        _place(child, into, on, entry, at)
    changes = {"closed_on": on, "merged_into_id": into.pk}
    _rewrite(unit, changes, entry, at)
    derive_paths(localdate(at))
    return len(seats)


def refresh_paths(*, on: date) -> int:
    """Derive every unit's path from the tree of the day; returns how many changed.

    Called when the tree changes, after loads, and daily: a move recorded for today
    takes effect by it. Scope follows the path.
    """
    with transaction.atomic():
        _hold_tree()
        return derive_paths(on)


def seats_from(unit: Unit, on: date) -> AssignmentQuerySet:
    """Return what is held in the unit on the day or begins there later."""
    lasting = Q(until_day=None) | Q(until_day__gt=on)
    return Assignment.objects.current().filter(lasting, unit=unit)


def places_above(unit: Unit) -> rules.Places:
    """Return the places, of all days, of the unit and whatever was or will be above."""
    found: dict[int, tuple[rules.Place, ...]] = {}
    asked = {unit.pk}
    while asked:
        places = _places_of(asked)
        found |= places
        asked = {
            place.parent
            for each in places.values()
            for place in each
            if place.parent is not None
        } - found.keys()
    return found


def _places_of(units: set[int]) -> dict[int, tuple[rules.Place, ...]]:
    found: dict[int, tuple[rules.Place, ...]] = dict.fromkeys(units, ())
    rows = UnitPlace.objects.current().filter(unit__in=units)
    for unit, parent, day in rows.values_list("unit_id", "parent_id", "from_day"):
        found[unit] += (rules.Place(day, parent),)
    return found


def _place(
    unit: Unit, parent: Unit | None, from_day: date, entry: Entry, at: datetime
) -> UnitPlace:
    UnitPlace.objects.current().filter(unit=unit, from_day=from_day).update(
        superseded_at=at
    )
    return UnitPlace.objects.create(
        unit=unit, parent=parent, from_day=from_day, recorded_at=at, entry=entry
    )


def _carry_over(
    seats: list[Assignment], into: Unit, on: date, entry: Entry, at: datetime
) -> None:
    """End the seats in their unit on the day; go on, or begin, in the new one."""
    Assignment.objects.filter(pk__in=[s.pk for s in seats]).update(superseded_at=at)
    there = set(
        Assignment.objects.current()
        .filter(unit=into, person__in=[s.person_id for s in seats])
        .values_list("person_id", "post_id", "from_day")
    )
    rows = []
    for seat in seats:
        if seat.from_day < on:
            rows.append(_copy(seat, seat.unit_id, seat.from_day, on, entry, at))
        begins = max(seat.from_day, on)
        key = (seat.person_id, seat.post_id, begins)
        if key not in there:
            there.add(key)
            rows.append(_copy(seat, into.pk, begins, seat.until_day, entry, at))
    Assignment.objects.bulk_create(rows, batch_size=500)
    derive_seen(seat.person_id for seat in seats)


def _copy(
    seat: Assignment,
    unit: int,
    from_day: date,
    until_day: date | None,
    entry: Entry,
    at: datetime,
) -> Assignment:
    return Assignment(
        person_id=seat.person_id,
        post_id=seat.post_id,
        unit_id=unit,
        from_day=from_day,
        until_day=until_day,
        kind=seat.kind,
        recorded_at=at,
        entry=entry,
    )


def _hold_tree() -> None:
    """Let no two acts change the tree at once: whoever does holds its roots."""
    roots = UnitPlace.objects.current().filter(parent=None).values("unit")
    list(Unit.objects.select_for_update().filter(pk__in=roots).order_by("pk"))


def _rewrite(
    unit: Unit, changes: dict[str, object], entry: Entry, at: datetime
) -> None:
    audit.correct(
        unit, former=FormerUnit, key="unit", changes=changes, entry=entry, at=at
    )


def _state(unit: Unit) -> rules.UnitState:
    return rules.UnitState(
        unit.opened_on, unit.closed_on, unit.merged_into_id is not None
    )


def _derived(name: str) -> dict[str, str]:
    return {
        "search_key": rules.title_search_key(name),
        "sort_key": rules.title_sort_key(name),
    }


def _code(unit: int | None) -> str | None:
    if unit is None:
        return None
    return Unit.objects.values_list("code", flat=True).get(pk=unit)
