"""The measures as text, with what a page asks put in: keys, days and fixed words."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parents[1] / "measures"
_WORD: Final = re.compile(r":(\w+)")
_PATH: Final = re.compile(r"(\d+\.)+")


def text(name: str, **words: str) -> str:
    """Return the measure with its words filled in; each is SQL that we wrote."""
    return _WORD.sub(lambda found: words[found[1]], _read(name))


def day(on: date) -> str:
    """Return a day as it stands in SQL."""
    return f"DATE '{on.isoformat()}'"


def below(path: str) -> str:
    """Return in SQL which rows of c lie at a path or below it. Errors: ValueError."""
    if not _PATH.fullmatch(path):
        raise ValueError(f"{path!r} is no path of a unit")
    return f"c.path LIKE '{path}%'"


def word(of: str, known: frozenset[str]) -> str:
    """Return one of the fixed words as a text of SQL. Errors: ValueError."""
    if of not in known or "'" in of:
        raise ValueError(f"{of!r} is no word known here")
    return f"'{of}'"


@cache
def _read(name: str) -> str:
    lines = (_FOLDER / f"{name}.sql").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("--"))
