"""Keeping rooms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from karamad.cycle.delivery.models import FormerRoom, Room
from karamad.registers.people.models import Unit
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit


class NameTaken(Exception):
    """The unit has a room of this name."""


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


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.code
        if isinstance(value, Unit)
        else value.isoformat()
        if isinstance(value, date)
        else value
        for name, value in facts.items()
    }
