"""How a target stands on a day: done, missing, pace, and what is to be expected.

Every reader reads the same forecast; each sees the rows in his reach. So a province's
number is one number, on its expert's page and on the deputy's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from karamad.insight.forecasts import Band, needs
from karamad.insight.readiness.actions.counting import Seen, counted
from karamad.insight.readiness.actions.foreseeing import (
    Ahead,
    Wanted,
    foresee,
    province_keys,
)
from karamad.insight.readiness.models import Target
from karamad.insight.readiness.rules import (
    DAY,
    Answer,
    Row,
    answer,
    cell_of,
    days_of,
    is_open,
    people_asked,
    row_of,
)
from karamad.kernel.hiding import tells, too_small
from karamad.registers.people.models import Unit
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission

LATELY = 14  # days over which the pace is taken
WHOLE = ""  # the key of the total


@dataclass(frozen=True, slots=True)
class Standing:
    """A target as of a day. series: done by the end of each day from the first on.

    fan: days ahead with the counts at the forecast's levels. learnt: from how many
    earlier targets. on: the day counted, the deadline at the latest. is_over: the
    deadline has passed; on its own day it has not, as long as that is today.
    """

    target: Target
    on: date
    total: Row
    rows: list[Row]
    units: dict[str, Unit]
    series: list[tuple[date, int]]
    fan: list[tuple[date, tuple[int, ...]]]
    learnt: int
    in_turns: bool
    days_left: int
    open_days: int
    is_over: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads. paths: of the units whose figures he sees; None is all.

    sees_people: wherever he sees figures. provinces: the keys of the provinces. known:
    the paths below which he may see people, by another of his roles.
    """

    paths: tuple[str, ...] | None
    sees_people: bool
    provinces: frozenset[str]
    known: tuple[str, ...] = ()

    @classmethod
    def of(cls, user: User, on: date) -> Reader:
        reach = user.reach(Permission.READINESS_TARGET_VIEW, on=on)
        persons = user.reach(Permission.PEOPLE_PERSON_LIST, on=on)
        paths = None
        if not reach.everywhere:
            units = Unit.objects.filter(code__in=reach.unit_codes).exclude(path="")
            paths = tuple(units.order_by("path").values_list("path", flat=True))
        if persons.everywhere or persons == reach:
            return cls(paths, sees_people=True, provinces=province_keys())
        held = Unit.objects.filter(code__in=persons.unit_codes).exclude(path="")
        known = held.order_by("path").values_list("path", flat=True)
        return cls(
            paths,
            sees_people=False,
            provinces=province_keys(),
            known=tuple(known) if persons.unit_codes else (),
        )

    def anchors(self, target: Target) -> tuple[str, ...]:
        """Return the units whose children are the rows; none is the nation."""
        if self.paths is not None:
            return self.paths
        return (target.unit.path,) if target.unit else ()


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the people of a target are, seen by one reader."""

    provinces: frozenset[str]
    anchors: tuple[str, ...]


def standing(
    target: Target, *, to: Reader, on: date, today: date | None = None
) -> Standing:
    """Return how a target stands on the day, in the reach of the reader.

    Past the deadline: how it stood on it; closed: how it stood on that day. today: the
    day that is not over yet; None: every day asked is.
    """
    day = min(on, target.deadline, target.closed_on or on)
    last = day == target.deadline == today
    seen = counted(target, day)
    places = _Places(to.provinces, to.anchors(target))
    inside = [
        (row, each)
        for each in seen
        if (row := row_of(each.path, places.anchors, places.provinces))
    ]
    over = day == target.deadline and not last
    piles = _piles(target, inside, day)
    ahead = Ahead({}, [], 0)
    if day < target.deadline and piles[WHOLE].missing > 0:
        asked = {row: pile.asked for row, pile in piles.items()}
        ahead = foresee(target, _wanted(seen, inside, places, asked), day)
    first = day if last else day + DAY
    open_days = sum(map(is_open, days_of(first, target.deadline)))
    when = _When(day, over, last, open_days)
    rows = [
        _completed(pile, target, when, ahead.bands.get(row))
        for row, pile in piles.items()
    ]
    unknown = _piles(
        target, [each for each in inside if not each[1].path.startswith(to.known)], day
    )
    total, others = _shown(rows, to, unknown)
    units = _units(others)
    series = _series(target, [each for _row, each in inside], day)
    return Standing(
        target=target,
        on=day,
        total=total,
        rows=sorted(others, key=lambda row: _risk(row, units)),
        units=units,
        series=[] if total.hidden else series,
        fan=[] if total.hidden else ahead.fan,
        learnt=ahead.learnt,
        in_turns=ahead.in_turns,
        days_left=(target.deadline - day).days,
        open_days=open_days,
        is_over=over,
    )


# ---- figures ------------------------------------------------------------------


def _piles(
    target: Target, inside: Iterable[tuple[str, Seen]], on: date
) -> dict[str, Row]:
    """Return a row for the whole and one for each unit shown, not foreseen yet."""
    heads: dict[str, int] = defaultdict(int, {WHOLE: 0})
    done: dict[str, int] = defaultdict(int)
    lately: dict[str, int] = defaultdict(int)
    first = max(target.from_day, on - DAY * (LATELY - 1))
    for row, seen in inside:
        for key in (WHOLE, row):
            heads[key] += seen.people
            if seen.done_on is not None:
                done[key] += seen.people
                lately[key] += seen.people * (seen.done_on >= first)
    days = sum(map(is_open, days_of(first, on)))
    return {
        key: Row(
            path=key,
            heads=number,
            done=done[key],
            asked=people_asked(number, target.share),
            pace=lately[key] / days if days else None,
            answer=Answer.UNKNOWN,
        )
        for key, number in heads.items()
    }


@dataclass(frozen=True, slots=True)
class _When:
    """Where a day lies to the deadline: past it, on it while it lasts, days before."""

    on: date
    over: bool
    last: bool
    open_days: int


def _completed(row: Row, target: Target, when: _When, band: Band | None) -> Row:
    """Return the row with what is to be expected of it, and how it stands."""
    short = row.asked - band.unlucky if band else row.missing
    return replace(
        row,
        band=band,
        needs=needs(missing=row.missing, short=short, open_days=when.open_days),
        answer=answer(
            heads=row.heads,
            missing=row.missing,
            begun=when.on >= target.from_day,
            over=when.over,
            last=when.last,
            chance=band.probability if band else None,
        ),
    )


def _series(target: Target, seen: Sequence[Seen], on: date) -> list[tuple[date, int]]:
    """Return how many were done by the end of each day, from the day before the first.

    Empty before the first day.
    """
    on_day: dict[date, int] = defaultdict(int)
    total = 0
    for each in seen:
        if each.done_on is None:
            continue
        if each.done_on < target.from_day:
            total += each.people
        else:
            on_day[each.done_on] += each.people
    if on < target.from_day:
        return []
    points = [(target.from_day - DAY, total)]
    for day in days_of(target.from_day, on):
        total += on_day[day]
        points.append((day, total))
    return points


def _wanted(
    seen: Sequence[Seen],
    inside: Sequence[tuple[str, Seen]],
    places: _Places,
    asked: Mapping[str, int],
) -> Wanted:
    """Sort everybody into the cells forecast, and the cells into the rows shown."""
    rows = {each.path: row for row, each in inside}
    cells: dict[str, list[Seen]] = defaultdict(list)
    groups: dict[str, str] = {}
    shown: dict[str, set[str]] = {key: set() for key in asked}
    for each in seen:
        row = rows.get(each.path, "")
        cell, group = cell_of(each.path, row, places.provinces)
        cells[cell].append(each)
        groups[cell] = group
        if row:
            shown[row].add(cell)
            shown[WHOLE].add(cell)
    return Wanted(cells, groups, shown, asked)


# ---- rows ---------------------------------------------------------------------


def _shown(
    rows: list[Row], to: Reader, unknown: Mapping[str, Row]
) -> tuple[Row, list[Row]]:
    """Return the total and the others, as the reader sees them.

    Who may not see people gets no figures that would tell of single ones; under a total
    that would, none at all. unknown: the rows of those only of whom he sees nobody:
    the others he takes off by himself.
    """
    total = next(row for row in rows if row.path == WHOLE)
    others = {row.path: row for row in rows if row.path != WHOLE}
    hidden: Collection[str] = ()
    if not to.sees_people and tells(unknown[WHOLE].parts):
        total, hidden = total.without_figures(), others
    elif not to.sees_people:
        parts = {path: row.parts for path, row in unknown.items() if path != WHOLE}
        hidden = too_small(parts)
    return total, [
        row.without_figures() if path in hidden else row for path, row in others.items()
    ]


def _units(rows: list[Row]) -> dict[str, Unit]:
    """Return the unit of each row, by its path."""
    keys = {row.path: int(row.path.rstrip(".").rsplit(".", 1)[-1]) for row in rows}
    found = Unit.objects.in_bulk(set(keys.values()))
    return {path: found[key] for path, key in keys.items()}


def _risk(row: Row, units: Mapping[str, Unit]) -> tuple[bool, float, int, str]:
    """The likeliest to miss the date first; hidden ones last, in the alphabet."""
    name = units[row.path].sort_key
    if row.hidden:
        return (True, 0.0, 0, name)
    chance = row.chance if row.chance is not None else row.share
    return (False, chance, -row.missing, name)
