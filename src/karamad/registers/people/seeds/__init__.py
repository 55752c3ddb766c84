"""The provinces that every home starts with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class SeedProvince:
    """A province by the two digits that the Statistical Centre gives it."""

    code: str
    name: str
    name_en: str


def provinces() -> tuple[SeedProvince, ...]:
    """Return the 31 provinces in the order of their codes.

    Source: docs/domain.md 9.4.
    """
    text = (FOLDER / "provinces.yaml").read_text(encoding="utf-8")
    rows = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - reads text only
    return tuple(SeedProvince(row["code"], row["fa"], row["en"]) for row in rows)
