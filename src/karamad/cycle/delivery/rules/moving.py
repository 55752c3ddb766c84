"""When sessions still to come may be moved or handed over, and what asking follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from karamad.cycle.delivery.rules.announcing import Fault, Objection


def postponing(*, coming: date, first: date, today: date) -> tuple[Objection, ...]:
    """Return every reason why what is to come may not begin on a day; none means yes.

    coming: the day on which it was to begin. Source: docs/mission.md, M1 (runs are
    postponed).
    """
    return tuple(_postponing(coming, first, today))


def _postponing(coming: date, first: date, today: date) -> Iterator[Objection]:
    if first <= today:
        yield Objection(Fault.DAY_IS_PAST)
    if first == coming:
        yield Objection(Fault.NOTHING_CHANGES)


def handing_over(*, sessions: int, same: bool) -> tuple[Objection, ...]:
    """Return every reason why nobody else may teach what one was to; none means yes.

    sessions: how many he is still to teach. same: the other one is he himself.
    Source: docs/mission.md, M1 (replacement teacher).
    """
    return (Objection(Fault.NOTHING_CHANGES),) if same or not sessions else ()


class Kept(StrEnum):
    """Why the days of asking stay when a run moves. The codes are stable."""

    IS_OVER = "is_over"
    WOULD_BE_OVER = "would_be_over"


@dataclass(frozen=True, slots=True)
class Asking:
    """From when a run may be asked for, and before which day; None: not bounded.

    kept: why the last day did not move with the run.
    """

    start: date | None = None
    until: date | None = None
    kept: Kept | None = None


def asking_after(asking: Asking, by: timedelta, today: date) -> Asking:
    """Return the days of asking of a run that moves by some days.

    They move along. What has begun stays begun; what is over is not opened again by
    the way, and what would be over at once stays.
    Source: docs/mission.md, M1 (runs are postponed).
    """
    if asking.until is not None and asking.until <= today:
        return replace(asking, kept=Kept.IS_OVER)
    until = None if asking.until is None else asking.until + by
    if until is not None and until <= today:
        return replace(asking, kept=Kept.WOULD_BE_OVER)
    begun = asking.start is None or asking.start <= today
    start = asking.start if begun or asking.start is None else asking.start + by
    if start is not None and until is not None and until <= start:
        return replace(asking, kept=Kept.WOULD_BE_OVER)
    return Asking(start, until)
