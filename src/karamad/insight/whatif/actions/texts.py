"""The measures as text, with what is asked put in."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parents[1] / "measures"
_WORD: Final = re.compile(r":(\w+)")


def text(name: str, **words: str) -> str:
    """Return the measure with its words filled in; each is SQL that we wrote."""
    return _WORD.sub(lambda found: words[found[1]], _read(name))


@cache
def _read(name: str) -> str:
    lines = (_FOLDER / f"{name}.sql").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("--"))
