"""How the actions say no."""

from __future__ import annotations

from collections.abc import Iterable


class Refused(Exception):
    """The rules say no; `grounds` holds every reason, in the order to put right."""

    def __init__(self, grounds: Iterable[str]) -> None:
        self.grounds = tuple(grounds)
        super().__init__(", ".join(self.grounds))


def check(grounds: tuple[str, ...]) -> None:
    """Go on where there is nothing against it. Errors: Refused."""
    if grounds:
        raise Refused(grounds)
