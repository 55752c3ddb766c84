"""What may be recorded about units and persons, and what follows from their names.

Pure: facts in, refusals or derived values out. The loads derive by the same functions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from karamad.kernel.text import ZWNJ, search_key, sort_key, sounds

NAME_KEY_LENGTH = 60
SORT_KEY_LENGTH = 200
TITLE_SEARCH_LENGTH = 200
TITLE_SORT_LENGTH = 220
MOST_WORDS = 6
BLANK_FIRST = "\t"  # sorts before the blank inside a compound family name


class Ground(StrEnum):
    """Why an act is refused. Each has its wording in `people/refusals/`."""

    ALREADY_CLOSED = "already-closed"
    ALREADY_MERGED = "already-merged"
    ALREADY_RECORDED = "already-recorded"
    BIRTH_IN_FUTURE = "birth-in-future"
    CLOSES_BEFORE_OPENING = "closes-before-opening"
    CODE_TAKEN = "code-taken"
    DIED_BEFORE_BIRTH = "died-before-birth"
    DIED_IN_FUTURE = "died-in-future"
    ENDS_BEFORE_START = "ends-before-start"
    HOLDS_CHILDREN = "holds-children"
    HOLDS_PEOPLE = "holds-people"
    ID_TAKEN = "id-taken"
    NAME_MISSING = "name-missing"
    NOTHING_CHANGES = "nothing-changes"
    NOT_MERGED = "not-merged"
    PARENT_BELOW_ITSELF = "parent-below-itself"
    PARENT_CLOSED = "parent-closed"
    PERSON_DEAD = "person-dead"
    RETIRED_BEFORE_SERVICE = "retired-before-service"
    SAME_RECORD = "same-record"
    SERVICE_BEFORE_BIRTH = "service-before-birth"
    UNIT_CLOSED = "unit-closed"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason for a no; `about` names the day, the code or the number meant."""

    ground: Ground
    about: str = ""


# ---- names ------------------------------------------------------------------


def name_keys(*names: str) -> tuple[str, ...]:
    """Return the keys under which a person of these names is found, sorted.

    Each name whole and each of its words, as Persian ears hear them: «علی‌اکبر» and
    «علی اکبر» are both found by «علی», «اکبر» and «علیاکبر».
    Source: docs/domain.md 9.3.
    """
    heard = set()
    for name in names:
        parts = name.replace(ZWNJ, " ").split()
        heard |= {sounds(part) for part in (*parts, "".join(parts))}
    return tuple(sorted(key[:NAME_KEY_LENGTH] for key in heard if key))


def asked_names(text: str) -> tuple[tuple[str, ...], ...]:
    """Return what a typed search may mean, the likeliest first: each a set of keys.

    A blank may part two names or two halves of one: «علی اکبر» also asks for
    «علیاکبر».
    Source: docs/domain.md 9.3.
    """
    words = [sounds(word)[:NAME_KEY_LENGTH] for word in text.split()[:MOST_WORDS]]
    words = [word for word in words if word]
    readings = [tuple(words)] if words else []
    for place in range(len(words) - 1):
        joined = "".join(words[place : place + 2])[:NAME_KEY_LENGTH]
        readings.append((*words[:place], joined, *words[place + 2 :]))
    return tuple(readings)


def person_sort_key(*, first_name: str, last_name: str) -> str:
    """Return the key that orders people by family name, then name, as Persian does.

    Source: docs/domain.md 9.3; kernel.text.sort_key.
    """
    key = sort_key(last_name) + BLANK_FIRST + sort_key(first_name)
    return key[:SORT_KEY_LENGTH]


def title_search_key(title: str) -> str:
    """Return the search spelling of a unit's name or a post's title.

    Source: docs/domain.md 9.3; kernel.text.search_key.
    """
    return search_key(title)[:TITLE_SEARCH_LENGTH]


def title_sort_key(title: str) -> str:
    """Return the key that orders units and posts by name.

    Source: docs/domain.md 9.3; kernel.text.sort_key.
    """
    return sort_key(title)[:TITLE_SORT_LENGTH]


# ---- units ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """From a day on (None: ever since) a unit stands under `parent` (None: a root)."""

    from_day: date | None
    parent: int | None


@dataclass(frozen=True, slots=True)
class UnitState:
    """What the rules ask of a unit."""

    opened_on: date | None
    closed_on: date | None
    merged: bool = False

    def is_open(self, on: date) -> bool:
        """Test whether the unit exists on the day."""
        opened = self.opened_on is None or self.opened_on <= on
        return opened and (self.closed_on is None or on < self.closed_on)


Places = Mapping[int, Iterable[Place]]


def parent_on(places: Iterable[Place], on: date) -> int | None:
    """Return the parent in force on the day: that of the latest place begun.

    Source: docs/architecture.md, rule 1 (as of a day).
    """
    begun = [p for p in places if p.from_day is None or p.from_day <= on]
    if not begun:
        return None
    return max(begun, key=lambda place: place.from_day or date.min).parent


def stands_below(places: Places, unit: int, other: int, on: date) -> bool:
    """Test whether `unit` is `other` or stands below it on the day.

    Source: docs/architecture.md, rule 4 (a role holds on a unit and all below it).
    """
    seen: set[int] = set()
    above: int | None = unit
    while above is not None and above not in seen:
        if above == other:
            return True
        seen.add(above)
        above = parent_on(places.get(above, ()), on)
    return False


