"""One extract under way, and what each of its steps has in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
from django.apps import apps

from karamad.kernel.extracts import Extract
from karamad.lake import shelf
from karamad.lake.columns import chosen, table_of
from karamad.lake.parts import encoded
from karamad.lake.readers import Reader
from karamad.lake.reading import Cut
from karamad.lake.shelf import File


class Stopped(Exception):
    """Whoever asked for the extract does not want it any more."""


@dataclass
class Work:
    """One extract under way. tell: called with a table and the rows read of it."""

    cut: Cut
    number: int
    tell: Callable[[str, int], None]
    stop: Callable[[], bool]
    files: dict[str, tuple[File, ...]] = field(default_factory=dict)
    written: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    broken: bool = False  # one of those at work could not go on

    def pause(self) -> None:
        if self.broken or self.stop():
            raise Stopped

    @property
    def scanners(self) -> Sequence[Reader]:
        return self.cut.scanners or (self.cut.first,)

    def break_off(self) -> None:
        """Let all who are at work stop where they are."""
        self.broken = True
        for scanner in self.scanners:
            scanner.break_off()


def write_part(work: Work, extract: Extract, part: int, table: pa.Table) -> File:
    work.pause()
    content, digest_ = encoded(table)
    name = f"{extract.name}/part-{part:05}-{work.number:08}.parquet"
    path = shelf.folder() / name
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as stream:
        stream.write(content)
    return File(name, part, table.num_rows, digest_)


def question(extract: Extract, vendor: str) -> str:
    """Return the question for an extract's current rows; it may be narrowed by AND."""
    names = {f.name for f in apps.get_model(extract.model)._meta.get_fields()}  # noqa: SLF001
    current = "t.superseded_at IS NULL" if "superseded_at" in names else "1 = 1"
    return (
        f"SELECT {chosen(extract, vendor)} "  # noqa: S608 - our own names
        f'FROM "{table_of(extract.model)}" t WHERE {current}'
    )


def spill() -> Path:
    return shelf.folder() / "spill" / "extract"
