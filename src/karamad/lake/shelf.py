"""Where the extracts lie: files that never change, and one manifest that names them.

Whoever reads takes the manifest once and has its files for an hour after a newer one
came. A file is named by the extract that wrote it; the manifest changes by renaming, so
that it is the old one or the new one and never half of either.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from karamad.lake.columns import WIDTH

FORM: Final = 1  # of the manifest
KEPT: Final = timedelta(hours=1)  # old files, for those who read them
REMEMBERED: Final = 200  # extracts whose changes are told


class AtWork(Exception):
    """Another extract is being made here."""


@dataclass(frozen=True, slots=True)
class File:
    """One Parquet file: a range of person keys (`part`), or a whole small table."""

    path: str
    part: int
    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Change:
    """What differs from an earlier extract.

    people: keys of person records any of whose rows differ, both records of a merge
    among them; None is everyone. tables: the small tables that differ, by name.
    """

    people: frozenset[int] | None
    tables: frozenset[str]

    def __bool__(self) -> bool:
        return self.people is None or bool(self.people or self.tables)


@dataclass(frozen=True)
class Lake:
    """The registers' tables as files, as they were at `moment`.

    number: counts the extracts of this home. marks: the highest keys seen, by what was
    asked. catalogue, origin: which columns these are, and of which database's past.
    texts: of small tables, what tells their rows from others, where it was asked.
    changes: by number of extract, the newest last. retired: files of older
    extracts, with the moment since when.
    """

    folder: Path
    number: int
    moment: datetime
    catalogue: str
    origin: str
    marks: Mapping[str, int]
    files: Mapping[str, Sequence[File]]
    changes: Sequence[Mapping[str, Any]] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    retired: Mapping[str, str] = field(default_factory=dict)

    def paths(self, name: str) -> list[Path]:
        """Return a table's files; together they are the table."""
        return [self.folder / file.path for file in self.files[name]]

    def tables(self, people: Collection[int] | None = None) -> dict[str, list[Path]]:
        """Return the files of every table, as an engine takes them.

        people: keys of records; of the tables of people only the parts with these.
        """
        if people is None:
            return {name: self.paths(name) for name in self.files}
        parts = {person // WIDTH for person in people}
        return {
            name: [self.folder / each.path for each in _among(files, parts)]
            for name, files in self.files.items()
        }

    def parts(self, name: str, parts: Collection[int]) -> list[Path]:
        """Return those of a table's files that are these ranges of keys."""
        return [self.folder / f.path for f in self.files[name] if f.part in parts]

    def rows(self, name: str) -> int:
        return sum(file.rows for file in self.files[name])

    def since(self, number: int) -> Change:
        """Return what changed after the extract of that number.

        Whoever asks about one that is forgotten is told that everything did.
        """
        later = [change for change in self.changes if change["number"] > number]
        numbers = {change["number"] for change in later}
        if numbers != set(range(number + 1, self.number + 1)):
            return Change(None, frozenset(self.files))
        tables = frozenset(name for change in later for name in change["tables"])
        people: set[int] = set()
        for change in later:
            if change["people"] is None:
                return Change(None, tables)
            if change["people"]:
                listed = pq.read_table(self.folder / change["people"])
                people.update(listed.column(0).to_pylist())
        return Change(frozenset(people), tables)


def _among(files: Sequence[File], parts: Collection[int]) -> Sequence[File]:
    """Return the files of these parts; one in any case, for its columns."""
    return [each for each in files if each.part in parts] or files[:1]


def folder() -> Path:
    return Path(settings.HOME) / "lake"


def newest() -> Lake | None:
    """Return the extract in force; None before the first."""
    try:
        said = json.loads((folder() / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    if said["form"] != FORM:
        return None
    return Lake(
        folder=folder(),
        number=said["number"],
        moment=datetime.fromisoformat(said["moment"]),
        catalogue=said["catalogue"],
        origin=said["origin"],
        marks=said["marks"],
        files={
            name: tuple(File(*file) for file in files)
            for name, files in said["files"].items()
        },
        changes=said["changes"],
        texts=said.get("texts", {}),
        retired=said["retired"],
    )


@contextmanager
def alone() -> Iterator[None]:
    """Let one extract be made at a time. Errors: AtWork.

    The lock goes with the process that holds it, however that ends.
    """
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder() / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _hold(descriptor)
        yield
    finally:
        os.close(descriptor)


def _hold(descriptor: int) -> None:
    """Take the lock; a moment's patience for those who only look whether it is held."""
    for patience in (0.02, 0.05, 0.1, 0):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(patience)
        else:
            return
    raise AtWork


def is_held() -> bool:
    """Test whether an extract is being made: its process lives and holds the lock."""
    try:
        descriptor = os.open(folder() / "lock", os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def put_in_force(lake: Lake, before: Lake | None, *, at: datetime) -> Lake:
    """Make `lake` the one that readers get, and remove files nobody reads any more."""
    named = {file.path for files in lake.files.values() for file in files}
    named |= {change["people"] for change in lake.changes if change["people"]}
    retired = dict(before.retired) if before else {}
    for path in _named_by(before) - named:
        retired.setdefault(path, at.isoformat())
    retired = {
        path: since
        for path, since in retired.items()
        if at - datetime.fromisoformat(since) < KEPT
    }
    lake = Lake(**{**vars(lake), "retired": retired})
    _write(lake)
    tidy(lake)
    return lake


def tidy(lake: Lake | None) -> None:
    """Remove what neither the manifest nor a late reader names; what a crash left."""
    kept = _named_by(lake) | set(lake.retired if lake else ())
    for path in folder().glob("*/*"):
        name = str(path.relative_to(folder()))
        if path.parent.name == "spill":
            continue
        if name not in kept:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def list_people(people: Sequence[int], number: int) -> str:
    """Write down whose rows an extract changed; return the file's name in the lake."""
    name = f"changes/{number:08}.parquet"
    path = folder() / name
    path.parent.mkdir(exist_ok=True)
    pq.write_table(pa.table({"person": pa.array(sorted(people), pa.int64())}), path)
    return name


def _named_by(lake: Lake | None) -> set[str]:
    if lake is None:
        return set()
    files = {file.path for files in lake.files.values() for file in files}
    return files | {change["people"] for change in lake.changes if change["people"]}


def _write(lake: Lake) -> None:
    said = {
        "form": FORM,
        "number": lake.number,
        "moment": lake.moment.isoformat(),
        "catalogue": lake.catalogue,
        "origin": lake.origin,
        "marks": dict(lake.marks),
        "files": {
            name: [[f.path, f.part, f.rows, f.digest] for f in files]
            for name, files in lake.files.items()
        },
        "changes": list(lake.changes)[-REMEMBERED:],
        "texts": dict(lake.texts),
        "retired": dict(lake.retired),
    }
    new = folder() / "manifest.new"
    with new.open("w", encoding="utf-8") as stream:
        json.dump(said, stream, ensure_ascii=False, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(folder() / "manifest.json")
