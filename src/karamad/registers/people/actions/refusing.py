"""How an act says no, and how it writes what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from karamad.registers.people.rules import Ground, Refusal


class Refused(Exception):
    """The rules say no; `refusals` holds every reason, in the order to put right."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__(", ".join(refusal.ground for refusal in self.refusals))

    @classmethod
    def because(cls, ground: Ground, about: str = "") -> Refused:
        """Make a refusal with one reason."""
        return cls((Refusal(ground, about),))


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as JSON takes them: days as text."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }


def differing(row: object, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of `facts` that the row does not say already."""
    return {name: value for name, value in facts.items() if getattr(row, name) != value}
