"""How much memory a process and its children take at most."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Event, Thread


class Watch(Thread):
    """Looks at the memory of this process and its children every so many seconds.

    Each page counts by its share (PSS), so that one that two of them use counts once.
    """

    def __init__(self, every: float = 1) -> None:
        super().__init__(daemon=True)
        self._every = every
        self.most = 0  # KB
        self._over = Event()

    def __enter__(self) -> Watch:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join()

    def run(self) -> None:
        while not self._over.wait(self._every):
            self.most = max(self.most, sum(map(share_of_memory, family())))


def family() -> list[int]:
    ours = os.getpid()
    children = Path(f"/proc/{ours}/task/{ours}/children").read_text()
    return [ours, *map(int, children.split())]


def share_of_memory(pid: int) -> int:
    """Return the process's proportional set size in KB; nothing once it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
