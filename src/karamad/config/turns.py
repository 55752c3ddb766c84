"""How many requests are worked on at once, and how many come or go beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from tempfile import SpooledTemporaryFile
from threading import BoundedSemaphore
from typing import IO, Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

# A thread sends one answer until its reader has it, and a film on a poor line takes an
# hour; so does a file on its way here. So many may be on their way beside the pages.
READERS = 32
SMALL = 1 << 20  # bytes of a form or a small file, which is kept in memory
PART = 1 << 16  # bytes


class Turns:
    """Lets so many requests be worked on at once; what comes and goes takes no turn.

    largest: bytes; what is longer is left to the application, which refuses it unread.
    """

    def __init__(
        self, application: Application, at_once: int, largest: int = SMALL
    ) -> None:
        self.application = application
        self.largest = largest
        self.turns = BoundedSemaphore(at_once)
        # No more of the disk is taken by what comes than by as many turns.
        self.large = BoundedSemaphore(at_once)

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        length = _length(environ)
        if not 0 < length <= self.largest:
            return self._work(environ, start_response)
        place = self.large if length > SMALL else nullcontext()
        with place, SpooledTemporaryFile(max_size=SMALL) as body:
            _receive(environ["wsgi.input"], length, body)
            environ["wsgi.input"] = body
            return self._work(environ, start_response)

    def _work(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        with self.turns:
            return self.application(environ, start_response)


def _length(environ: dict[str, Any]) -> int:
    said = str(environ.get("CONTENT_LENGTH") or "")
    return int(said) if said.isdecimal() else 0


def _receive(source: IO[bytes], length: int, body: IO[bytes]) -> None:
    """Read what is sent until it is here; what breaks off is handed on as it came."""
    while length > 0 and (part := source.read(min(length, PART))):
        length -= body.write(part)
    body.seek(0)
