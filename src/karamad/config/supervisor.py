"""Several programs that live and die together: the web server and the worker."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType

from django.utils.translation import gettext as _

PATIENCE = 10.0  # seconds a program may take to stop by itself
SHORT_LIFE = 10.0  # seconds; dying younger counts as failing to start
FAILURES = 3  # short lives in a row until we give up


@dataclass
class Program:
    """One program to keep running. before: what is seen to each time it starts."""

    name: str
    command: Sequence[str]
    before: Callable[[], None] | None = None
    process: subprocess.Popen[bytes] | None = None
    born: float = 0.0
    failures: int = 0

    def start(self) -> None:
        if self.before is not None:
            self.before()
        # A session of its own: Ctrl-C reaches us, and we stop it in order.
        self.process = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603
        self.born = time.monotonic()

    def died(self) -> bool:
        return self.process is not None and self.process.poll() is not None


class Supervisor:
    """Keeps programs running until told to stop, and stops them all."""

    def __init__(self, programs: Sequence[Program], say: Callable[[str], None]) -> None:
        self.programs = programs
        self.say = say
        self.stopping = False

    def run(self, *, ready: Callable[[], None]) -> int:
        """Start everything, wait for a signal; return the exit status.

        The first program has the machine to itself until `ready` returns.
        """
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.ask_to_stop)
        try:
            first, *others = self.programs
            first.start()
            ready()
            for program in others:
                program.start()
            while not self.stopping:
                if not self.revive():
                    return 2
                time.sleep(0.2)
        finally:
            self.stop()
        return 0

    def ask_to_stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def revive(self) -> bool:
        """Start again what died. False when a program does not stay alive."""
        for program in self.programs:
            if not program.died() or self.stopping:
                continue
            young = time.monotonic() - program.born < SHORT_LIFE
            program.failures = program.failures + 1 if young else 1
            if program.failures >= FAILURES:
                self.say(_("%(name)s پا نمی‌گیرد؛ دست می‌کشیم.") % {"name": program.name})
                return False
            self.say(_("%(name)s افتاد؛ دوباره راه می‌افتد.") % {"name": program.name})
            program.start()
        return True

    def stop(self) -> None:
        processes = [p.process for p in self.programs if p.process is not None]
        for process in processes:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + PATIENCE
        for process in processes:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
