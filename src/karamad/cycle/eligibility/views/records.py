"""What stands behind the verdicts: posts held, hours, courses, results, papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karamad.cycle.eligibility import rules
from karamad.cycle.eligibility.letters.amounts import hours_words
from karamad.cycle.eligibility.rules.dossier import Dossier, Passed
from karamad.cycle.eligibility.views.places import above, names_above
from karamad.kernel.jalali import (
    add_months,
    add_years,
    completed_years,
    jalali_year,
)
from karamad.registers.competencies.rules import CourseClass as Class
from karamad.registers.courses.models import CourseClass, Mode
from karamad.registers.credentials.models import Completion
from karamad.registers.people.models import Assignment, Unit
from karamad.registers.people.models.assignments import AssignmentKind
from karamad.web import components
from karamad.web.asof import AsOf
from karamad.web.display import labels, number, plain_digits, said
from karamad.web.templatetags.words import year

YEARS = 5  # shown side by side
MONTHS = 12

# ---- posts held -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Held:
    """Assignments begun by the day, the latest first; those not yet over lead."""

    seats: Sequence[Assignment]
    over: dict[int, list[Unit]]
    as_of: AsOf

    @property
    def today(self) -> list[Assignment]:
        """Those held on the day asked."""
        on = self.as_of.day
        return [s for s in self.seats if s.until_day is None or s.until_day > on]

    def place(self, seat: Assignment) -> str:
        """Return the unit and what it stands under."""
        names = [said(seat.unit, "name"), *names_above(self.over[seat.unit_id])]
        return _("، ").join(names)


def held(records: Sequence[int], as_of: AsOf) -> Held:
    """Load what a person held up to the day, with the tree of that day."""
    rows = (
        Assignment.objects.current()
        .filter(person__in=records, from_day__lte=as_of.day)
        .select_related("post", "unit")
        .order_by("-from_day", "pk")
    )
    seats = list(rows)
    return Held(seats, above((seat.unit for seat in seats), as_of), as_of)


def spans(posts: Held) -> list[components.Span]:
    """Return the assignments as stays on one scale."""
    on, today, kinds = posts.as_of.day, posts.today, labels(AssignmentKind)
    return [
        components.Span(
            start=seat.from_day,
            until=None if seat in today else seat.until_day,
            title=said(seat.post, "title"),
            note=_("%(place)s (%(kind)s)")
            % {"place": posts.place(seat), "kind": kinds.get(seat.kind, "")},
            length=length_words(seat.from_day, min(seat.until_day or on, on)),
            current=seat in today,
        )
        for seat in posts.seats
    ]


def length_words(start: date, end: date) -> str:
    """Return «۲ سال و ۹ ماه»; less than a month in days."""
    years = completed_years(start, end)
    since = add_years(start, years)
    months = sum(add_months(since, n) <= end for n in range(1, MONTHS))
    parts = []
    if years:
        words = ngettext("%(count)s سال", "%(count)s سال", years)
        parts.append(words % {"count": number(years)})
    if months:
        words = ngettext("%(count)s ماه", "%(count)s ماه", months)
        parts.append(words % {"count": number(months)})
    if not parts:
        days = (end - start).days
        words = ngettext("%(count)s روز", "%(count)s روز", days)
        parts.append(words % {"count": number(days)})
    return _(" و ").join(parts)


# ---- courses ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Attended:
    """A completion as a row of the table. hours: None when nobody fixed them.

    kind, mode: the class of the course and how it was held, in words.
    """

    row: Completion
    title: str
    kind: str
    mode: str
    hours: Decimal | None
    revoked: bool

    @property
    def counts(self) -> bool:
        return self.row.passed and not self.revoked


_SHOWN = (
    "completed_on",
    "hours",
    "passed",
    "revoked_on",
    "score",
    "mode",
    "certificate_no",
    "course__code",
    "course__title",
    "course__title_en",
    "course__sort_key",
    "course__course_class",
    "course__hours",
    "course__creditable_from",
    "course__creditable_until",
    "course__degree_programme",
    "provider__name",
    "provider__name_en",
)


def attended(records: Sequence[int], on: date) -> list[Attended]:
    """Load the courses a person had ended by the day, the latest first."""
    rows: Iterable[Any] = (
        Completion.objects.current()
        .filter(person__in=records, completed_on__lte=on)
        .select_related("course", "provider")
        .only(*_SHOWN)
        .order_by("-completed_on", "pk")
    )
    kinds, modes = labels(CourseClass), labels(Mode)
    return [
        Attended(
            row,
            said(row.course, "title"),
            kinds.get(row.course.course_class, ""),
            modes.get(row.mode, ""),
            row.course.hours if row.hours is None else row.hours,
            row.revoked_on is not None and row.revoked_on <= on,
        )
        for row in rows
    ]


SORTS: dict[str, Callable[[Attended], Any]] = {
    "day": lambda each: each.row.completed_on,
    "course": lambda each: each.row.course.sort_key or each.title,
    "class": lambda each: each.row.course.course_class,
    "hours": lambda each: each.hours or Decimal(0),
    "score": lambda each: -1 if each.row.score is None else each.row.score,
}


def sorted_by(rows: Sequence[Attended], asked: str) -> list[Attended]:
    """Return the rows in the order asked; the latest first where none is."""
    name = asked.lstrip("-")
    if name not in SORTS:
        return list(rows)
    return sorted(rows, key=SORTS[name], reverse=asked.startswith("-"))


@dataclass(frozen=True, slots=True)
class Hours:
    """Creditable hours by class and Jalali year. this_year: of the year asked."""

    multiples: list[components.Multiple]
    this_year: Decimal
    unknown: int


def hours(rows: Sequence[Attended], on: date) -> Hours:
    """Add up what counts, as the judge counts it, for the last years up to the day."""
    this_year = jalali_year(on)
    years = range(this_year - YEARS + 1, this_year + 1)
    sums: dict[tuple[Class | None, int], Decimal] = defaultdict(Decimal)
    unknown = 0
    for row in _passed(rows):
        if not row.creditable or not row.is_seen_on(on):
            continue
        unknown += row.hours is None
        sums[row.course_class, jalali_year(row.day)] += row.hours or Decimal(0)
    multiples = []
    for course_class in (*Class, None):
        of_years = [sums[course_class, each] for each in years]
        if course_class is None and not any(of_years):
            continue
        label = CourseClass(course_class).label if course_class else _("بی‌طبقه")
        bars = [
            components.Bar(_year(each, years), float(value), each == this_year)
            for each, value in zip(years, of_years, strict=True)
        ]
        total = hours_words(sum(of_years, Decimal(0)))
        multiples.append(components.Multiple(str(label), total, bars))
    of_this = (value for (_class, each), value in sums.items() if each == this_year)
    return Hours(multiples, sum(of_this, Decimal(0)), unknown)


def _year(each: int, years: range) -> str:
    """Return the first and the last year whole, those between by two digits."""
    if each in (years[0], years[-1]):
        return year(each)
    return plain_digits(f"{each % 100:02}")


def _passed(rows: Sequence[Attended]) -> Sequence[Passed]:
    """Return the completions as the judge sees them."""
    courses = {each.row.course_id: each.row.course for each in rows}
    catalogue = rules.Catalogue.of(
        rules.Course(
            code=course.code,
            course_class=Class(course.course_class) if course.course_class else None,
            hours=course.hours,
            creditable_from=course.creditable_from,
            creditable_until=course.creditable_until,
            degree_programme=course.degree_programme,
        )
        for course in courses.values()
    )
    completions = tuple(
        rules.Completion(
            each.row.course.code,
            each.row.completed_on,
            each.row.hours,
            each.row.passed,
            each.row.revoked_on,
        )
        for each in rows
    )
    return Dossier(rules.Facts(completions=completions), catalogue).passed
