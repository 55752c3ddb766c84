"""Who may hand on which role: never further, wider or longer than he holds himself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Ground(StrEnum):
    """Why a role is not given."""

    ALREADY_HELD = "already_held"
    HIMSELF = "himself"
    MORE_THAN_HELD = "more_than_held"
    NOTHING_TO_HAND_ON = "nothing_to_hand_on"
    OUTLIVES = "outlives"
    OUT_OF_REACH = "out_of_reach"
    PERIOD_EMPTY = "period_empty"
    PERIOD_PAST = "period_past"


@dataclass(frozen=True, slots=True)
class Held:
    """A role on a unit and all below it; an empty unit is the nation."""

    role: str
    unit_code: str
    permissions: frozenset[str]
    from_day: date
    until_day: date | None


@dataclass(frozen=True, slots=True)
class Gift:
    """A role to be given.

    lineage: codes of the unit and of all above it; empty for the whole nation.
    hands_on: the permission that a giver must hold there.
    personal: the role reaches only its holder, so that its permissions are no power.
    """

    role: str
    unit_code: str
    lineage: frozenset[str]
    permissions: frozenset[str]
    from_day: date
    until_day: date | None
    hands_on: str
    personal: bool = False
    to_himself: bool = False


def refusals(
    gift: Gift, giver: Iterable[Held], receiver: Iterable[Held], on: date
) -> tuple[Ground, ...]:
    """Return every reason not to give a role; none means it may be given.

    giver: what the giver holds on the day `on`; receiver: what the receiver holds,
    now or later.
    Source: docs/mission.md, "Handing on" and "Who sees what".
    """
    return tuple(_refusals(gift, tuple(giver), tuple(receiver), on))


def _refusals(
    gift: Gift, giver: tuple[Held, ...], receiver: tuple[Held, ...], on: date
) -> Iterator[Ground]:
    yield from _about_days(gift.from_day, gift.until_day, on)
    if gift.to_himself:
        yield Ground.HIMSELF
    over = [held for held in giver if covers(held, gift.lineage)]
    if not any(gift.hands_on in held.permissions for held in over):
        yield Ground.OUT_OF_REACH
    elif not gift.personal:
        powers = frozenset[str]().union(*(held.permissions for held in over))
        if gift.permissions - powers:
            yield Ground.MORE_THAN_HELD
    if any(_same(held, gift) and _overlap(held, gift) for held in receiver):
        yield Ground.ALREADY_HELD


def covers(held: Held, lineage: frozenset[str]) -> bool:
    """Say whether a role carries to a unit: over the nation, on it, or above it.

    Source: docs/architecture.md, rule 4 (a role holds on a unit and all below it).
    """
    return not held.unit_code or held.unit_code in lineage


def may_keep_key(
    keeper: Iterable[Held], owner: Iterable[tuple[Held, frozenset[str]]], hands_on: str
) -> bool:
    """Say whether one may open another's account: set its password, close it.

    Whoever holds the key can do all that the owner can, so the keeper must be able to
    give every role the owner holds. owner: his roles, each with its unit's lineage.
    Source: docs/mission.md, "Handing on".
    """
    keys = tuple(keeper)
    return all(_could_give(keys, held, lineage, hands_on) for held, lineage in owner)


def _could_give(
    keys: tuple[Held, ...], held: Held, lineage: frozenset[str], hands_on: str
) -> bool:
    over = [key for key in keys if covers(key, lineage)]
    powers = frozenset[str]().union(*(key.permissions for key in over))
    return hands_on in powers and held.permissions <= powers


def substitution_refusals(
    officer: Iterable[Held],
    period: tuple[date, date | None],
    on: date,
    *,
    to_himself: bool = False,
) -> tuple[Ground, ...]:
    """Return every reason not to let someone sit in an officer's seat for a while.

    officer: the offices to hand over. period: from a day until a day, which a
    substitution always has.
    Source: docs/mission.md, "Who sees what" (a substitute).
    """
    return tuple(_substitution(tuple(officer), period, on, to_himself=to_himself))


def _substitution(
    officer: tuple[Held, ...],
    period: tuple[date, date | None],
    on: date,
    *,
    to_himself: bool,
) -> Iterator[Ground]:
    start, end = period
    yield from _about_days(start, end, on)
    if to_himself:
        yield Ground.HIMSELF
    if not officer:
        yield Ground.NOTHING_TO_HAND_ON
    elif any(
        held.until_day is not None and (end is None or end > held.until_day)
        for held in officer
    ):
        yield Ground.OUTLIVES


def _about_days(start: date, end: date | None, on: date) -> Iterator[Ground]:
    if end is not None and end <= start:
        yield Ground.PERIOD_EMPTY
    elif end is not None and end <= on:
        yield Ground.PERIOD_PAST


def _same(held: Held, gift: Gift) -> bool:
    return (held.role, held.unit_code) == (gift.role, gift.unit_code)


def _overlap(held: Held, gift: Gift) -> bool:
    begun = gift.until_day is None or held.from_day < gift.until_day
    return begun and (held.until_day is None or gift.from_day < held.until_day)
