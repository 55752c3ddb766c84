"""The posts people hold, or are considered for, with what profiles ask of a post."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from karamad.cycle.eligibility.actions.gathering import on_record
from karamad.cycle.eligibility.models import Candidacy
from karamad.registers.competencies.rules import (
    Employment,
    Place,
    PostLevel,
    UnitKind,
)
from karamad.registers.people.models import (
    Assignment,
    FormerPost,
    FormerUnit,
    Post,
    Unit,
)

_LEVELS = {each.value: each for each in PostLevel}
_KINDS = {each.value: each for each in UnitKind}
_FIELDS = (
    "person_id",
    "post_id",
    "unit_id",
    "post__code",
    "unit__code",
    "post__level",
    "post__managerial",
    "unit__kind",
    "unit__grade",
)


@dataclass(frozen=True, slots=True)
class Seat:
    """A post at a unit. unit: empty where no unit is meant; post likewise.

    considered: the person is a candidate for it and does not hold it.
    """

    post: str = ""
    unit: str = ""
    level: PostLevel | None = None
    managerial: bool = False
    unit_kind: UnitKind | None = None
    unit_grade: int | None = None
    considered: bool = False

    def place(self, employment: Employment | None) -> Place:
        """Return what a profile asks of the seat, held by one so employed."""
        return Place(
            self.post,
            self.level,
            self.managerial,
            employment,
            self.unit_kind,
            self.unit_grade,
        )


NO_SEAT = Seat()


def in_order(seats: Iterable[Seat]) -> list[Seat]:
    """Return the seats by post and unit, each once."""
    return sorted(set(seats), key=lambda seat: (seat.post, seat.unit))


def seat_of(post: Post, unit: Unit | None = None) -> Seat:
    """Return the seat that `post` is at `unit`, on today's record."""
    return Seat(
        post.code,
        unit.code if unit else "",
        _LEVELS.get(post.level),
        post.managerial,
        _KINDS.get(unit.kind) if unit else None,
        unit.grade if unit else None,
    )


def seats_held(
    owners: Mapping[int, int],
    on: date,
    *,
    known_at: datetime | None = None,
    units: Container[int] | None = None,
) -> dict[int, list[Seat]]:
    """Return the seats by person held on the day, by post and unit; each once.

    owners: the person by record key. units: only seats in these keys; None is any.
    """
    held = Assignment.objects.held_on(on).filter(person__in=list(owners))
    return _seats(on_record(held, known_at), owners, known_at, units)


def seats_considered(
    owners: Mapping[int, int],
    on: date,
    *,
    known_at: datetime | None = None,
    units: Container[int] | None = None,
) -> dict[int, list[Seat]]:
    """Return the seats by person for which he is considered on the day.

    owners, units: as of `seats_held`.
    """
    candidacies = Candidacy.objects.running_on(on).filter(person__in=list(owners))
    found = _seats(on_record(candidacies, known_at), owners, known_at, units)
    return {
        person: [replace(seat, considered=True) for seat in seats]
        for person, seats in found.items()
    }


def seats_asked(held: Sequence[Seat], considered: Sequence[Seat]) -> list[Seat]:
    """Return the seats to judge: those held, then what else he is considered for."""
    return [*held, *seats_besides(held, considered)]


def seats_besides(held: Iterable[Seat], considered: Iterable[Seat]) -> list[Seat]:
    """Return the seats considered for that are not held."""
    names = {(seat.post, seat.unit) for seat in held}
    return [seat for seat in considered if (seat.post, seat.unit) not in names]


def _seats(
    parts: Iterable[QuerySet[Any]],
    owners: Mapping[int, int],
    known_at: datetime | None,
    inside: Container[int] | None = None,
) -> dict[int, list[Seat]]:
    rows = [
        row
        for part in parts
        for row in part.values_list(*_FIELDS)
        if inside is None or row[2] in inside
    ]
    posts: dict[int, Any] = {}
    units: dict[int, Any] = {}
    if known_at is not None:
        posts = _former_posts({row[1] for row in rows}, known_at)
        units = _former_units({row[2] for row in rows}, known_at)
    found: dict[int, set[Seat]] = defaultdict(set)
    for record, post, unit, post_code, unit_code, *state in rows:
        level, managerial = posts.get(post, state[:2])
        kind, grade = units.get(unit, state[2:])
        found[owners[record]].add(
            Seat(
                post_code,
                unit_code,
                _LEVELS.get(level),
                managerial,
                _KINDS.get(kind),
                grade,
            )
        )
    return {person: in_order(seats) for person, seats in found.items()}


def _former_posts(keys: set[int], known_at: datetime) -> dict[int, Any]:
    former = FormerPost.objects.filter(
        post__in=keys, recorded_at__lte=known_at, superseded_at__gt=known_at
    )
    rows = former.values_list("post_id", "level", "managerial")
    return {key: state for key, *state in rows}


def _former_units(keys: set[int], known_at: datetime) -> dict[int, Any]:
    former = FormerUnit.objects.filter(
        unit__in=keys, recorded_at__lte=known_at, superseded_at__gt=known_at
    )
    return {
        key: state for key, *state in former.values_list("unit_id", "kind", "grade")
    }
