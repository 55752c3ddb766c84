"""Days in stretches: in each, looks see all or nothing, the same criteria in force."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import count, islice, pairwise
from typing import Final

from karamad.cycle.eligibility.measures.looks import EVER, NEVER
from karamad.cycle.eligibility.measures.texts import year_edges
from karamad.registers.competencies.rules import Profile

MOST_STRETCHES: Final = 16  # the keys of a course by one law
_DAY: Final = timedelta(days=1)


def edges(
    looks: Iterable[tuple[date, date]],
    capped_since: Iterable[date],
    on: date,
    most: int,
) -> list[date]:
    """Return the days, in order, on which a stretch begins; at most `most` stretches.

    looks: the first day and the last of each. capped_since: the first days of those
    that count by Jalali years. Of too many days, those on which most looks turn.
    """
    days: Counter[date] = Counter()
    for first, last in looks:
        days.update((first, last + _DAY))
    for first in capped_since:
        days.update(year_edges(first, on)[-most:])
    common = (day for day, _ in days.most_common() if EVER < day <= on)
    return [*sorted(islice(common, most - 2)), on + _DAY]


def stretches(
    begins: Sequence[date], years: Sequence[date]
) -> Iterator[tuple[int, date, date, int | None]]:
    """Yield number, first day, last day, and the number of the year they all lie in.

    begins: as `edges` returns them. years: the first days of Jalali years; a stretch
    of days of two years has none.
    """
    firsts = [EVER, *begins]
    lasts = [*(day - _DAY for day in begins), NEVER]
    for number, first, last in zip(count(), firsts, lasts, strict=False):
        year = bisect_right(years, first)
        is_one = bisect_right(years, last) == year
        yield number, first, last, year if is_one else None


def stride(courses: Iterable[int], codes: int) -> int:
    """Return a number above the keys of these courses, and above so many codes.

    A course has sixteen keys. It is as low as can be: an engine finds a row by a
    number of a short range at once.
    """
    return max((max(courses, default=0) + 1) * MOST_STRETCHES, codes)


def force_spans(
    number: int, law: Profile, on: date
) -> Iterator[tuple[int, date, date, int]]:
    """Yield from when until when which criteria are in force, from the day on."""
    days = [on, *(day for day in law.days if day > on), NEVER]
    for day, following in pairwise(days):
        force = sum(
            1 << place
            for place, criterion in enumerate(law.criteria)
            if day in criterion.in_force
        )
        yield number, day, following, force
