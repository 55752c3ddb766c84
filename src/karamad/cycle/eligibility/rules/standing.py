"""What a person is and holds: service, degree, age, credentials."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from typing import Final

from karamad.cycle.eligibility.rules.answers import (
    UNMET,
    Answer,
    Turn,
    met,
    unknown,
    unmet,
)
from karamad.cycle.eligibility.rules.dossier import Case
from karamad.cycle.eligibility.rules.judgement import Lack, Missing, Outcome
from karamad.kernel.jalali import add_years, completed_years
from karamad.registers.competencies.rules import (
    AgeTerms,
    CredentialTerms,
    DegreeTerms,
    ServiceTerms,
    Window,
)

# By a name of the module: looking a member up in its class takes ten times as long.
_MET: Final = Outcome.MET
_UNMET: Final = Outcome.UNMET


def service(
    terms: ServiceTerms, _window: Window | None, case: Case, day: date
) -> Answer:
    """Answer with the completed Jalali years since service start.

    Source: docs/judgement.md, `service` and "Anniversaries".
    """
    start = case.dossier.facts.service_start
    if start is None:
        return unknown(Lack(Missing.SERVICE_START))
    if start > day:
        return UNMET
    years = completed_years(start, day)
    is_met = terms.years is not None and years >= terms.years
    return met(years) if is_met else unmet(years)


def service_turns(
    terms: ServiceTerms, _window: Window | None, case: Case, now: Answer
) -> Sequence[date] | Turn:
    """Return the day the years are complete.

    Source: docs/adr/0002-what-until-means.md.
    """
    start, years = case.dossier.facts.service_start, terms.years or 0
    if start is None or now.outcome is _MET:
        return ()
    return Turn(add_years(start, years), met(years))


def degree(
    terms: DegreeTerms, _window: Window | None, case: Case, _day: date
) -> Answer:
    """Answer with the degree; it holds for every day.

    Source: docs/judgement.md, `degree` and "Missing".
    """
    held = case.dossier.facts.degree
    if held is None:
        return unknown(Lack(Missing.DEGREE))
    is_met = terms.degree is not None and held.reaches(terms.degree)
    return met(held) if is_met else unmet(held)


def age(terms: AgeTerms, _window: Window | None, case: Case, day: date) -> Answer:
    """Answer with the completed Jalali years of age.

    Source: docs/judgement.md, `age` and "Anniversaries".
    """
    birth = case.dossier.facts.birth_date
    if birth is None:
        return unknown(Lack(Missing.BIRTH_DATE))
    if birth > day:
        return UNMET
    years = completed_years(birth, day)
    is_old_enough = terms.minimum is None or terms.minimum <= years
    is_young_enough = terms.maximum is None or years <= terms.maximum
    return met(years) if is_old_enough and is_young_enough else unmet(years)


def age_turns(
    terms: AgeTerms, _window: Window | None, case: Case, now: Answer
) -> Sequence[date] | Turn:
    """Return the days the age asked is reached and passed.

    Source: docs/adr/0002-what-until-means.md.
    """
    birth = case.dossier.facts.birth_date
    if birth is None:
        return ()
    if now.outcome is _MET:
        if terms.maximum is None:
            return ()
        too_old = terms.maximum + 1
        return Turn(add_years(birth, too_old), unmet(too_old))
    days = [add_years(birth, terms.minimum or 0)]
    if terms.maximum is not None:
        days.append(add_years(birth, terms.maximum + 1))
    return days


def credential(
    terms: CredentialTerms, _window: Window | None, case: Case, day: date
) -> Answer:
    """Answer with the latest credential of the type that holds on the day.

    Source: docs/judgement.md, `credential`.
    """
    holding = [
        row
        for row in case.dossier.held(terms.credential, case.on)
        if row.end is None or day < row.end
    ]
    if not holding:
        return UNMET
    return met(terms.credential, (max(holding, key=attrgetter("day")),))


def credential_turns(
    terms: CredentialTerms, _window: Window | None, case: Case, now: Answer
) -> Sequence[date] | Turn:
    """Return the day the last credential of the type expires or is revoked.

    Source: docs/adr/0002-what-until-means.md.
    """
    if now.outcome is _UNMET:
        return ()
    ends = []
    for row in case.dossier.held(terms.credential, case.on):
        if row.end is None:
            return ()
        ends.append(row.end)
    return Turn(max(ends), UNMET)
