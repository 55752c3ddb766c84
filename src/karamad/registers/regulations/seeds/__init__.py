"""The documents and facts that every home starts with, as read from the two files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from karamad.kernel.jalali import parse_day

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class SeedLink:
    """What a document does to another: replaces, annuls, amends, rests_on."""

    effect: str
    other: str
    from_day: date | None


@dataclass(frozen=True, slots=True)
class SeedDocument:
    """A document of the register; `number` is its name where it has none."""

    number: str
    issued_on: date | None
    kind: str
    subject: str
    subject_en: str
    issuer: str
    issuer_en: str
    status: str
    source_url: str
    note: str
    note_en: str
    links: tuple[SeedLink, ...]


@dataclass(frozen=True, slots=True)
class SeedFact:
    """One value a document fixes; an empty value is open."""

    code: str
    document: str
    article: str
    title: str
    title_en: str
    value: str
    unit: str
    from_day: date | None
    until_day: date | None
    status: str


def documents() -> tuple[SeedDocument, ...]:
    """Return the documents in the order of the file.

    Source: docs/domain.md section 10.
    """
    return tuple(map(_document, _rows("documents.yaml")))


def facts() -> tuple[SeedFact, ...]:
    """Return what the documents fix, and what was asked for and not found.

    Source: docs/domain.md sections 1 to 9; section 11 for the open ones.
    """
    return tuple(map(_fact, _rows("facts.yaml")))


def _rows(name: str) -> list[Mapping[str, Any]]:
    # The base loader reads every scalar as text: numbers keep their form, and no date
    # is taken for a Gregorian one.
    text = (FOLDER / name).read_text(encoding="utf-8")
    rows: list[Mapping[str, Any]] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    return rows


def _document(row: Mapping[str, Any]) -> SeedDocument:
    nothing = {"fa": "", "en": ""}
    issuer, note = row.get("issuer", nothing), row.get("note", nothing)
    return SeedDocument(
        number=row["number"],
        issued_on=_day(row, "date"),
        kind=row["kind"],
        subject=row["subject"]["fa"],
        subject_en=row["subject"]["en"],
        issuer=issuer["fa"],
        issuer_en=issuer["en"],
        status=row["status"],
        source_url=row.get("source", ""),
        note=note["fa"],
        note_en=note["en"],
        links=tuple(map(_link, row.get("effects", ()))),
    )


def _link(row: Mapping[str, str]) -> SeedLink:
    effect = next(key for key in row if key != "from")
    return SeedLink(effect, row[effect], _day(row, "from"))


def _fact(row: Mapping[str, str]) -> SeedFact:
    return SeedFact(
        code=row["code"],
        document=row.get("document", ""),
        article=row.get("article", ""),
        title=row["fa"],
        title_en=row["en"],
        value=row.get("value", ""),
        unit=row.get("unit", ""),
        from_day=_day(row, "from"),
        until_day=_day(row, "until"),
        status=row["status"],
    )


def _day(row: Mapping[str, Any], name: str) -> date | None:
    return parse_day(row[name]) if name in row else None