def move_refusals(
    *, unit: int, parent: int | None, state: UnitState, places: Places, from_day: date
) -> tuple[Refusal, ...]:
    """Return why `unit` may not stand under `parent` from the day on.

    places: of the parent and whatever was or will be above it. A move already
    recorded for a later day counts too: no day may see a unit below itself.
    state: the new parent's.
    Source: docs/mission.md, "The tree of units" (no cycles).
    """
    if parent is None:
        return ()
    found = []
    if state.merged or not state.is_open(from_day):
        found.append(Refusal(Ground.PARENT_CLOSED, from_day.isoformat()))
    later = {
        place.from_day
        for each in places.values()
        for place in each
        if place.from_day is not None and place.from_day > from_day
    }
    for day in sorted({from_day, *later}):
        if stands_below(places, parent, unit, day):
            found.append(Refusal(Ground.PARENT_BELOW_ITSELF, day.isoformat()))
            break
    return tuple(found)


def unit_refusals(
    *, name: str, opened_on: date | None, closed_on: date | None
) -> tuple[Refusal, ...]:
    """Return why a unit's row may not say this.

    Source: docs/formats.md, units (name required; opened before closed).
    """
    found = []
    if not name.strip():
        found.append(Refusal(Ground.NAME_MISSING))
    if opened_on and closed_on and closed_on <= opened_on:
        found.append(Refusal(Ground.CLOSES_BEFORE_OPENING, opened_on.isoformat()))
    return tuple(found)


def close_refusals(
    *, state: UnitState, on: date, children: int, people: int
) -> tuple[Refusal, ...]:
    """Return why a unit may not close on the day: somebody would be left inside.

    children, people: open units under it and people who hold posts in it, that day.
    Source: docs/mission.md, "The tree of units" (it opens and closes).
    """
    found = []
    if state.closed_on is not None or state.merged:
        found.append(Refusal(Ground.ALREADY_CLOSED))
    if state.opened_on is not None and on <= state.opened_on:
        about = state.opened_on.isoformat()
        found.append(Refusal(Ground.CLOSES_BEFORE_OPENING, about))
    if children:
        found.append(Refusal(Ground.HOLDS_CHILDREN, str(children)))
    if people:
        found.append(Refusal(Ground.HOLDS_PEOPLE, str(people)))
    return tuple(found)


def unit_merge_refusals(
    *, same: bool, old: UnitState, into: UnitState, into_below_old: bool, on: date
) -> tuple[Refusal, ...]:
    """Return why `old` may not be merged into another unit on the day.

    Source: docs/mission.md, "The tree of units" (two become one).
    """
    if same:
        return (Refusal(Ground.SAME_RECORD),)
    found = []
    if old.merged or old.closed_on is not None:
        found.append(Refusal(Ground.ALREADY_CLOSED))
    elif old.opened_on is not None and on <= old.opened_on:
        about = old.opened_on.isoformat()
        found.append(Refusal(Ground.CLOSES_BEFORE_OPENING, about))
    if into.merged or not into.is_open(on):
        found.append(Refusal(Ground.PARENT_CLOSED, on.isoformat()))
    if into_below_old:
        found.append(Refusal(Ground.PARENT_BELOW_ITSELF, on.isoformat()))
    return tuple(found)


# ---- persons ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Life:
    """The days of a person that bind each other."""

    first_name: str
    last_name: str
    birth_date: date | None = None
    service_start: date | None = None
    retired_on: date | None = None
    died_on: date | None = None


def person_refusals(life: Life, on: date) -> tuple[Refusal, ...]:
    """Return why a person's row may not say this.

    on: the day of recording; nobody is born or dead in the future.
    Source: docs/formats.md, people (dates in the future are refused for birth_date).
    """
    return tuple(_person_refusals(life, on))


def _person_refusals(life: Life, on: date) -> Iterator[Refusal]:
    if not life.first_name.strip() or not life.last_name.strip():
        yield Refusal(Ground.NAME_MISSING)
    born, began = life.birth_date, life.service_start
    if born and born > on:
        yield Refusal(Ground.BIRTH_IN_FUTURE, born.isoformat())
    if born and began and began <= born:
        yield Refusal(Ground.SERVICE_BEFORE_BIRTH, born.isoformat())
    if began and life.retired_on and life.retired_on <= began:
        yield Refusal(Ground.RETIRED_BEFORE_SERVICE, began.isoformat())
    if life.died_on and life.died_on > on:
        yield Refusal(Ground.DIED_IN_FUTURE, life.died_on.isoformat())
    if born and life.died_on and life.died_on < born:
        yield Refusal(Ground.DIED_BEFORE_BIRTH, born.isoformat())


def person_merge_refusals(
    *, same: bool, merged: bool, into_merged: bool
) -> tuple[Refusal, ...]:
    """Return why one record may not be merged into another.

    Source: docs/mission.md, "Persons" (merged, with a way back).
    """
    if same:
        return (Refusal(Ground.SAME_RECORD),)
    if merged or into_merged:
        return (Refusal(Ground.ALREADY_MERGED),)
    return ()


# ---- assignments --------------------------------------------------------------


def assignment_refusals(
    *,
    from_day: date,
    until_day: date | None,
    unit: UnitState,
    died_on: date | None,
) -> tuple[Refusal, ...]:
    """Return why a person may not hold a post in the unit for these days.

    Source: docs/formats.md, assignments (until is exclusive).
    """
    found = []
    if until_day is not None and until_day <= from_day:
        found.append(Refusal(Ground.ENDS_BEFORE_START, from_day.isoformat()))
    if not unit.is_open(from_day):
        found.append(Refusal(Ground.UNIT_CLOSED, from_day.isoformat()))
    if died_on is not None and died_on <= from_day:
        found.append(Refusal(Ground.PERSON_DEAD, died_on.isoformat()))
    return tuple(found)
