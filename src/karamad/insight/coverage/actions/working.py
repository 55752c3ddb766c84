"""One counting under way: what it says of itself, how it hears that it is to stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from karamad.insight.coverage.models import Stage, Tally
from karamad.lake.extracting import Stopped

HEARD_EVERY: Final = timedelta(seconds=1)  # of who waits; he is told ten times a second
STEPS: Final = 3  # the registers, the judge, the counts

Clock = Callable[[], datetime]


@dataclass(slots=True)
class Counting:
    """The counting of a day taken at `since`; who takes the day after it ends it.

    `say`, `hear` and `keep` use the database, and are for one thread; `is_stopped` is
    for any.
    """

    day: date
    since: datetime
    clock: Clock
    stopped: bool = False
    said_at: datetime | None = None

    @classmethod
    def of(cls, tally: Tally, clock: Clock) -> Counting:
        """Return the counting for which the day is taken now."""
        return cls(tally.day, tally.asked_at, clock)

    def say(self, stage: Stage, done: int) -> None:
        """Write down how far it is. Errors: Stopped."""
        self.said_at = self.clock()
        self._write(stage=stage, done=done, total=STEPS, heard_at=self.said_at)

    def hear(self) -> None:
        """Say while others are waited for that it goes on; seldom, however called."""
        if self.said_at is None or self.clock() - self.said_at >= HEARD_EVERY:
            try:
                self.say(Stage.WAITING, 0)
            except Stopped:
                self.stopped = True

    def is_stopped(self) -> bool:
        return self.stopped

    def keep(self, **found: Any) -> None:
        """Put what was counted in force. Errors: Stopped."""
        done = {"stage": Stage.DONE, "done": STEPS, "total": STEPS, "failure": ""}
        self._write(**done, heard_at=self.clock(), **found)

    def _write(self, **facts: Any) -> None:
        mine = Tally.objects.of(self.day).filter(asked_at=self.since)
        if not mine.exclude(stage=Stage.STOPPED).update(**facts):
            raise Stopped
