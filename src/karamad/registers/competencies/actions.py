"""Keeping profiles: a changed content is a new edition, and rows are read back."""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

import rfc8785
from django.db import transaction

from karamad.registers.competencies import rules
from karamad.registers.competencies.models import Criterion, Draft, Edition, Profile
from karamad.registers.competencies.rules.writing import write_applies_to
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit
from karamad.trust.audit.models import Entry

# What stands in columns of its own; the rest of a written criterion is its terms.
_COLUMNS = frozenset({"id", "kind", "source", "in_force"})


class Standing(StrEnum):
    """How a profile's content stands to what is on record."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


class Overtaken(Exception):
    """Somebody saved an edition meanwhile; `newest` is its number."""

    def __init__(self, newest: int) -> None:
        super().__init__(newest)
        self.newest = newest


class Saved(NamedTuple):
    """edition: the newest, which says what was given."""

    edition: Edition
    standing: Standing


def digest_of(profile: rules.Profile) -> str:
    """Return the SHA-256 (hex) of the profile's content as canonical JSON (RFC 8785).

    Two texts with one digest say the same, whatever their order, quotes and comments.
    """
    return hashlib.sha256(rfc8785.dumps(rules.write_profile(profile))).hexdigest()


def standing_of(profile: rules.Profile) -> Standing:
    """Return what saving `profile` would do; nothing is written."""
    newest = Edition.objects.of(profile.code).newest().first()
    return _standing(profile, newest)


def profile_from_text(text: str) -> rules.Profile:
    """Return the profile that a YAML text says.

    Errors: rules.BadProfile with every refusal.
    """
    return rules.profile_from_yaml(text)


@transaction.atomic
def save_edition(
    profile: rules.Profile, *, by: User | None, at: datetime, entry: Entry | None = None
) -> Saved:
    """Keep `profile` as the next edition, if it says something new.

    entry: the act it belongs to (a load); None writes one of its own.
    """
    at = audit.moment_of_record(at)
    kept = Profile.objects.select_for_update().filter(code=profile.code).first()
    newest = kept and Edition.objects.filter(profile=kept).newest().first()
    standing = _standing(profile, newest or None)
    if newest and standing is Standing.SAME:
        return Saved(newest, standing)
    number = newest.number + 1 if newest else 1
    entry = entry or audit.record(
        act="competencies:profile:save",
        subject=("profile", profile.code),
        by=by,
        at=at,
        before={"edition": newest.number} if newest else None,
        after={"edition": number},
    )
    if kept is None:
        kept = Profile.objects.create(code=profile.code, recorded_at=at, entry=entry)
    return Saved(_write(profile, kept, number, at, entry), standing)


@transaction.atomic
def revise(
    profile: rules.Profile, *, based_on: int, by: User | None, at: datetime
) -> Saved:
    """Save what was edited on a page that showed the edition `based_on`; 0 is none.

    Errors: Overtaken when it is not the newest any more; nothing is lost silently.
    """
    Profile.objects.select_for_update().filter(code=profile.code).first()
    newest = Edition.objects.of(profile.code).newest().first()
    number = newest.number if newest else 0
    if number != based_on:
        raise Overtaken(number)
    return save_edition(profile, by=by, at=at)


@transaction.atomic
def propose(
    profile: rules.Profile, *, base: Edition, note: str, by: User, at: datetime
) -> Draft:
    """Keep `profile` as a draft of the next edition; nobody is judged by it.

    Errors: ValueError where it is another profile than the one it was made from.
    """
    if profile.code != base.profile.code:
        raise ValueError(f"{profile.code} is no draft of {base.profile.code}.")
    entry = audit.record(
        act="competencies:draft:make",
        subject=("profile", profile.code),
        by=by,
        at=at,
        after={"base": base.number, "note": note},
    )
    return Draft.objects.create(
        base=base,
        text=rules.profile_to_yaml(profile),
        note=note,
        recorded_at=at,
        entry=entry,
    )


def adopt(draft: Draft, edition: Edition) -> None:
    """Write down which edition a draft became."""
    draft.edition = edition
    draft.save(update_fields=["edition"])


def profile_of(edition: Edition) -> rules.Profile:
    """Return what an edition says, read back from its rows.

    Its criteria are taken as fetched by `with_criteria`, else asked for.
    """
    title = {"fa": edition.title}
    if edition.title_en:
        title["en"] = edition.title_en
    rows = sorted(edition.criteria.all(), key=lambda criterion: criterion.position)
    return rules.read_profile(
        {
            "profile": edition.profile.code,
            "title": title,
            "applies_to": edition.applies_to,
            "criteria": [_written(row) for row in rows],
            "verdict": edition.verdict,
        },
        most=rules.MOST_KEPT,
    )


def _standing(profile: rules.Profile, newest: Edition | None) -> Standing:
    if newest is None:
        return Standing.NEW
    same = newest.digest == digest_of(profile)
    return Standing.SAME if same else Standing.CHANGED


def _write(
    profile: rules.Profile, kept: Profile, number: int, at: datetime, entry: Entry
) -> Edition:
    edition = Edition.objects.create(
        profile=kept,
        number=number,
        title=profile.title_fa,
        title_en=profile.title_en,
        applies_to=write_applies_to(profile.applies_to),
        verdict=None if profile.verdict is None else rules.write_tree(profile.verdict),
        digest=digest_of(profile),
        recorded_at=at,
        entry=entry,
    )
    Criterion.objects.bulk_create(
        _row(edition, position, criterion)
        for position, criterion in enumerate(profile.criteria, start=1)
    )
    return edition


def _row(edition: Edition, position: int, criterion: rules.Criterion) -> Criterion:
    written = rules.write_criterion(criterion)
    return Criterion(
        edition=edition,
        position=position,
        code=criterion.id,
        kind=criterion.kind,
        terms={name: said for name, said in written.items() if name not in _COLUMNS},
        document=criterion.source.document,
        article=criterion.source.article or "",
        status=criterion.source.status,
        in_force_from=criterion.in_force.start,
        in_force_until=criterion.in_force.end,
    )


def _written(row: Criterion) -> dict[str, Any]:
    source = {"document": row.document, "article": row.article or None}
    days = {"from": row.in_force_from, "until": row.in_force_until}
    in_force = {name: day.isoformat() for name, day in days.items() if day is not None}
    return {
        "id": row.code,
        "kind": row.kind,
        **row.terms,
        "source": source | ({"status": row.status} if row.status else {}),
        **({"in_force": in_force} if in_force else {}),
    }
