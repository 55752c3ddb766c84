"""Keeping a file that is handed out: in the home, under the name of its content."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from karamad.kernel.media import Kind, kind_of


class TooLarge(Exception):
    """A file of more bytes than the home keeps; `largest` says how many it does."""

    def __init__(self, largest: int) -> None:
        super().__init__(largest)
        self.largest = largest


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the home: its content's name, its bytes, what it is."""

    sha256: str
    size: int
    kind: Kind


def keep(chunks: Iterable[bytes]) -> Kept:
    """Write a file that comes in, and look at what it is; the same one is kept once.

    Errors: TooLarge; BadFile. Of a file refused nothing stays.
    """
    new = _folder() / f"{uuid4().hex}.new"
    try:
        sha256, size = _written(new, chunks)
        kind = kind_of(new)
        place = path_of(sha256)
        place.parent.mkdir(mode=0o700, exist_ok=True)
        new.replace(place)
    finally:
        new.unlink(missing_ok=True)
    return Kept(sha256, size, kind)


def path_of(sha256: str) -> Path:
    """Return where the file of this content lies."""
    return _folder() / sha256[:2] / sha256


def _folder() -> Path:
    place = Path(settings.MEDIA_ROOT) / "materials"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def _written(path: Path, chunks: Iterable[bytes]) -> tuple[str, int]:
    size, digest = 0, hashlib.sha256()
    with path.open("xb") as stream:
        path.chmod(0o600)
        for chunk in chunks:
            size += len(chunk)
            if size > settings.LARGEST_MATERIAL:
                raise TooLarge(settings.LARGEST_MATERIAL)
            digest.update(chunk)
            stream.write(chunk)
        stream.flush()
        os.fsync(stream.fileno())
    return digest.hexdigest(), size
