"""What a planted person is, and the making of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from karamad.cycle.eligibility.demo.land import Home
from karamad.cycle.eligibility.demo.names import LAST, MEN, WOMEN
from karamad.cycle.eligibility.demo.people import Crowd
from karamad.cycle.eligibility.demo.rows import (
    AssignmentRow,
    CompletionRow,
    CredentialRow,
    Dossier,
    PersonRow,
    ResultRow,
)
from karamad.kernel.jalali import add_years, jalali_year, year_starts

DAY = timedelta(days=1)
RANKS = {"base": "1", "senior": "2", "expert": "3"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the judge must say of the person by `profile` on the day.

    findings: only those that the story is about.
    """

    profile: str
    on: date
    verdict: str
    findings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Planted:
    """A person, the story told of him, and the answers for his last assignment."""

    key: str
    story: str
    story_en: str
    dossier: Dossier
    answers: tuple[Answer, ...] = ()


class Gardener:
    """Makes the dossiers of the planted people for a day."""

    def __init__(self, crowd: Crowd, home: Home, on: date) -> None:
        self.crowd = crowd
        self.home = home
        self.on = on
        self.year = jalali_year(on)

    # ---- who ----

    def person(self, **known: Any) -> PersonRow:
        number = self.crowd.drawn
        facts: dict[str, Any] = {
            "national_id": self.crowd.next_id(foreign=known.pop("foreign", False)),
            "first_name": (WOMEN, MEN)[number % 2][number % 37],
            "last_name": LAST[number * 7 % len(LAST)],
            "father_name": MEN[number * 5 % len(MEN)],
            "birth_date": add_years(self.on, -40) - 100 * DAY,
            "gender": "fm"[number % 2],
            "degree": "bachelor",
            "service_start": add_years(self.on, -10) - 100 * DAY,
            "employment": "official",
        }
        return PersonRow(**(facts | known))

    def staff(self, post: str = "EXP-FINANCE", **known: Any) -> Dossier:
        """Return a person of the home municipality's finance office."""
        person = self.person(**known)
        since = (person.service_start or self.on - 2000 * DAY) + DAY
        return Dossier(person, [AssignmentRow(post, self.home.office, since)])

    def at(
        self, post: str, unit: str, since: date, kind: str = "appointment", **known: Any
    ) -> Dossier:
        return Dossier(
            self.person(**known), [AssignmentRow(post, unit, since, None, kind)]
        )

    # ---- what ----

    def trained(
        self, dossier: Dossier, first: date, *hours: str | None, course: str = "SMP-01"
    ) -> Dossier:
        """Add completions of so many hours each, a day apart from `first` on."""
        dossier.completions += [
            CompletionRow(course, first + n * DAY, each, "80", provider="MDO")
            for n, each in enumerate(hours)
        ]
        return dossier

    def appraised(self, dossier: Dossier, *scores: str | None) -> Dossier:
        """Add a score for each of the last complete years, the latest last."""
        for past, score in enumerate(reversed(scores), start=1):
            day = year_starts(self.year - past + 1) - 20 * DAY
            dossier.results.append(ResultRow("APPRAISAL", "appraisal", day, score))
        return dossier

    def ranked(self, dossier: Dossier, rank: str, day: date) -> Dossier:
        dossier.results.append(ResultRow("RANK", "rank", day, RANKS[rank]))
        return dossier

    def certified(
        self, dossier: Dossier, kind: str, issued: date, expires: date | None = None
    ) -> Dossier:
        dossier.credentials.append(CredentialRow(kind, issued, expires))
        return dossier

    def last_year(self, days: int = 100) -> date:
        return year_starts(self.year - 1) + days * DAY

    def turns_tomorrow(
        self, answer: Answer, verdict: str, *findings: str
    ) -> tuple[Answer, ...]:
        """Add the answer of the next day, unless a new Jalali year begins with it."""
        return self.also(answer, self.on + DAY, verdict, *findings)

    def also(
        self, answer: Answer, on: date, verdict: str, *findings: str
    ) -> tuple[Answer, ...]:
        if jalali_year(on) != self.year:
            return (answer,)
        told = dict(zip(answer.findings, findings, strict=True))
        return answer, replace(answer, on=on, verdict=verdict, findings=told)

    def answer(self, profile: str, verdict: str, **findings: str) -> Answer:
        told = {name.replace("_", "-"): finding for name, finding in findings.items()}
        return Answer(profile, self.on, verdict, told)
