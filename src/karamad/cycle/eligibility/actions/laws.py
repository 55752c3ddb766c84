"""The profiles that judge: the newest edition of each, kept till one is added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from karamad.registers.competencies.actions import profile_of
from karamad.registers.competencies.models import Edition
from karamad.registers.competencies.rules import (
    MOST_CRITERIA,
    Place,
    Profile,
    applies,
)


class NoSuchProfile(Exception):
    """No profile, or no edition of it, goes by that name; names it."""


@dataclass(frozen=True, slots=True)
class Law:
    """What a profile says in one edition."""

    edition_id: int
    number: int
    digest: str
    profile: Profile

    @property
    def code(self) -> str:
        return self.profile.code


_kept: dict[str, tuple[tuple[Any, ...], dict[str, Law]]] = {}
_keeping = Lock()


def laws(known_at: datetime | None = None) -> Mapping[str, Law]:
    """Return the newest edition of every profile by code, sorted.

    known_at: the newest recorded by then. Today's are kept in the process under a
    stamp asked anew each time (one small query).
    """
    if known_at is not None:
        return _read(known_at)
    editions = Edition.objects.newest().order_by("pk").values_list("pk", "digest")
    stamp = tuple(editions)
    with _keeping:
        kept = _kept.get("newest")
    if kept is not None and kept[0] == stamp:
        return kept[1]
    read = _read(None)
    with _keeping:
        _kept["newest"] = (stamp, read)
    return read


def judged_at_once() -> list[Law]:
    """Return the newest editions that everyone can be judged by at once, by code.

    An edition kept with more criteria than that is judged by the rules alone.
    """
    return [
        each for each in laws().values() if len(each.profile.criteria) <= MOST_CRITERIA
    ]


def law(code: str, number: int | None = None) -> Law:
    """Return one profile in its newest edition, or in the edition named.

    Errors: NoSuchProfile.
    """
    if number is None:
        newest = laws().get(code)
        if newest is None:
            raise NoSuchProfile(code)
        return newest
    edition = Edition.objects.of(code).numbered(number).with_criteria().first()
    if edition is None:
        raise NoSuchProfile(f"{code}/{number}")
    return law_of(edition)


def law_of(edition: Edition) -> Law:
    """Return what an edition says."""
    return Law(edition.pk, edition.number, edition.digest, profile_of(edition))


def laws_for(place: Place, known_at: datetime | None = None) -> list[Law]:
    """Return the profiles that apply at a place, by code."""
    return [each for each in laws(known_at).values() if applies(each.profile, place)]


def _read(known_at: datetime | None) -> dict[str, Law]:
    newest = Edition.objects.newest(known_at).with_criteria()
    return {
        edition.profile.code: law_of(edition)
        for edition in newest.order_by("profile__code", "pk")
    }
