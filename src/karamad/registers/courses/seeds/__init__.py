"""The titles and providers that every home starts with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from karamad.kernel.jalali import parse_day

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class SeedProvider:
    """Who runs courses, as far as a source names him."""

    code: str
    kind: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class SeedCourse:
    """A real title. `hours` is None where no source gives hours."""

    code: str
    coined_here: bool
    title: str
    title_en: str
    course_class: str
    scope: str
    hours: Decimal | None
    provider: str
    length_note: str
    length_note_en: str
    audience: str
    audience_en: str
    creditable_from: date | None
    creditable_until: date | None
    status: str
    source_note: str


def providers() -> tuple[SeedProvider, ...]:
    """Return the providers that the sources name.

    Source: docs/domain.md 1.10, 3.3.
    """
    return tuple(
        SeedProvider(row["code"], row["kind"], row["fa"], row["en"])
        for row in _rows("providers.yaml")
    )


def catalogue() -> tuple[SeedCourse, ...]:
    """Return the 48 titles in the order of the list.

    Source: docs/domain.md 3.3.
    """
    return tuple(map(_course, _rows("catalogue.yaml")))


def _rows(name: str) -> list[Mapping[str, Any]]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    rows: list[Mapping[str, Any]] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    return rows


def _course(row: Mapping[str, Any]) -> SeedCourse:
    length = row.get("length", {"fa": "", "en": ""})
    return SeedCourse(
        code=row["code"],
        coined_here=row.get("coined_here") == "true",
        title=row["title"]["fa"],
        title_en=row["title"]["en"],
        course_class=row.get("class", ""),
        scope=row.get("scope", ""),
        hours=Decimal(row["hours"]) if "hours" in row else None,
        provider=row.get("provider", ""),
        length_note=length["fa"],
        length_note_en=length["en"],
        audience=row["audience"]["fa"],
        audience_en=row["audience"]["en"],
        creditable_from=_day(row, "creditable_from"),
        creditable_until=_day(row, "creditable_until"),
        status=row["status"],
        source_note=row["source"],
    )


def _day(row: Mapping[str, Any], name: str) -> date | None:
    return parse_day(row[name]) if name in row else None
