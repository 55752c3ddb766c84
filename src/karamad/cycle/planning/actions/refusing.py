"""How the actions say no."""

from __future__ import annotations

from collections.abc import Iterable

from karamad.cycle.planning.rules import Refusal


class Refused(Exception):
    """The rules say no; `grounds` holds every reason, in the order to put right."""

    def __init__(self, grounds: Iterable[str]) -> None:
        self.grounds = tuple(grounds)
        super().__init__(", ".join(self.grounds))


def check(grounds: tuple[str, ...]) -> None:
    """Go on where there is nothing against it. Errors: Refused."""
    if grounds:
        raise Refused(grounds)


class PlanRefused(Exception):
    """The rules say no to a plan; `refusals` holds every reason, in order."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__(", ".join(each.ground for each in self.refusals))


def check_plan(refusals: tuple[Refusal, ...]) -> None:
    """Go on where there is nothing against it. Errors: PlanRefused."""
    if refusals:
        raise PlanRefused(refusals)
