"""The forecast of a target: its campaign in numbers, what earlier ones taught, kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.core.cache import cache

from karamad.insight.forecasts import (
    Band,
    Campaign,
    Shape,
    goes_in_turns,
    learn,
    look_ahead,
)
from karamad.insight.readiness.actions.counting import Seen, counted
from karamad.insight.readiness.models import Target
from karamad.insight.readiness.rules import DAY, cell_of, days_of, is_open
from karamad.registers.people.models import Unit, UnitKind

KEPT = 24 * 60 * 60  # seconds; a forecast is a function of what it was made of
TAUGHT = 15 * 60  # seconds; what earlier targets teach is asked again after that
TEACHERS = 5  # earlier targets at most


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to forecast. cells: who is where, by the cell's path. groups: of the cells.

    rows: which cells each row shown is made of. asked: people to be done in it.
    """

    cells: Mapping[str, Sequence[Seen]]
    groups: Mapping[str, str]
    rows: Mapping[str, set[str]]
    asked: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Ahead:
    """bands: by row. fan: of the whole. learnt: from how many earlier targets.

    in_turns: nothing is foreseen, for provinces are trained one after the other.
    """

    bands: dict[str, Band]
    fan: list[tuple[date, tuple[int, ...]]]
    learnt: int
    in_turns: bool = False


def foresee(target: Target, wanted: Wanted, on: date) -> Ahead:
    """Return what is to be expected of each row; nothing where nothing is known yet."""
    campaign = _campaign(target, wanted.cells, wanted.groups, on)
    if goes_in_turns(campaign):
        return Ahead({}, [], 0, in_turns=True)
    shape, is_same = taught(target, on)
    # Targets of something else teach how the last days go, not how many will come.
    if not campaign.done.any() and not (shape.rate and is_same):
        return Ahead({}, [], 0)
    key = _key(campaign, shape, target.seats, wanted, on)
    found: Ahead | None = cache.get(key)
    if found is None:
        found = _looked(campaign, shape, target.seats, wanted, on)
        cache.set(key, found, KEPT)
    return found


def _looked(
    campaign: Campaign, shape: Shape, seats: int | None, wanted: Wanted, on: date
) -> Ahead:
    place = {cell: at for at, cell in enumerate(sorted(wanted.cells))}
    outlook = look_ahead(campaign, shape, seats=seats)
    rows = {row: [place[c] for c in cells] for row, cells in wanted.rows.items()}
    fan = [
        (on + DAY * days, tuple(int(level) for level in levels))
        for days, levels in outlook.fan(rows[""])
    ]
    bands = {row: outlook.band(at, wanted.asked[row]) for row, at in rows.items()}
    return Ahead(bands, fan, shape.campaigns)


def _campaign(
    target: Target,
    people: Mapping[str, Sequence[Seen]],
    groups: Mapping[str, str],
    on: date,
) -> Campaign:
    """Return a target as a campaign, as far as it is seen on the day.

    people: who is in each cell. groups: which each cell belongs to. The cells stand in
    the order of their names.
    """
    cells = sorted(people)
    names = sorted({groups[cell] for cell in cells})
    numbers = {name: number for number, name in enumerate(names)}
    days = days_of(target.from_day, target.deadline)
    seen = max(0, min(len(days), (on - target.from_day).days + 1))
    heads, before = np.zeros((2, len(cells)), dtype=np.int64)
    done = np.zeros((len(cells), seen), dtype=np.int64)
    for place, cell in enumerate(cells):
        for each in people[cell]:
            heads[place] += each.people
            if each.done_on is None:
                continue
            day = (each.done_on - target.from_day).days
            if day < 0:
                before[place] += each.people
            else:
                done[place, day] += each.people
    open_days = np.array([is_open(day) for day in days])
    belongs = np.array([numbers[groups[cell]] for cell in cells], dtype=np.int64)
    return Campaign(heads, before, done, open_days, belongs)


def _key(
    campaign: Campaign, shape: Shape, seats: int | None, wanted: Wanted, on: date
) -> str:
    """Return a name for all that the forecast is made of."""
    made = hashlib.sha256()
    for each in [campaign, *(lesson.campaign for lesson in shape.lessons)]:
        for array in (each.heads, each.before, each.done, each.open_days, each.groups):
            made.update(np.ascontiguousarray(array).tobytes())
    made.update(shape.eagerness.tobytes())
    rows = sorted((row, sorted(cells)) for row, cells in wanted.rows.items())
    rest = (shape.rate, shape.campaigns, seats, rows, sorted(wanted.asked.items()), on)
    made.update(repr(rest).encode())
    return f"readiness:ahead:{made.hexdigest()}"


# ---- what earlier targets teach --------------------------------------------------


def taught(target: Target, on: date) -> tuple[Shape, bool]:
    """Return the shape learnt from targets whose deadline had passed by the day.

    Those that asked for the same come first; where there are none, any. And whether
    they asked for the same.
    """
    earlier = Target.objects.over_by(min(on, target.deadline)).exclude(pk=target.pk)
    same = earlier.filter(course=target.course_id, profile=target.profile_id)
    alike = list(_latest(same))
    teachers = alike or list(_latest(earlier))
    stamp = ",".join(f"{each.pk}.{each.entry_id}" for each in teachers)
    key = f"readiness:taught:{hashlib.sha256(stamp.encode()).hexdigest()}"
    shape: Shape | None = cache.get(key)
    if shape is None:
        shape = learn([_past(each) for each in teachers])
        cache.set(key, shape, TAUGHT)
    return shape, bool(alike)


def _latest(earlier: Any) -> Any:
    return earlier.select_related("unit", "profile").order_by("-deadline", "pk")[
        :TEACHERS
    ]


def _past(target: Target) -> Campaign:
    """Return a target that is over, its cells the units just below the provinces."""
    keys = province_keys()
    people: dict[str, list[Seen]] = {}
    groups: dict[str, str] = {}
    for each in counted(target, target.deadline):
        cell, group = cell_of(each.path, "", keys)
        groups[cell] = group
        people.setdefault(cell, []).append(each)
    return _campaign(target, people, groups, target.deadline)


def province_keys() -> frozenset[str]:
    """Return the keys of the provinces, as they stand in paths."""
    provinces = Unit.objects.filter(kind=UnitKind.PROVINCE)
    return frozenset(str(key) for key in provinces.values_list("pk", flat=True))
