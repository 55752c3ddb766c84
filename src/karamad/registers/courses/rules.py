"""Who may run which course."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from karamad.kernel.period import Period


class Ground(StrEnum):
    """Why a provider may not run a course; the codes are stable."""

    GENERAL_BY_STATE_CENTRE = "general_by_state_centre"
    SPECIALISED_BY_AGENCY = "specialised_by_agency"
    NOT_ACCREDITED = "not_accredited"


@dataclass(frozen=True, slots=True)
class Offer:
    """A course of a scope, and the provider who wants to run it.

    scope: general, specialised or empty. provider_kind: as the register has it.
    accredited: the periods of the provider's accreditations; none: it needs none on
    record, and only its kind is asked.
    """

    scope: str
    provider_kind: str
    accredited: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason against."""

    ground: Ground


STATE_CENTRE = "state_centre"
AGENCY = frozenset({"agency", "municipality"})


def refusals(offer: Offer, on: date) -> tuple[Refusal, ...]:
    """Return every reason why the provider's authority does not cover the course.

    At appointment general courses are the state management training centre's, and
    specialised ones the agency's concerned. Universities and private institutes run
    either kind on the strength of an accreditation that holds on the day.
    Source: docs/mission.md, M24 (courses at appointment, two kinds).
    """
    return tuple(_refusals(offer, on))


def _refusals(offer: Offer, on: date) -> Iterator[Refusal]:
    licensed = any(on in period for period in offer.accredited)
    if offer.accredited and not licensed:
        yield Refusal(Ground.NOT_ACCREDITED)
    if licensed:
        return
    if offer.scope == "general" and offer.provider_kind != STATE_CENTRE:
        yield Refusal(Ground.GENERAL_BY_STATE_CENTRE)
    if offer.scope == "specialised" and offer.provider_kind not in AGENCY:
        yield Refusal(Ground.SPECIALISED_BY_AGENCY)
