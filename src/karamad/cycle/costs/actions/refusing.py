"""How the actions say no."""

from __future__ import annotations

from karamad.cycle.costs.rules import Ground


class Refused(Exception):
    """The rules say no; `grounds` holds every reason, in the order to put right."""

    def __init__(self, grounds: tuple[Ground, ...]) -> None:
        self.grounds = grounds
        super().__init__(", ".join(grounds))


def check(grounds: tuple[Ground, ...]) -> None:
    """Go on where there is nothing against it. Errors: Refused."""
    if grounds:
        raise Refused(grounds)
