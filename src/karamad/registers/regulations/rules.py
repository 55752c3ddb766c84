"""What stands of a document on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """Whether a document is law on a day, as far as the register knows."""

    NOT_YET = "not_yet"
    IN_FORCE = "in_force"
    AMENDED = "amended"
    REPLACED = "replaced"
    ANNULLED = "annulled"


@dataclass(frozen=True, slots=True)
class Stroke:
    """Another document amends, replaces or annuls this one from a day on.

    since: None when neither the link nor the other document has a date; counts always.
    """

    standing: Standing
    since: date | None


def standing(
    issued_on: date | None, strokes: Iterable[Stroke], on: date
) -> tuple[Standing, date | None]:
    """Return how a document stands on the day, and since when.

    What weighs most decides: annulled before replaced before amended.
    Source: docs/domain.md 2.4 (a rule annulled by the court is asked as of a day).
    """
    if issued_on is not None and on < issued_on:
        return Standing.NOT_YET, None
    fallen = [s for s in strokes if s.since is None or s.since <= on]
    for weight in (Standing.ANNULLED, Standing.REPLACED, Standing.AMENDED):
        days = [stroke.since for stroke in fallen if stroke.standing is weight]
        if days:
            known = [day for day in days if day is not None]
            return weight, min(known, default=None)
    return Standing.IN_FORCE, issued_on
