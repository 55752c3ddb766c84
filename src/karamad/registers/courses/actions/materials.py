"""Keeping what is handed out in a course: published, renewed, withdrawn, taken back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.db.models import Max

from karamad.kernel.media import BadFile, Fault
from karamad.kernel.text import clean
from karamad.registers.courses.actions.storing import Kept, TooLarge, keep, path_of
from karamad.registers.courses.models import (
    Course,
    FormerMaterial,
    Material,
    MaterialVersion,
    MaterialWithdrawal,
)
from karamad.registers.people.models import Unit
from karamad.trust.accounts.models import User
from karamad.trust.audit.actions import correct, moment_of_record, record
from karamad.trust.audit.models import Entry

__all__ = [
    "BadFile",
    "Content",
    "Fault",
    "NothingNew",
    "TooLarge",
    "Wish",
    "add_material",
    "correct_material",
    "file_content",
    "link_content",
    "path_of",
    "publish",
    "take_back",
    "withdraw",
]

NAME = 160  # characters of a file's name that are kept; its ending is ours
_UNSAID = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]')


class NothingNew(Exception):
    """The latest version holds the very same file or link."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a material says of itself; unit None: everyone's."""

    title: str
    title_en: str = ""
    unit: Unit | None = None

    @property
    def facts(self) -> dict[str, Any]:
        return {"title": self.title, "title_en": self.title_en, "unit": self.unit}


@dataclass(frozen=True, slots=True)
class Content:
    """A file that lies in the home, or a link; and what is new in it."""

    link: str = ""
    kept: Kept | None = None
    name: str = ""
    note: str = ""

    @property
    def facts(self) -> dict[str, Any]:
        if self.kept is None:
            return {"link": self.link, "note": self.note}
        kept = self.kept
        return {
            "media": kept.kind.media.value,
            "mime": kept.kind.mime,
            "name": self.name,
            "sha256": kept.sha256,
            "size": kept.size,
            "note": self.note,
        }


def link_content(link: str, *, note: str = "") -> Content:
    """Return what a version with a link holds."""
    return Content(link=link, note=note)


def file_content(name: str, chunks: Iterable[bytes], *, note: str = "") -> Content:
    """Keep a file that comes in, and return what a version with it holds.

    It is done before the act that publishes, so that nobody waits while it comes in;
    what is then not published lies unread. Errors: TooLarge; BadFile.
    """
    kept = keep(chunks)
    return Content(kept=kept, name=_saved_as(name, kept), note=note)


@transaction.atomic
def add_material(
    *,
    course: Course,
    wish: Wish,
    content: Content,
    by: User | None,
    at: datetime,
    sample: bool = False,
) -> MaterialVersion:
    """Add a material to a course, and publish its first version."""
    at = moment_of_record(at)
    entry = record(
        act="courses:material:add",
        subject=("course", course.code),
        by=by,
        at=at,
        after={**_plain(wish.facts), **content.facts},
    )
    row = Material.objects.create(
        course=course, sample=sample, **wish.facts, recorded_at=at, entry=entry
    )
    return _version(row, 1, content, entry, at)


@transaction.atomic
def publish(
    *, material: Material, content: Content, by: User | None, at: datetime
) -> MaterialVersion:
    """Publish a new version; runs that have begun keep the one they had.

    Errors: NothingNew.
    """
    at = moment_of_record(at)
    row = Material.objects.select_for_update(of=("self",)).get(pk=material.pk)
    latest = row.versions.order_by("-number").first()
    if latest and (latest.sha256, latest.link) == _identity(content):
        raise NothingNew
    number = (row.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    entry = record(
        act="courses:material:publish",
        subject=("material", row.pk),
        by=by,
        at=at,
        after={"number": number, **content.facts},
    )
    return _version(row, number, content, entry, at)


@transaction.atomic
def correct_material(
    *, material: Material, wish: Wish, by: User | None, at: datetime
) -> bool:
    """Correct what a material says of itself; what it said before is kept.

    Returns False when nothing differs.
    """
    at = moment_of_record(at)
    row = Material.objects.select_for_update(of=("self",)).get(pk=material.pk)
    differing = {n: v for n, v in wish.facts.items() if getattr(row, n) != v}
    if not differing:
        return False
    entry = record(
        act="courses:material:correct",
        subject=("material", row.pk),
        by=by,
        at=at,
        before=_plain({name: getattr(row, name) for name in differing}),
        after=_plain(differing),
    )
    return correct(
        row,
        former=FormerMaterial,
        key="material",
        changes=differing,
        entry=entry,
        at=at,
    )


@transaction.atomic
def withdraw(
    *,
    material: Material,
    numbers: Iterable[int],
    reason: str,
    by: User | None,
    at: datetime,
) -> int:
    """Let nobody be given these versions any more; returns how many it were.

    The files stay in the home, for whoever must answer for them.
    """
    at = moment_of_record(at)
    row = Material.objects.select_for_update(of=("self",)).get(pk=material.pk)
    wanted = row.versions.filter(number__in=numbers)
    standing = list(wanted.exclude(pk__in=_withdrawn().values("version")))
    if not standing:
        return 0
    entry = record(
        act="courses:material:withdraw",
        subject=("material", row.pk),
        by=by,
        at=at,
        after={"numbers": sorted(v.number for v in standing), "reason": reason},
    )
    MaterialWithdrawal.objects.bulk_create(
        MaterialWithdrawal(version=each, reason=reason, recorded_at=at, entry=entry)
        for each in standing
    )
    return len(standing)


@transaction.atomic
def take_back(
    *, material: Material, numbers: Iterable[int], by: User | None, at: datetime
) -> int:
    """Let withdrawn versions be given again; returns how many it were."""
    at = moment_of_record(at)
    row = Material.objects.select_for_update(of=("self",)).get(pk=material.pk)
    rows = _withdrawn().filter(version__material=row, version__number__in=numbers)
    back = list(rows.select_related("version"))
    if not back:
        return 0
    record(
        act="courses:material:take-back",
        subject=("material", row.pk),
        by=by,
        at=at,
        before={
            "numbers": sorted(each.version.number for each in back),
            "reason": back[0].reason,
        },
    )
    keys = [each.pk for each in back]
    return MaterialWithdrawal.objects.filter(pk__in=keys).update(superseded_at=at)


def _withdrawn() -> Any:
    return MaterialWithdrawal.objects.current()


def _version(
    row: Material, number: int, content: Content, entry: Entry, at: datetime
) -> MaterialVersion:
    return MaterialVersion.objects.create(
        material=row, number=number, **content.facts, recorded_at=at, entry=entry
    )


def _identity(content: Content) -> tuple[str, str]:
    return (content.kept.sha256 if content.kept else "", content.link)


def _saved_as(name: str, kept: Kept) -> str:
    """Return the name a file is saved under: as it came, its ending by its content."""
    stem = clean(_UNSAID.sub(" ", PurePath(name).stem)).strip(". ")
    return f"{stem[:NAME] or kept.sha256[:8]}{kept.kind.suffix}"


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.code if isinstance(value, Unit) else value
        for name, value in facts.items()
    }
