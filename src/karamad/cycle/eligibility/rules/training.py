"""Courses passed and hours earned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from karamad.cycle.eligibility.rules.answers import UNMET, Answer, met, unknown, unmet
from karamad.cycle.eligibility.rules.dossier import Case, Passed
from karamad.cycle.eligibility.rules.judgement import Lack, Missing
from karamad.cycle.eligibility.rules.windows import Span, span, turning_days
from karamad.kernel.jalali import jalali_year
from karamad.registers.competencies.rules import (
    CourseClass,
    CourseTerms,
    HoursTerms,
    Window,
)

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
    latest: Passed | None = None
    for row in _rows_for(terms, case):
        if (
            row.day <= seen.last
            and (seen.first is None or seen.first <= row.day)
            and row.is_seen_on(day)
            and (
                latest is None
                or latest.day < row.day
                or (latest.day == row.day and row.code < latest.code)
            )
        ):
            latest = row
    return UNMET if latest is None else met(latest.code, (latest,))


def course_turns(
    terms: CourseTerms, window: Window | None, case: Case
) -> Sequence[date]:
    """Return the days in order on which a `course` criterion may turn."""
    rows = [row for row in _rows_for(terms, case) if row.day <= case.on]
    return _turns(rows, window, case)


def _rows_for(terms: CourseTerms, case: Case) -> Iterator[Passed]:
    dossier = case.dossier
    for code in terms.courses:
        yield from dossier.by_course.get(code, ())
        for equivalent in dossier.catalogue.equivalents(code):
            since = equivalent.creditable_from
            for row in dossier.by_course.get(equivalent.code, ()):
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
    counted = [row for row in in_question if row.hours]
    total = _total(terms, counted)
    if terms.minimum is None or total >= terms.minimum:
        return met(total, counted)
    lacks = tuple(
        Lack(Missing.COURSE_HOURS, row.code, row.day)
        for row in in_question
        if row.hours is None
    )
    if lacks:
        return unknown(*lacks, reached=total, rows=counted)
    return unmet(total, counted)


def _in_question(terms: HoursTerms, case: Case, seen: Span, day: date) -> list[Passed]:
    classes = terms.classes
    return [
        row
        for row in case.dossier.passed_between(seen.first, seen.last)
        if row.creditable
        and (not classes or row.course_class in classes)
        and row.start <= day
        and (row.end is None or day < row.end)
    ]


def _total(terms: HoursTerms, counted: Sequence[Passed]) -> Decimal:
    if terms.yearly_cap is None and not terms.class_caps:
        return sum((row.hours or _ZERO for row in counted), _ZERO)
    by_class = _by_class(terms, counted)
    for course_class, cap in terms.class_caps:
        if by_class.get(course_class, _ZERO) > cap:
            by_class[course_class] = cap
    return sum(by_class.values(), _ZERO)


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
            filled = year.get(course_class, _ZERO)
            if left is not None:
                filled = min(filled, left)
                left -= filled
            by_class[course_class] = by_class.get(course_class, _ZERO) + filled
    return by_class


def hours_turns(terms: HoursTerms, window: Window | None, case: Case) -> Sequence[date]:
    """Return the days in order on which an `hours` criterion may turn."""
    rows = [
        row
        for row in case.dossier.passed_between(None, case.on)
        if row.creditable and (not terms.classes or row.course_class in terms.classes)
    ]
    return _turns(rows, window, case)


def _turns(rows: Sequence[Passed], window: Window | None, case: Case) -> Sequence[date]:
    days = turning_days(window, case, sorted(row.day for row in rows))
    revoked = {row.end for row in rows if row.end is not None and row.end > case.on}
    return sorted({*days, *revoked}) if revoked else days
