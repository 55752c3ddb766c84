"""How an act of this app says no."""

from __future__ import annotations

from collections.abc import Iterable

from karamad.cycle.eligibility.rules.deciding import Ground, Refusal


class Refused(Exception):
    """The rules say no; `refusals` holds every reason, in the order to put right."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__(", ".join(refusal.ground for refusal in self.refusals))

    @classmethod
    def because(cls, ground: Ground, about: str = "") -> Refused:
        """Make a refusal with one reason."""
        return cls((Refusal(ground, about),))
