"""What a person is and holds: service, degree, age, credentials."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from karamad.cycle.eligibility.rules.answers import UNMET, Answer, met, unknown, unmet
from karamad.cycle.eligibility.rules.dossier import Case
from karamad.cycle.eligibility.rules.facts import Credential
from karamad.cycle.eligibility.rules.judgement import Lack, Missing
from karamad.kernel.jalali import add_years, completed_years
from karamad.registers.competencies.rules import (
    AgeTerms,
    CredentialTerms,
    DegreeTerms,
    ServiceTerms,
    Window,
)


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
    terms: ServiceTerms, _window: Window | None, case: Case
) -> Sequence[date]:
    """Return the day the years are complete."""
    start = case.dossier.facts.service_start
    return () if start is None else (add_years(start, terms.years or 0),)


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


def age_turns(terms: AgeTerms, _window: Window | None, case: Case) -> Sequence[date]:
    """Return the days the age asked is reached and passed."""
    birth = case.dossier.facts.birth_date
    if birth is None:
        return ()
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
    latest: Credential | None = None
    for held in _issued(terms, case):
        if _holds(held, day) and (latest is None or latest.issued_on < held.issued_on):
            latest = held
    return UNMET if latest is None else met(latest.type, (latest,))


def credential_turns(
    terms: CredentialTerms, _window: Window | None, case: Case
) -> Sequence[date]:
    """Return the days a credential of the type expires or is revoked."""
    ends = {
        end
        for held in _issued(terms, case)
        for end in (held.expires_on, held.revoked_on)
        if end is not None
    }
    return sorted(ends)


def _issued(terms: CredentialTerms, case: Case) -> Sequence[Credential]:
    return [
        held
        for held in case.dossier.credentials.get(terms.credential, ())
        if held.issued_on <= case.on
    ]


def _holds(held: Credential, day: date) -> bool:
    return (held.expires_on is None or day < held.expires_on) and (
        held.revoked_on is None or day < held.revoked_on
    )
