"""Windows as rows: which days are looked at, from which day on, and until when.

Every answer is asked of the rules; here it is only written down for many at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import IntEnum
from itertools import pairwise
from typing import Final, NamedTuple

from karamad.cycle.eligibility.rules import Catalogue, Facts
from karamad.cycle.eligibility.rules.dossier import Case, Dossier
from karamad.cycle.eligibility.rules.judge import YEARS_AHEAD
from karamad.cycle.eligibility.rules.windows import Span, span, turning_days
from karamad.kernel.jalali import add_years
from karamad.registers.competencies.rules import (
    ReachBack,
    Since,
    SinceEvent,
    Window,
)

EVER: Final = date(1, 1, 1)
NEVER: Final = date(9999, 12, 31)
_DAY: Final = timedelta(days=1)


class Measured(IntEnum):
    """Where a look begins: on a day of its own, or on one of the person's."""

    FIXED = 0
    RANK = 1
    APPOINTMENT = 2


class Look(NamedTuple):
    """Events from `first` to `last`, inclusive, count from `since` until `until`.

    slide: the number of the sliding window, whose events drop out one by one; else 0.
    """

    first: date
    last: date
    begin: Measured
    since: date
    until: date
    slide: int


class Looks:
    """The looks of windows on one day, with the sliding windows met so far."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.slides: dict[ReachBack, int] = {}
        self.case = blank_case(on)

    def of(self, window: Window | None) -> list[Look]:
        """Return what the window looks at on the day asked and, ahead, later on."""
        match window:
            case SinceEvent():
                begin = self.begin_of(window)
                return [Look(EVER, self.on, begin, self.on, NEVER, 0)]
            case ReachBack():
                slide = self.slides.setdefault(window, len(self.slides) + 1)
                first, last = self._span(window, self.on)
                return [Look(first, last, Measured.FIXED, self.on, NEVER, slide)]
        days = [self.on, *turning_days(window, self.case, ()), NEVER]
        looks = []
        for day, following in pairwise(days):
            first, last = self._span(window, day)
            if first <= last:
                looks.append(Look(first, last, Measured.FIXED, day, following, 0))
        return looks

    def begin_of(self, window: Window | None) -> Measured:
        """Return where the looks of a window begin."""
        if not isinstance(window, SinceEvent):
            return Measured.FIXED
        is_rank = window.event is Since.RANK
        return Measured.RANK if is_rank else Measured.APPOINTMENT

    def dropping_out(self) -> Iterator[tuple[int, date, date]]:
        """Yield for every sliding window and day seen in it when that drops out."""
        for window, slide in self.slides.items():
            first, last = self._span(window, self.on)
            days = list(days_between(first, last))
            outs = turning_days(window, self.case, days)
            yield from ((slide, day, out) for day, out in zip(days, outs, strict=True))

    def _span(self, window: Window | None, day: date) -> tuple[date, date]:
        seen = span(window, self.case, day)
        first, last = _certain(seen)
        return first or EVER, last


def _certain(seen: object) -> Span:
    if not isinstance(seen, tuple) or len(seen) != len(("first", "last")):
        raise TypeError(f"{seen} hangs on a fact of the person")
    return seen


def blank_case(on: date, facts: Facts | None = None) -> Case:
    """Return a case of nobody in particular, to ask the rules themselves by."""
    dossier = Dossier(facts or Facts(), Catalogue())
    return Case(dossier, "", None, on, add_years(on, YEARS_AHEAD))


def days_between(first: date, last: date) -> Iterable[date]:
    """Return the days from `first` to `last`, both inclusive."""
    return (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
