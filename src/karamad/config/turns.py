"""How many requests are worked on at once, and how many answers are on their way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import BoundedSemaphore
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

# A thread sends one answer until its reader has it, and a film on a poor line takes an
# hour. So many may be on their way beside the pages.
READERS = 32


class Turns:
    """Lets so many requests be worked on at once; reading an answer takes no turn."""

    def __init__(self, application: Application, at_once: int) -> None:
        self.application = application
        self.turns = BoundedSemaphore(at_once)

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        with self.turns:
            return self.application(environ, start_response)
