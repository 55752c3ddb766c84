"""Which version of a material a run takes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Basis(StrEnum):
    """Why it is this version, or none."""

    CURRENT = "current"  # the latest; a later one will take its place until it begins
    OPENING = "opening"  # the latest when the run began
    GIVEN = "given"  # an officer gave it to this run
    INSTEAD = "instead"  # what it had was withdrawn: the next one, or the one before
    LATER = "later"  # there is none: the material came after the run began
    WITHDRAWN = "withdrawn"  # there is none any more


@dataclass(frozen=True, slots=True)
class Edition:
    """A version as the rule sees it. published_on: its day in Iran."""

    number: int
    published_on: date
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """The number of the version a run takes, None for none; and why."""

    number: int | None
    basis: Basis


def begun(first_day: date | None, on: date) -> bool:
    """Test whether a run keeps what it has, whatever is published now.

    On its first day it does not yet: papers are mended until the morning of the first
    session. Source: ADR 134.
    """
    return first_day is not None and first_day < on


def taken(
    editions: Collection[Edition],
    *,
    first_day: date | None,
    on: date,
    given: int | None = None,
) -> Taken:
    """Return which version of a material a run takes, on a day.

    first_day: the run's; None as long as it has no sessions. given: by an officer.
    A run keeps what was the latest on its first day, that day included, so that
    nobody's papers change under his hands. Source: ADR 134.
    """
    standing = {each.number for each in editions if not each.withdrawn}
    if given in standing:
        return Taken(given, Basis.GIVEN)
    known = [
        each.number
        for each in editions
        if first_day is None or each.published_on <= first_day
    ]
    if not known:
        return Taken(None, Basis.LATER if standing else Basis.WITHDRAWN)
    had = max(known)
    if had in standing:
        return Taken(had, Basis.OPENING if begun(first_day, on) else Basis.CURRENT)
    after = [number for number in standing if number > had]
    if after:
        return Taken(min(after), Basis.INSTEAD)
    if standing:
        return Taken(max(standing), Basis.INSTEAD)
    return Taken(None, Basis.WITHDRAWN)
