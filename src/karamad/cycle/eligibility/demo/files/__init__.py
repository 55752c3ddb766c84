"""The nation as its officers' spreadsheets, with what a load must make of them."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path

from karamad.cycle.eligibility.demo.files.clerk import Clerk
from karamad.cycle.eligibility.demo.files.places import write_places
from karamad.cycle.eligibility.demo.files.sheets import Expected
from karamad.cycle.eligibility.demo.nation import Nation
from karamad.cycle.eligibility.demo.profiles import FOLDER as PROFILES
from karamad.cycle.eligibility.demo.sign_ins import note_planted

__all__ = ["EXPECTED", "Expected", "write_files"]

EXPECTED = "expected.json"


def write_files(nation: Nation, folder: Path) -> list[Expected]:
    """Write the files in the order in which they are to be loaded.

    Beside them lie `expected.json` (per file: rows, new, same, mended, and each refused
    row with its column and code) and the list of the planted people.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(
        PROFILES,
        folder / "profiles",
        dirs_exist_ok=True,
        ignore=shutil.ignore_patterns("*.py", "__pycache__"),
    )
    expected = [*write_places(nation, folder), *Clerk(nation, folder).write()]
    text = json.dumps([asdict(each) for each in expected], ensure_ascii=False, indent=1)
    (folder / EXPECTED).write_text(text, encoding="utf-8")
    note_planted(nation, folder)
    return expected
