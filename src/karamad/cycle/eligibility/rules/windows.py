"""Which days count for a criterion on a day, and when an event drops out of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from karamad.cycle.eligibility.rules.answers import UNMET, Answer, Turn
from karamad.cycle.eligibility.rules.dossier import Case
from karamad.cycle.eligibility.rules.facts import ResultKind
from karamad.cycle.eligibility.rules.judgement import Lack, Missing, Outcome
from karamad.kernel.jalali import add_months, add_years, jalali_year, year_starts
from karamad.registers.competencies.rules import (
    FixedDays,
    JalaliYear,
    ReachBack,
    Since,
    SinceEvent,
    Unit,
    Window,
)
from karamad.registers.competencies.rules import Turn as WhichYear

_DAY: Final = timedelta(days=1)
# By a name of the module: looking a member up in its class takes ten times as long.
_UNMET: Final = Outcome.UNMET
_ANSWERS_KEPT: Final = 1 << 15  # the same days and windows come again and again


Span = tuple[date | None, date]
"""The first day and the last, both inclusive; no first: from the beginning."""


def span(window: Window | None, case: Case, day: date) -> Span | Lack:
    """Return the days that count on `day`, or the fact their start hangs on.

    Never past the day the case is asked of, even when `day` lies ahead of it.
    Source: docs/judgement.md, "Windows".
    """
    last = case.on if case.on < day else day
    if window is None:
        return None, last
    if isinstance(window, ReachBack):
        return _first_seen(day, window.unit, window.count or 0), last
    if isinstance(window, JalaliYear):
        if window.turn is WhichYear.PREVIOUS:
            return _year_before(day, last)
        return year_starts(jalali_year(day)), last
    if isinstance(window, FixedDays):
        end = window.period.end
        return window.period.start, last if end is None else min(last, end - _DAY)
    return _since(window, case, day, last)


def _year_before(day: date, last: date) -> Span:
    year = jalali_year(day)
    return year_starts(year - 1), min(last, year_starts(year) - _DAY)


def _since(window: SinceEvent, case: Case, day: date, last: date) -> Span | Lack:
    if window.event is Since.APPOINTMENT:
        starts = [
            assignment.start
            for assignment in case.assignments()
            if assignment.until is None or day < assignment.until
        ]
        if not starts:
            return Lack(Missing.APPOINTMENT, case.post or "")
        return max(starts), last
    ranks = case.dossier.scored(ResultKind.RANK, "", case.on)
    first = ranks[-1].day if ranks else case.dossier.facts.service_start
    return Lack(Missing.SERVICE_START) if first is None else (first, last)


@lru_cache(maxsize=_ANSWERS_KEPT)
def _first_seen(day: date, unit: Unit, count: int) -> date:
    """Return the first day that a window reaching back from `day` takes in."""
    return _back(day, unit, count) + _DAY


def _back(day: date, unit: Unit, count: int) -> date:
    if unit is Unit.YEARS:
        return add_years(day, -count)
    if unit is Unit.MONTHS:
        return add_months(day, -count)
    return day - timedelta(days=count)


# ---- looking ahead ---------------------------------------------------------


def only_shrinks(window: Window | None) -> bool:
    """Test whether, with nothing new recorded, events only ever drop out of it.

    Source: docs/adr/0002-what-until-means.md.
    """
    match window:
        case JalaliYear(WhichYear.PREVIOUS) | SinceEvent(Since.APPOINTMENT):
            return False
    return True


def turning_days(
    window: Window | None, case: Case, event_days: Iterable[date]
) -> Sequence[date]:
    """Return the days, in order, on which an event drops out or comes in.

    event_days: of the events that matter, in order, none after the day asked.
    Source: docs/adr/0002-what-until-means.md.
    """
    if isinstance(window, ReachBack):
        unit, count = window.unit, window.count or 0
        return [_drops_out_on(day, unit, count) for day in event_days]
    if isinstance(window, JalaliYear):
        year = jalali_year(case.on)
        ahead = 1 if window.turn is WhichYear.CURRENT else 2
        return [year_starts(year + 1 + later) for later in range(ahead)]
    if isinstance(window, SinceEvent) and window.event is Since.APPOINTMENT:
        ends = {assignment.until for assignment in case.assignments()}
        return sorted(end for end in ends if end is not None)
    return ()


def last_seen(window: Window | None, case: Case, now: Answer) -> Sequence[date] | Turn:
    """Return the turn of an answer that stands as long as its last row is seen.

    Source: docs/adr/0002-what-until-means.md.
    """
    if not isinstance(window, ReachBack):
        return turning_days(window, case, ())
    if now.outcome is _UNMET:
        return ()  # when the row that failed drops out, nothing is left
    day = _drops_out_on(now.rows[-1].day, window.unit, window.count or 0)
    return Turn(day, UNMET)


@lru_cache(maxsize=_ANSWERS_KEPT)
def _drops_out_on(event_day: date, unit: Unit, count: int) -> date:
    """Return the first day on which a window that reaches back misses an event."""
    if unit is Unit.DAYS:
        return event_day + timedelta(days=count)
    forth = _back(event_day, unit, -count)
    # 30 Esfand, or the 31st, has no such day there: it is seen on the last one still.
    return forth if _back(forth, unit, count) >= event_day else forth + _DAY
