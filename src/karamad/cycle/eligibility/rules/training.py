"""Courses passed and hours earned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from karamad.cycle.eligibility.rules.answers import (
    UNMET,
    Answer,
    Turn,
    met,
    unknown,
    unmet,
)
from karamad.cycle.eligibility.rules.dossier import Case, Passed
from karamad.cycle.eligibility.rules.judgement import Lack, Missing, Outcome
from karamad.cycle.eligibility.rules.windows import (
    Span,
    last_seen,
    span,
    turning_days,
)
from karamad.kernel.jalali import jalali_year, year_starts
from karamad.registers.competencies.rules import (
    CourseClass,
    CourseTerms,
    HoursTerms,
    ReachBack,
    Window,
)

# By a name of the module: looking a member up in its class takes ten times as long.
_UNKNOWN: Final = Outcome.UNKNOWN
_ZERO: Final = Decimal(0)
_EVERY_CLASS: Final = (*CourseClass, None)

# ---- course ----------------------------------------------------------------


def course(terms: CourseTerms, window: Window | None, case: Case, day: date) -> Answer:
    """Answer with the latest completion that counts.

    Of two on one day the one whose code comes first.
    Source: docs/judgement.md, `course` and "Equivalence".
    """
    seen = span(window, case, day)
    if isinstance(seen, Lack):
        return unknown(seen)
    first, last = seen
    counting = [
        row
        for row in _rows_for(terms, case)
        if row.day <= last
        and (first is None or first <= row.day)
        and row.is_seen_on(day)
    ]
    if not counting:
        return UNMET
    latest = counting[0]
    for row in counting:
        if row.day > latest.day or (row.day == latest.day and row.code < latest.code):
            latest = row
    return met(latest.code, (latest,))


def course_turns(
    terms: CourseTerms, window: Window | None, case: Case, now: Answer
) -> Sequence[date] | Turn:
    """Return the days in order on which a `course` criterion may turn.

    Source: docs/adr/0002-what-until-means.md.
    """
    revocations = case.dossier.revocations(case.on)
    if revocations:
        every = {row.day for row in _rows_for(terms, case) if row.day <= case.on}
        return _merged(turning_days(window, case, sorted(every)), revocations)
    # The latest drops out last, and one is enough.
    return last_seen(window, case, now)


def _rows_for(terms: CourseTerms, case: Case) -> Iterator[Passed]:
    by_course, catalogue = case.dossier.by_course, case.dossier.catalogue
    for code in terms.courses:
        yield from by_course.get(code, ())
        for equivalent in catalogue.equivalents(code):
            since = equivalent.creditable_from
            for row in by_course.get(equivalent.code, ()):
                if since is None or since <= row.day:
                    yield row


# ---- hours -----------------------------------------------------------------


def hours(terms: HoursTerms, window: Window | None, case: Case, day: date) -> Answer:
    """Answer with the hours earned in the window, after the caps.

    Source: docs/judgement.md, `hours`.
    """
    seen = span(window, case, day)
    if isinstance(seen, Lack):
        return unknown(seen)
    in_question = _in_question(terms, case, seen, day)
    counted = tuple([row for row in in_question if row.hours])
    total = _total(terms, counted)
    if terms.minimum is None or total >= terms.minimum:
        return met(total, counted)
    lacks = [
        Lack(Missing.COURSE_HOURS, row.code, row.day)
        for row in in_question
        if row.hours is None
    ]
    if lacks:
        return unknown(*lacks, reached=total, rows=counted)
    return unmet(total, counted)


def _in_question(
    terms: HoursTerms, case: Case, seen: Span, day: date
) -> Sequence[Passed]:
    rows = case.dossier.credit(*seen, day)
    classes = terms.classes
    return [row for row in rows if row.course_class in classes] if classes else rows


def _total(terms: HoursTerms, counted: Sequence[Passed]) -> Decimal:
    if terms.yearly_cap is None and not terms.class_caps:
        return sum([row.hours for row in counted if row.hours], _ZERO)
    if terms.yearly_cap is not None and not terms.class_caps:
        return _total_of_years(terms.yearly_cap, counted)
    by_class = _by_class(terms, counted)
    for course_class, cap in terms.class_caps:
        if by_class.get(course_class, _ZERO) > cap:
            by_class[course_class] = cap
    return sum(by_class.values(), _ZERO)


def _total_of_years(cap: Decimal, counted: Sequence[Passed]) -> Decimal:
    """Return the sum of the years; the order one is filled in does not matter.

    counted: oldest first, so that the years follow each other.
    """
    total = earned = _ZERO
    new_year = date.min
    for row in counted:
        if row.day >= new_year:
            total += min(earned, cap)
            earned = _ZERO
            new_year = year_starts(jalali_year(row.day) + 1)
        earned += row.hours or _ZERO
    return total + min(earned, cap)


def _by_class(
    terms: HoursTerms, counted: Sequence[Passed]
) -> dict[CourseClass | None, Decimal]:
    """Return the hours of each class, every year filled to its cap in class order."""
    years: dict[int, dict[CourseClass | None, Decimal]] = {}
    for row in counted:
        year = years.setdefault(jalali_year(row.day), {})
        earned = year.get(row.course_class, _ZERO)
        year[row.course_class] = earned + (row.hours or _ZERO)
    by_class: dict[CourseClass | None, Decimal] = {}
    for year in years.values():
        left = terms.yearly_cap
        for course_class in terms.classes or _EVERY_CLASS:
            filled = year.get(course_class)
            if filled is None:
                continue
            if left is not None:
                filled = min(filled, left)
                left -= filled
            by_class[course_class] = by_class.get(course_class, _ZERO) + filled
    return by_class


def hours_turns(
    terms: HoursTerms, window: Window | None, case: Case, now: Answer
) -> Sequence[date] | Turn:
    """Return the days in order on which an `hours` criterion may turn.

    Source: docs/adr/0002-what-until-means.md.
    """
    revocations = case.dossier.revocations(case.on)
    days: Sequence[date] = ()
    if isinstance(window, ReachBack):
        if revocations or terms.class_caps:
            rows = _in_question(terms, case, (None, case.on), case.on)
            days = [row.day for row in rows]
        else:
            days = _keystone(terms, now)
            if days and not case.dossier.has_unfixed:
                # No hours are left to be known: when it falls, too few remain.
                return Turn(turning_days(window, case, days)[0], UNMET)
    return _merged(turning_days(window, case, days), revocations)


def _keystone(terms: HoursTerms, now: Answer) -> tuple[date, ...]:
    """Return the day of the row that holds the answer up; empty when none does.

    Rows drop out oldest first. What is met stands while those from this row on make up
    the minimum; what is unknown, while one of unknown hours is left.
    """
    if now.outcome is _UNKNOWN:
        return tuple([lack.day for lack in now.lacks[-1:] if lack.day is not None])
    if terms.minimum is None or terms.minimum <= 0:
        return ()
    years_before = in_year = _ZERO
    new_year = date.max
    for row in reversed(now.rows):
        if not isinstance(row, Passed):
            continue
        if row.day < new_year:
            years_before += in_year
            in_year = _ZERO
            new_year = year_starts(jalali_year(row.day))
        in_year += row.hours or _ZERO
        if terms.yearly_cap is not None:
            in_year = min(in_year, terms.yearly_cap)
        if years_before + in_year >= terms.minimum:
            return (row.day,)
    return ()


def _merged(days: Sequence[date], revocations: Sequence[date]) -> Sequence[date]:
    return sorted({*days, *revocations}) if revocations else days
