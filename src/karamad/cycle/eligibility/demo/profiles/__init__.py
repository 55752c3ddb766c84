"""The profiles of the demo, one YAML file each; a home without demo has none."""

from __future__ import annotations

from pathlib import Path

from karamad.registers.competencies.rules import Profile, profile_from_yaml

FOLDER = Path(__file__).parent


def profiles() -> tuple[Profile, ...]:
    """Return the demo's profiles in the order of their codes.

    Errors: BadProfile when a file is not one.
    """
    return tuple(
        profile_from_yaml(file.read_text(encoding="utf-8"))
        for file in sorted(FOLDER.glob("*.yaml"))
    )
