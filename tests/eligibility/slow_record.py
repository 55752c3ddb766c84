"""What the slow judge sees: the rows of one person, as they stand on a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from karamad.cycle.eligibility.rules import (
    Catalogue,
    Completion,
    Course,
    Facts,
    Result,
)
from karamad.registers.competencies.rules import (
    FixedDays,
    JalaliYear,
    Profile,
    ReachBack,
    SinceEvent,
    Window,
)
from tests.eligibility.slow_calendar import jalali, months_earlier, years_later


class SlowRecord:
    """One profile, one person, one post; what came after `known` never happened."""

    def __init__(
        self,
        profile: Profile,
        facts: Facts,
        catalogue: Catalogue,
        post: str | None,
        known: date,
    ) -> None:
        self.profile = profile
        self.facts = facts
        self.catalogue = catalogue
        self.post = post
        self.completions = [c for c in facts.completions if c.day <= known]
        self.results = [r for r in facts.results if r.day <= known]
        self.credentials = [c for c in facts.credentials if c.issued_on <= known]
        self.assignments = [a for a in facts.assignments if a.start <= known]
        self.exemptions = [e for e in facts.exemptions if e.start <= known]

    # ---- windows ----

    def lies_in(self, window: Window | None, event: date, day: date) -> bool | None:
        """Tell whether an event counts on a day; None when nobody can tell."""
        if event > day:
            return False
        match window:
            case None:
                return True
            case ReachBack(unit, count):
                assert count is not None
                if unit == "years":
                    return years_later(day, -count) < event
                if unit == "months":
                    return months_earlier(day, count) < event
                return day - timedelta(days=count) < event
            case JalaliYear(turn):
                back = 0 if turn == "current" else 1
                return jalali(event)[0] == jalali(day)[0] - back
            case FixedDays(period):
                return (period.start is None or period.start <= event) and (
                    period.end is None or event < period.end
                )
            case SinceEvent(event_asked):
                start = (
                    self.appointed(day)
                    if event_asked == "appointment"
                    else self.ranked_or_hired()
                )
                return None if start is None else start <= event

    def cannot_tell(self, window: Window | None, day: date) -> bool:
        return self.lies_in(window, day, day) is None

    def appointed(self, day: date) -> date | None:
        current = [
            each.start
            for each in self.assignments
            if each.post == self.post
            and each.start <= day
            and (each.until is None or day < each.until)
        ]
        return max(current) if current else None

    def ranked_or_hired(self) -> date | None:
        days = [each.day for each in self.results if each.kind == "rank"]
        return max(days) if days else self.facts.service_start

    # ---- rows ----

    def seen(self, day: date) -> Iterator[Completion]:
        """Every passed completion seen on a day, those of one key once.

        Of two with one key the one with more hours; known hours before unknown ones.
        """
        best: dict[tuple[str, date], Completion] = {}
        for each in self.completions:
            if not each.passed or (
                each.revoked_on is not None and each.revoked_on <= day
            ):
                continue
            other = best.get((each.course, each.day))
            if other is None or self.worth(each) > self.worth(other):
                best[each.course, each.day] = each
        return iter(best.values())

    def course_of(self, completion: Completion) -> Course:
        found = self.catalogue.courses.get(completion.course)
        return Course(completion.course) if found is None else found

    def worth(self, completion: Completion) -> Decimal:
        hours = self.hours_of(completion)
        return Decimal(-1) if hours is None else hours

    def hours_of(self, completion: Completion) -> Decimal | None:
        course = self.course_of(completion)
        if course.degree_programme:
            return Decimal(0)
        return course.hours if completion.hours is None else completion.hours

    def of_kind(self, kind: str, instrument: str | None) -> list[Result]:
        """Every result of a kind, one a day (the highest), oldest first."""
        by_day: dict[date, Result] = {}
        for each in self.results:
            if each.kind != kind:
                continue
            if instrument is not None and each.instrument != instrument:
                continue
            other = by_day.get(each.day)
            if other is None or low(each) > low(other):
                by_day[each.day] = each
        return [by_day[day] for day in sorted(by_day)]


def low(result: Result) -> tuple[Decimal, str]:
    value = Decimal(-1) if result.value is None else result.value
    return value, result.instrument
