"""Questions asked of everyone at once: who lacks what the profiles ask."""

from pathlib import Path

FOLDER = Path(__file__).parent


def text(name: str) -> str:
    """Return the SQL of a measure."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
