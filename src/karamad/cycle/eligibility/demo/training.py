"""What the people of the demo have to show: courses, scores, ranks, certificates."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import NamedTuple

from karamad.cycle.eligibility.demo.catalogue import EVERYDAY, MANAGERIAL
from karamad.cycle.eligibility.demo.rows import (
    CompletionRow,
    CredentialRow,
    Dossier,
    ExemptionRow,
    ResultRow,
)
from karamad.kernel.jalali import add_years, completed_years, jalali_year, year_starts

# Twelve million completions of 513,000 people.
PER_PERSON = 23.4
FIRST_RECORDED = date(2000, 3, 20)  # 1379-01-01
RANK_YEARS = (6, 12, 18, 24)
# The district governors are trained in the scenario of insight/readiness.
_ELECTION_POSTS = {"COUNTY-GOVERNOR", "POLITICAL-DG", "IT-MANAGER"}


class Offer(NamedTuple):
    """A course as it is taken. hours: as the certificate says; None: not stated."""

    course: str
    hours: str | None
    mode: str
    provider: str


def _offers(*numbers: int, hours: str | None) -> tuple[Offer, ...]:
    return tuple(Offer(f"KRM-{n:02}", hours, "in_person", "MDO") for n in numbers)


_EVERYDAY = tuple(
    Offer(course.code, hours, course.mode, course.provider)
    for course in EVERYDAY
    for hours in (None, None, course.hours)
)
_OPEN = (Offer("SMP-90", None, "in_person", "SMTC"),)
_BY_POST = {
    "DEHYAR": _EVERYDAY[:18]
    + _offers(*range(13, 23), hours="8")
    + _offers(13, 16, 19, hours=None),
    "DEHYARI-FINANCE": _EVERYDAY[:24] + _offers(14, 17, 18, hours="12") * 3,
    "VILLAGE-COUNCIL": _EVERYDAY[:12] + _offers(16, 17, 20, hours="6") * 2,
    "CITY-COUNCIL": _EVERYDAY[:12] + _offers(*range(23, 28), hours="8") * 2,
    "DISTRICT-GOVERNOR": _EVERYDAY + _offers(*range(28, 33), hours="6"),
}
_STAFF = _EVERYDAY + _offers(35, 36, 37, 38, 39, hours="10") + _OPEN


def train(dossier: Dossier, rng: Random, on: date) -> None:
    """Put into the dossier what a person of that post would have by the day."""
    post = dossier.assignments[-1].post
    person = dossier.person
    start = person.service_start or dossier.assignments[0].from_day
    last = person.retired_on or person.died_on or on
    elected = post.endswith("COUNCIL")
    mean = PER_PERSON * (0.45 if elected else 1.25)
    _complete(
        dossier,
        rng,
        max(start, FIRST_RECORDED),
        last,
        int(mean * rng.uniform(0.4, 1.6)),
    )
    if post in _ELECTION_POSTS and rng.random() < 0.7:
        _train_for_election(dossier, rng, on)
    if person.employment in {"official", "contractual"}:
        _appraise(dossier, rng, start, last)
        _rank(dossier, rng, start, last)
    if post in MANAGERIAL:
        _assess(dossier, rng, last)
    if rng.random() < 0.002:
        dossier.exemptions.append(
            ExemptionRow(
                "hours-managers" if post in MANAGERIAL else "hours-others",
                "hours-last-year",
                "200/90/31146",
                date.fromordinal(on.toordinal() - 200),
                date.fromordinal(on.toordinal() + 165),
            )
        )


def _complete(
    dossier: Dossier, rng: Random, first: date, last: date, number: int
) -> None:
    """Draw completions, the denser the nearer to the last day."""
    random = rng.random
    pool = _BY_POST.get(dossier.assignments[-1].post, _STAFF)
    size = len(pool)
    end = last.toordinal()
    span = max(end - first.toordinal(), 1)
    from_ordinal = date.fromordinal
    seen: set[tuple[str, int]] = set()
    completions = dossier.completions
    for _ in range(number):
        course, hours, mode, provider = pool[int(random() * size)]
        day = end - int(span * random() ** 1.5)
        if (course, day) in seen:
            continue
        seen.add((course, day))
        draw = random()
        score = 56 + int(draw * 45)
        revoked = None
        if draw > 0.997 and day + 90 < end:
            revoked = from_ordinal(day + 90)
        completions.append(
            CompletionRow(
                course,
                from_ordinal(day),
                hours,
                str(score) if score & 3 else None,
                score >= 60,
                mode,
                provider,
                f"{day}-{score}{len(completions)}",
                revoked,
            )
        )


def _train_for_election(dossier: Dossier, rng: Random, on: date) -> None:
    appointed = dossier.assignments[-1].from_day
    day = date.fromordinal(on.toordinal() - rng.randrange(1, 120))
    if day < date(2025, 9, 23):
        return
    course = "KRM-33" if rng.random() < 0.8 or day < appointed else "SMP-91"
    dossier.completions.append(
        CompletionRow(course, day, "8", "90", mode="in_person", provider="MOI")
    )


def _appraise(dossier: Dossier, rng: Random, start: date, last: date) -> None:
    """One score for each of the last complete years of service, at most seven."""
    year = jalali_year(last)
    level = rng.uniform(62, 92)
    for past in range(max(jalali_year(start), year - 7), year):
        draw = rng.random()
        if draw < 0.02:
            continue
        value = min(100, max(40, round(level + 8 * (draw - 0.5))))
        taken = date.fromordinal(year_starts(past + 1).toordinal() - 20)
        dossier.results.append(
            ResultRow(
                "APPRAISAL", "appraisal", taken, None if draw < 0.03 else str(value)
            )
        )


def _rank(dossier: Dossier, rng: Random, start: date, last: date) -> None:
    """Three in four were promoted, some months after the years were full."""
    served = completed_years(start, last)
    if rng.random() > 0.75:
        return
    granted = 0
    for years in RANK_YEARS:
        wait = rng.randrange(20, 400)
        day = date.fromordinal(add_years(start, years).toordinal() + wait)
        if served < years or day > last or rng.random() < 0.15:
            break
        granted += 1
        dossier.results.append(ResultRow("RANK", "rank", day, str(granted)))
    if granted > 1 and rng.random() < 0.45:
        issued = date.fromordinal(last.toordinal() - 300)
        dossier.credentials.append(CredentialRow("EXPERIENCE-DOCUMENT", issued))


def _assess(dossier: Dossier, rng: Random, last: date) -> None:
    if rng.random() < 0.3:
        return
    taken = date.fromordinal(last.toordinal() - rng.randrange(10, 1_400))
    value = str(rng.randrange(42, 95))
    dossier.results.append(ResultRow("GENERAL-COMPETENCE", "assessment", taken, value))
    issued = date.fromordinal(taken.toordinal() + 9)
    dossier.credentials.append(
        CredentialRow(
            "COMPETENCY-CERTIFICATE",
            issued,
            add_years(issued, 3) if rng.random() < 0.5 else None,
            f"C{taken.toordinal()}{value}",
            "کانون ارزیابی نمونه",
        )
    )
