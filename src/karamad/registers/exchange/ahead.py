"""The process that reads and checks a file ahead of the one that writes it.

`python -m karamad.registers.exchange.ahead DESCRIPTOR`: an end of a pipe. Imports no
Django, so that it is there at once.
"""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Connection

from karamad.registers.exchange.sources import few_collections, run_ahead


def main(descriptor: int) -> None:
    """Serve the other end; it closing, or being gone, ends us quietly."""
    # Who started us hears Ctrl-C as well, and closes the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(ConnectionError), Connection(descriptor) as pipe, few_collections():
        run_ahead(pipe)


if __name__ == "__main__":
    main(int(sys.argv[1]))
