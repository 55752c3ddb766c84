"""Keeping rooms, and the official holidays of a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from karamad.cycle.delivery.models import FormerRoom, Holiday, Room
from karamad.kernel.jalali import jalali_year, year_starts
from karamad.registers.people.models import Unit
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit


class NameTaken(Exception):
    """The unit has a room of this name."""


class SeveralYears(Exception):
    """The holidays of one year are loaded at once, and of no other."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading the holidays of a year did. All are days."""

    year: int
    added: int
    renamed: int
    dropped: int


@transaction.atomic
def save_room(
    *, room: Room | None, facts: Mapping[str, Any], by: User, at: datetime
) -> Room:
    """Add a room, or correct one; what it said before is kept.

    facts: fields of `RoomFacts`. Errors: NameTaken.
    """
    namesakes = Room.objects.filter(unit=facts["unit"], name=facts["name"])
    if room is not None:
        namesakes = namesakes.exclude(pk=room.pk)
    if namesakes.exists():
        raise NameTaken
    if room is not None:
        room = Room.objects.select_for_update(of=("self",)).get(pk=room.pk)
    said = {name: getattr(room, name) for name in facts} if room else None
    if said == dict(facts) and room is not None:
        return room
    entry = audit.record(
        act=f"delivery:room:{'correct' if room else 'add'}",
        subject=("room", room.pk if room else facts["name"]),
        by=by,
        at=at,
        before=None if said is None else _plain(said),
        after=_plain(facts),
    )
    if room is None:
        return Room.objects.create(**facts, recorded_at=at, entry=entry)
    audit.correct(
        room, former=FormerRoom, key="room", changes=facts, entry=entry, at=at
    )
    return room


@transaction.atomic
def load_holidays(*, days: Mapping[date, str], by: User, at: datetime) -> Loaded:
    """Load the official holidays of one Jalali year; those left out are dropped.

    days: their names. Errors: SeveralYears, also when there is no day.
    """
    years = {jalali_year(day) for day in days}
    if len(years) != 1:
        raise SeveralYears
    year = years.pop()
    first, end = year_starts(year), year_starts(year + 1)
    kept = Holiday.objects.select_for_update(of=("self",))
    now = {row.day: row for row in kept.filter(day__gte=first, day__lt=end)}
    added = sorted(days.keys() - now.keys())
    dropped = sorted(now.keys() - days.keys())
    renamed = [day for day in now.keys() & days.keys() if now[day].name != days[day]]
    loaded = Loaded(year, len(added), len(renamed), len(dropped))
    if not (added or dropped or renamed):
        return loaded
    entry = audit.record(
        act="delivery:holiday:load",
        subject=("year", year),
        by=by,
        at=at,
        before={day.isoformat(): now[day].name for day in (*dropped, *sorted(renamed))},
        after={day.isoformat(): days[day] for day in (*added, *sorted(renamed))},
    )
    Holiday.objects.filter(day__in=dropped).delete()
    for day in renamed:
        row = now[day]
        row.name, row.recorded_at, row.entry = days[day], at, entry
        row.save()
    Holiday.objects.bulk_create(
        Holiday(day=day, name=days[day], recorded_at=at, entry=entry) for day in added
    )
    return loaded


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.code
        if isinstance(value, Unit)
        else value.isoformat()
        if isinstance(value, date)
        else value
        for name, value in facts.items()
    }
