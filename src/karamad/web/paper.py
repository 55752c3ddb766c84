"""Papers as PDF, set by typst with our own font: no line, no system library."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

FONTS = Path("web/fonts")


class FontMissing(Exception):
    """The font for paper has not been made; `script/assets` makes it."""


def pdf(paper: Path, facts: Mapping[str, Any]) -> bytes:
    """Return a paper as PDF. paper: a typst file that reads `facts` as JSON.

    Errors: FontMissing, rather than a paper of empty boxes.
    """
    fonts = Path(settings.ASSETS) / FONTS
    if not (fonts / "vazirmatn-regular.ttf").exists():
        raise FontMissing(fonts)
    made = typst.compile(
        paper,
        format="pdf",
        font_paths=[fonts],
        ignore_system_fonts=True,
        sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)},
    )
    if not isinstance(made, bytes):  # one answer for one document
        raise TypeError(type(made))
    return made
