"""Who may run which course."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from karamad.kernel.period import Period
from karamad.kernel.text import search_key


class Ground(StrEnum):
    """Why a provider may not run a course; the codes are stable."""

    CENTRE_ALONE = "centre_alone"
    AGENCY_ALONE = "agency_alone"
    GENERAL_BY_STATE_CENTRE = "general_by_state_centre"
    SPECIALISED_BY_AGENCY = "specialised_by_agency"
    NOT_ACCREDITED = "not_accredited"
    OTHER_DOMAIN = "other_domain"


@dataclass(frozen=True, slots=True)
class Licence:
    """An accreditation. domain: as its document words it; empty: for every course."""

    period: Period
    domain: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A course, and the provider who wants to run it.

    scope: general, specialised or empty. course_class: likewise.
    is_concerned: the course belongs to no other agency than the provider.
    licences: those on record; none: it needs none, and only its kind is asked.
    """

    scope: str
    provider_kind: str
    licences: tuple[Licence, ...] = ()
    course_class: str = ""
    is_concerned: bool = True

    @property
    def is_at_appointment(self) -> bool:
        """Managers' courses of a scope are those that their appointment asks for."""
        return self.course_class == MANAGERS and bool(self.scope)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason against."""

    ground: Ground


STATE_CENTRE: Final = "state_centre"
MANAGERS: Final = "managers"
AGENCY: Final = frozenset({"agency", "municipality"})

# What a domain may name by which courses are told apart; anything else it may name
# (a trade, a subject) is on no course, and cannot be held against one.
_DOMAINS: Final = {
    search_key(word): named
    for named, words in {
        ("class", "job"): ("job", "شغلی"),
        ("class", "general"): ("general", "عمومی"),
        ("class", "culture"): ("culture", "فرهنگی"),
        ("class", "orientation"): ("orientation", "توجیهی"),
        ("class", MANAGERS): (MANAGERS, "مدیران"),
        ("scope", "specialised"): ("specialised", "تخصصی"),
    }.items()
    for word in words
}


def refusals(offer: Offer, on: date) -> tuple[Refusal, ...]:
    """Return every reason why the provider's authority does not cover the course.

    At appointment general courses are the state management training centre's alone, and
    specialised ones the agency's concerned. Of the others these run what is theirs;
    universities and private institutes, and whoever has accreditations on record, run
    what an accreditation covers that holds on the day.
    Source: docs/mission.md, M24 (courses at appointment, two kinds); docs/adr/0150.
    """
    return tuple(map(Refusal, _grounds(offer, on)))


def _grounds(offer: Offer, on: date) -> Iterator[Ground]:
    standing = [each for each in offer.licences if on in each.period]
    if offer.licences and not standing:
        yield Ground.NOT_ACCREDITED
    if offer.is_at_appointment:
        yield from _at_appointment(offer)
    elif not any(_covers(each, offer) for each in standing):
        if standing:
            yield Ground.OTHER_DOMAIN
        yield from _by_kind(offer)


def _at_appointment(offer: Offer) -> Iterator[Ground]:
    if offer.scope == "general" and offer.provider_kind != STATE_CENTRE:
        yield Ground.CENTRE_ALONE
    is_agency = offer.provider_kind in AGENCY and offer.is_concerned
    if offer.scope == "specialised" and not is_agency:
        yield Ground.AGENCY_ALONE


def _by_kind(offer: Offer) -> Iterator[Ground]:
    if offer.scope == "general" and offer.provider_kind != STATE_CENTRE:
        yield Ground.GENERAL_BY_STATE_CENTRE
    if offer.scope == "specialised" and offer.provider_kind not in AGENCY:
        yield Ground.SPECIALISED_BY_AGENCY


def _covers(licence: Licence, offer: Offer) -> bool:
    named = _DOMAINS.get(search_key(licence.domain))
    if named is None:
        return True
    kind, value = named
    if kind == "scope":
        return offer.scope in ("", value)
    # The word for general is that of a class and of a scope.
    return offer.course_class in ("", value) or value == offer.scope
