"""A file comes in through the pages: kept, opened, its columns looked at."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from karamad.kernel.sealed_files import SealedFile
from karamad.registers.exchange.actions.files import seat_of
from karamad.registers.exchange.models import AT_WORK, Load, State
from karamad.registers.exchange.profiles import text_of
from karamad.registers.exchange.reading import open_sheet
from karamad.registers.exchange.rules.faults import FileCode, Unreadable
from karamad.registers.exchange.rules.headers import How, match, settle
from karamad.registers.exchange.rules.kinds import KINDS, PROFILES
from karamad.registers.exchange.running import demand
from karamad.registers.exchange.writing.references import Scope
from karamad.web.encrypted import keys

LARGEST = 500 << 20  # bytes
SAMPLES = 3
_SUFFIX = re.compile(r"\.(csv|txt|tsv|xlsx|ya?ml)\Z", re.IGNORECASE)


class NotNow(Exception):
    """What was asked does not fit the state the load is in."""


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column of the file as the page of columns shows it.

    column: what it is taken for, empty when ignored. near: what it may be meant for.
    """

    header: str
    sample: str
    column: str
    how: How
    near: str = ""


def folder() -> Path:
    """Return where uploaded files lie; only we can read it."""
    place = Path(settings.MEDIA_ROOT) / "loads"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def sealed_file(name: str) -> SealedFile:
    """Return the file of a name in the folder, sealed as national ids are."""
    return SealedFile(folder() / name, keys().seal)


def receive(
    *,
    kind: str,
    name: str,
    chunks: Iterable[bytes],
    scope: Scope,
    at: datetime,
) -> Load:
    """Keep a file that came in and put the load on record, nothing read yet.

    Errors: Unreadable when it is too large, or not the user's to load.
    """
    demand(kind, scope, national=kind == PROFILES or KINDS[kind].national)
    found = _SUFFIX.search(name)
    file = sealed_file(f"{uuid4().hex}{found.group().lower() if found else ''}")
    size, digest = _keep(file, chunks)
    return Load.objects.create(
        kind=kind,
        name=Path(name).name[:200],
        path=file.path.name,
        sha256=digest,
        size=size,
        by=scope.user,
        seat=seat_of(scope.user),
        unit=scope.home,
        uploaded_at=at,
    )


def columns_of(load: Load) -> tuple[FileColumn, ...]:
    """Return the file's columns with a sample of each and what it is taken for.

    Errors: Unreadable, with the reason.
    """
    if load.kind == PROFILES:
        text_of(file_of(load))  # no columns, but text it must be
        return ()
    with open_sheet(file_of(load)) as sheet:
        rows = [cells for _, cells in islice(sheet.rows, SAMPLES)]
    matches = match(KINDS[load.kind], sheet.header, load.mapping)
    return tuple(
        FileColumn(m.header, _sample(rows, m.place), m.column, m.how, m.near)
        for m in matches
    )


@transaction.atomic
def give_mapping(
    load: Load, mapping: Mapping[str, str], *, all_or_nothing: bool = False
) -> Load:
    """Say which column of the file is which; what was tried before is forgotten.

    mapping: from header to the kind's column, empty to ignore.
    Errors: NotNow; Unreadable when a required column is missing or one comes twice.
    """
    load = Load.objects.select_for_update().get(pk=load.pk)
    if load.state not in (State.UPLOADED, State.CHECKED, State.FAILED):
        raise NotNow
    known = KINDS[load.kind].by_name
    with open_sheet(file_of(load)) as sheet:
        header = sheet.header
    kept = {header: column for header, column in mapping.items() if column in known}
    kept |= {header: "" for header, column in mapping.items() if not column}
    matches = match(KINDS[load.kind], header, kept)
    settle(KINDS[load.kind], matches)
    load.mapping = kept
    load.all_or_nothing = all_or_nothing
    load.columns = [
        {"header": m.header, "column": m.column, "how": m.how} for m in matches
    ]
    if load.state == State.CHECKED:
        load.state = State.UPLOADED
    load.save(update_fields=["mapping", "all_or_nothing", "columns", "state"])
    return load


def remove(load: Load) -> None:
    """Forget a load of which nothing was ever written, and its file.

    Errors: NotNow once it was run, or while somebody works on it.
    """
    if load.entry_id is not None or load.state in AT_WORK:
        raise NotNow
    # A home brought back from a backup may lack the file: then it is gone already.
    for name in filter(None, (load.path, load.errors_path)):
        (folder() / name).unlink(missing_ok=True)
    load.delete()


def file_of(load: Load) -> SealedFile:
    """Return the load's file.

    Errors: Unreadable for a load of the command line, which kept none.
    """
    file = sealed_file(load.path)
    if not load.path or not file.path.exists():
        raise Unreadable(FileCode.EMPTY)
    return file


def _keep(file: SealedFile, chunks: Iterable[bytes]) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    try:
        with file.create() as stream:
            for chunk in chunks:
                size = _within(size + len(chunk))
                digest.update(chunk)
                stream.write(chunk)
    except BaseException:
        file.path.unlink(missing_ok=True)
        raise
    return size, digest.hexdigest()


def _within(size: int) -> int:
    if size > LARGEST:
        raise Unreadable(FileCode.TOO_LARGE, f"{LARGEST >> 20} MB")
    return size


def _sample(rows: Sequence[Sequence[Any]], place: int) -> str:
    cells = (row[place] for row in rows if len(row) > place)
    return next((cell[:60] for cell in cells if cell.strip()), "")
