"""Which posts a profile speaks of."""

from __future__ import annotations

from dataclasses import dataclass

from karamad.registers.competencies.rules.nouns import AppliesTo, Profile
from karamad.registers.competencies.rules.scales import (
    Employment,
    PostLevel,
    UnitKind,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A post with the unit it is held at and the person who holds it.

    unit_grade: of a municipality, 1 to 12. None: not stated.
    """

    post: str
    level: PostLevel | None = None
    managerial: bool = False
    employment: Employment | None = None
    unit_kind: UnitKind | None = None
    unit_grade: int | None = None


def applies(profile: Profile, place: Place) -> bool:
    """Test whether `profile` is to be asked at `place`.

    Posts and level choose, both together either one; the rest narrows the choice, and
    what is not stated at the place is not among the listed.

    Source: docs/judgement.md, "Applies to".
    """
    wanted = profile.applies_to
    return _chooses(wanted, place) and _keeps(wanted, place)


def _chooses(wanted: AppliesTo, place: Place) -> bool:
    if not wanted.posts and wanted.level is None:
        return True
    if place.post in wanted.posts:
        return True
    return wanted.level is not None and place.managerial and place.level is wanted.level


def _keeps(wanted: AppliesTo, place: Place) -> bool:
    return (
        (wanted.managerial is None or place.managerial is wanted.managerial)
        and (not wanted.employment or place.employment in wanted.employment)
        and (not wanted.unit_kind or place.unit_kind in wanted.unit_kind)
        and (not wanted.unit_grade or place.unit_grade in wanted.unit_grade)
    )
