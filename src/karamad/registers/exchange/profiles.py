"""Profiles come and go as YAML, one profile a file."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from karamad.kernel.sealed_files import Altered, AnyFile, opened, size_of
from karamad.registers.competencies import rules
from karamad.registers.competencies.actions import (
    Standing,
    profile_from_text,
    profile_of,
    save_edition,
    standing_of,
)
from karamad.registers.competencies.models import Edition
from karamad.registers.exchange.loading import Counts, Writing
from karamad.registers.exchange.rules.faults import (
    Code,
    FileCode,
    Refusal,
    Unreadable,
)
from karamad.registers.exchange.rules.kinds import PROFILES
from karamad.registers.exchange.running import demand
from karamad.registers.exchange.writing.references import Scope
from karamad.trust.audit.actions import moment_of_record
from karamad.trust.audit.models import Entry

LARGEST = 1 << 20  # bytes


def load(
    file: AnyFile,
    scope: Scope,
    counts: Counts,
    writing: Writing | None,
) -> list[Refusal]:
    """Load one profile; returns why not, all reasons at once.

    writing: None for a dry run. The profile counts as one row.
    Errors: Unreadable for what is no text at all, or not the user's to load.
    """
    demand(PROFILES, scope, national=True)
    try:
        profile = profile_from_text(text_of(file))
    except rules.BadProfile as bad:
        counts.refused += 1
        counts.reasons[Code.PROFILE_INVALID] += 1
        return [_refusal(each) for each in bad.refusals]
    if writing is None:
        standing = standing_of(profile)
    else:
        with transaction.atomic():
            at = moment_of_record(writing.clock())
            entry = Entry.objects.get(pk=writing.entry_id)
            standing = save_edition(profile, by=scope.user, at=at, entry=entry).standing
    counts.new += standing is Standing.NEW
    counts.changed += standing is Standing.CHANGED
    counts.same += standing is Standing.SAME
    return []


def write(path: Path) -> int:
    """Write the newest edition of every profile; returns how many.

    One profile goes into the file named; several go beside it, `-CODE` in the name.
    """
    editions = Edition.objects.newest().with_criteria().order_by("profile__code")
    found = list(editions)
    for edition in found:
        into = path
        if len(found) > 1:
            into = path.with_name(f"{path.stem}-{edition.profile.code}{path.suffix}")
        into.write_text(rules.profile_to_yaml(profile_of(edition)), encoding="utf-8")
    return len(found)


def text_of(file: AnyFile) -> str:
    """Return the text of a file. Errors: Unreadable when it is too large or none."""
    if size_of(file) > LARGEST:
        raise Unreadable(FileCode.TOO_LARGE, "1 MB")
    try:
        with opened(file) as stream:
            return stream.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(FileCode.NOT_TEXT) from None
    except Altered as error:
        raise Unreadable(FileCode.BROKEN, str(error)) from None


def _refusal(refusal: rules.Refusal) -> Refusal:
    about = f"{refusal.where}: {refusal.fault}"
    if refusal.allowed:
        about += f" ({', '.join(refusal.allowed)})"
    return Refusal(
        1, refusal.where[:30], refusal.stood, Code.PROFILE_INVALID, about[:300]
    )
