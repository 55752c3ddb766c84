"""Where a reader asks about: the nation, a unit, or the units he holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from karamad.insight.coverage.actions import texts
from karamad.registers.people.models import Unit
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission

FIGURES = Permission.COVERAGE_FIGURE_VIEW
PERSONS = Permission.PEOPLE_PERSON_LIST


@dataclass(frozen=True, slots=True)
class Place:
    """What a page is about. unit: None is the nation, or several units held.

    anchors: the units held, when there are several. sees_people: whether he who asks
    may see every person here; known: else the paths below which he may, by another of
    his roles. is_whole: whether this is all that he may ask about.
    """

    unit: Unit | None
    anchors: tuple[Unit, ...] = ()
    sees_people: bool = False
    is_whole: bool = False
    known: tuple[str, ...] = ()

    @property
    def is_nation(self) -> bool:
        return self.unit is None and not self.anchors

    @property
    def path(self) -> str:
        return self.unit.path if self.unit else ""

    @property
    def key(self) -> str:
        """What tells this place from others, in caches and file names."""
        held = "-".join(str(each.pk) for each in self.anchors)
        return str(self.unit.pk) if self.unit else held or "nation"

    def line(self) -> str:
        """Return in SQL in which line a row of c is counted: the key of a unit."""
        if self.unit:
            depth = self.unit.path.count(".") + 1
            child = f"nullif(split_part(c.path, '.', {depth}), '')"
            return f"coalesce(CAST({child} AS BIGINT), {self.unit.pk})"
        if not self.anchors:
            return "c.head"
        cases = (f"WHEN {_below(each)} THEN {each.pk}" for each in self.anchors)
        return f"CASE {' '.join(cases)} END"

    def unknown(self) -> str:
        """Return in SQL which rows of c are here of whom he may see nobody."""
        apart = (f"NOT {texts.below(path)}" for path in self.known)
        return " AND ".join([self.within(), *apart])

    def within(self) -> str:
        """Return in SQL which rows of c are here."""
        if self.unit:
            return _below(self.unit)
        held = " OR ".join(map(_below, self.anchors))
        return f"({held})" if held else "1 = 1"


def _below(unit: Unit) -> str:
    return texts.below(unit.path)


class NoReach(Exception):
    """The reader's roles hold on no unit that is there."""


def whole(user: User, *, on: date) -> Place:
    """Return all that the reader may ask about. Errors: NoReach."""
    reach = user.reach(FIGURES, on=on)
    if reach.everywhere:
        sees = _sees_all(user, on)
        known = () if sees else _known(user, on)
        return Place(None, sees_people=sees, is_whole=True, known=known)
    units = _outermost(Unit.objects.filter(code__in=reach.unit_codes).exclude(path=""))
    if not units:
        raise NoReach
    sees = _sees_all(user, on) or _sees_each(user, units, on)
    known = () if sees else _known(user, on)
    if len(units) == 1:
        return Place(units[0], sees_people=sees, is_whole=True, known=known)
    return Place(None, tuple(units), sees_people=sees, is_whole=True, known=known)


def below(user: User, unit: Unit, *, on: date) -> Place:
    """Return a unit as this reader sees it; it lies in his reach already."""
    sees = _sees_all(user, on) or _sees_each(user, [unit], on)
    held = user.reach(FIGURES, on=on).unit_codes
    known = () if sees else _known(user, on)
    return Place(unit, sees_people=sees, is_whole=held == {unit.code}, known=known)


def _sees_all(user: User, on: date) -> bool:
    persons = user.reach(PERSONS, on=on)
    if persons.everywhere:
        return True
    # The same roles give both: nothing more to ask.
    return bool(persons.unit_codes) and persons == user.reach(FIGURES, on=on)


def _sees_each(user: User, units: Sequence[Unit], on: date) -> bool:
    if PERSONS not in user.permissions_on(on):
        return False
    keys = [unit.pk for unit in units]
    seen = Unit.objects.visible_to(user, on=on, permission=PERSONS)
    return bool(keys) and seen.filter(pk__in=keys).count() == len(keys)


def _known(user: User, on: date) -> tuple[str, ...]:
    """Return the paths below which he may see people."""
    codes = user.reach(PERSONS, on=on).unit_codes
    held = Unit.objects.filter(code__in=codes).exclude(path="") if codes else ()
    return tuple(unit.path for unit in _outermost(held))


def _outermost(units: Iterable[Unit]) -> list[Unit]:
    """Return those that lie in none of the others, in the order of the tree."""
    found: list[Unit] = []
    for unit in sorted(units, key=lambda each: each.path):
        if not any(unit.path.startswith(other.path) for other in found):
            found.append(unit)
    return found
