"""What a file is, read from its content; its name says nothing.

Only what training hands out is known: documents, pictures, sound, film, text, archives.
"""

from __future__ import annotations

import codecs
import re
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from karamad.kernel.archives import BrokenArchive, opened

HEAD: Final = 4_096  # bytes looked at first
BLOCK: Final = 1 << 20
DIRECTORY: Final = 8 << 20  # bytes of an archive's table of contents; more is a trap
TAIL: Final = (1 << 16) + 22  # where an archive's last record may begin


class Media(StrEnum):
    """A kind of file, as a reader would call it."""

    ARCHIVE = "archive"
    AUDIO = "audio"
    DOCUMENT = "document"
    IMAGE = "image"
    MARKUP = "markup"  # HTML, SVG, XML: a browser might run what it says
    PDF = "pdf"
    SHEET = "sheet"
    SLIDES = "slides"
    TEXT = "text"
    VIDEO = "video"


# What a browser may show in its window: nothing of it can act in our name.
SHOWN: Final = frozenset({Media.AUDIO, Media.IMAGE, Media.PDF, Media.TEXT, Media.VIDEO})


class Fault(StrEnum):
    """Why a file is not taken; the codes are stable."""

    CROWDED = "crowded"
    EMPTY = "empty"
    MACROS = "macros"
    UNKNOWN = "unknown"


class BadFile(Exception):
    """A file that is not taken, with the fault found."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is: for a reader, for a browser, and at the end of its name."""

    media: Media
    mime: str
    suffix: str


_OPEN = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"

# The entry that only this kind of office file has.
_OFFICE: Final = {
    "word/document.xml": Kind(
        Media.DOCUMENT, f"{_OPEN}.wordprocessingml.document", ".docx"
    ),
    "xl/workbook.xml": Kind(Media.SHEET, f"{_OPEN}.spreadsheetml.sheet", ".xlsx"),
    "ppt/presentation.xml": Kind(
        Media.SLIDES, f"{_OPEN}.presentationml.presentation", ".pptx"
    ),
}
# What the entry `mimetype` says.
_SAID: Final = {
    kind.mime: kind
    for kind in (
        Kind(Media.DOCUMENT, f"{_ODF}.text", ".odt"),
        Kind(Media.SHEET, f"{_ODF}.spreadsheet", ".ods"),
        Kind(Media.SLIDES, f"{_ODF}.presentation", ".odp"),
        Kind(Media.DOCUMENT, "application/epub+zip", ".epub"),
    )
}
_ZIP: Final = Kind(Media.ARCHIVE, "application/zip", ".zip")

# Streams of the office files of old, by their names in the table of contents.
_OLD: Final = (
    ("WordDocument", Kind(Media.DOCUMENT, "application/msword", ".doc")),
    ("Workbook", Kind(Media.SHEET, "application/vnd.ms-excel", ".xls")),
    (
        "PowerPoint Document",
        Kind(Media.SLIDES, "application/vnd.ms-powerpoint", ".ppt"),
    ),
)
_OLD_MACROS: Final = ("_VBA_PROJECT", "Macros")

_BEGINNINGS: Final = (
    (b"%PDF-", Kind(Media.PDF, "application/pdf", ".pdf")),
    (b"\x89PNG\r\n\x1a\n", Kind(Media.IMAGE, "image/png", ".png")),
    (b"\xff\xd8\xff", Kind(Media.IMAGE, "image/jpeg", ".jpg")),
    (b"GIF87a", Kind(Media.IMAGE, "image/gif", ".gif")),
    (b"GIF89a", Kind(Media.IMAGE, "image/gif", ".gif")),
    (b"ID3", Kind(Media.AUDIO, "audio/mpeg", ".mp3")),
    (b"fLaC", Kind(Media.AUDIO, "audio/flac", ".flac")),
)
_RIFF: Final = {
    b"WEBP": Kind(Media.IMAGE, "image/webp", ".webp"),
    b"WAVE": Kind(Media.AUDIO, "audio/wav", ".wav"),
}
# The brand of a file in boxes; one that is not named here is a film.
_BRANDS: Final = {
    b"M4A ": Kind(Media.AUDIO, "audio/mp4", ".m4a"),
    b"M4B ": Kind(Media.AUDIO, "audio/mp4", ".m4a"),
    b"avif": Kind(Media.IMAGE, "image/avif", ".avif"),
    b"qt  ": Kind(Media.VIDEO, "video/quicktime", ".mov"),
}
_FILMS: Final = (b"iso", b"mp4", b"avc", b"M4V", b"dash", b"3gp", b"MSNV", b"f4v")
_MP4: Final = Kind(Media.VIDEO, "video/mp4", ".mp4")
_LAYER_THREE: Final = (b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2")  # MP3


def kind_of(path: Path) -> Kind:
    """Return what a file is, by its content.

    Errors: BadFile: empty, with macros, an archive of too many entries, or unknown.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if not head:
        raise BadFile(Fault.EMPTY)
    for look in _LOOKS:
        if kind := look(head, path):
            return kind
    raise BadFile(Fault.UNKNOWN)


def _by_beginning(head: bytes, _path: Path) -> Kind | None:
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12])
    if head.startswith(_LAYER_THREE):
        return Kind(Media.AUDIO, "audio/mpeg", ".mp3")
    return None


def _of_boxes(head: bytes, _path: Path) -> Kind | None:
    if head[4:8] != b"ftyp":
        return None
    brand = head[8:12]
    if known := _BRANDS.get(brand):
        return known
    return _MP4 if brand.startswith(_FILMS) else None


def _of_streams(head: bytes, _path: Path) -> Kind | None:
    """Tell Ogg and Matroska by what they carry."""
    if head.startswith(b"OggS"):
        if b"\x80theora" in head:
            return Kind(Media.VIDEO, "video/ogg", ".ogv")
        return Kind(Media.AUDIO, "audio/ogg", ".ogg")
    if head.startswith(b"\x1aE\xdf\xa3"):
        if b"webm" in head[:64]:
            return Kind(Media.VIDEO, "video/webm", ".webm")
        return Kind(Media.VIDEO, "video/x-matroska", ".mkv")
    return None


# ---- archives and office files ----------------------------------------------


def _zipped(head: bytes, path: Path) -> Kind | None:
    if not head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    _countable(path)
    try:
        with opened(path) as archive:
            names = set(archive.namelist())
            kind = _office(archive, names)
    except BrokenArchive:
        raise BadFile(Fault.UNKNOWN) from None
    if kind and _has_macros(names):
        raise BadFile(Fault.MACROS)
    return kind or _ZIP


def _office(archive: zipfile.ZipFile, names: set[str]) -> Kind | None:
    if "[Content_Types].xml" in names:
        found = (kind for entry, kind in _OFFICE.items() if entry in names)
        return next(found, None)
    if "mimetype" not in names:
        return None
    try:
        with archive.open("mimetype") as said:
            return _SAID.get(said.read(100).decode("ascii", "replace").strip())
    except NotImplementedError:
        raise  # a way of packing that is not known, not a password
    except RuntimeError:  # locked by a password
        return None


def _has_macros(names: set[str]) -> bool:
    return any(
        name.endswith("vbaProject.bin") or name.startswith(("Basic/", "Scripts/"))
        for name in names
    )


def _countable(path: Path) -> None:
    """Refuse an archive whose table of contents alone would fill the memory."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(max(0, size - TAIL))
        tail = stream.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) < place + 22:
        raise BadFile(Fault.UNKNOWN)
    (directory,) = struct.unpack_from("<L", tail, place + 12)
    if directory > DIRECTORY:  # of 2**32 - 1 the size stands in a larger record
        raise BadFile(Fault.CROWDED)


def _of_old_office(head: bytes, path: Path) -> Kind | None:
    if not head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return None
    wanted = [name for name, _kind in _OLD] + list(_OLD_MACROS)
    held = {name for name in wanted if _holds(path, name.encode("utf-16-le"))}
    kind = next((kind for name, kind in _OLD if name in held), None)
    if kind and held & set(_OLD_MACROS):
        raise BadFile(Fault.MACROS)
    return kind


def _holds(path: Path, what: bytes) -> bool:
    before = b""
    for block in _blocks(path):
        if what in before + block:
            return True
        before = block[-len(what) :]
    return False


# ---- text -------------------------------------------------------------------

_CONTROL: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_PAGE: Final = re.compile(rb"<(!doctype\s+html|html|head|body|script|iframe)\b", re.I)


def _written(head: bytes, path: Path) -> Kind | None:
    """Tell text in UTF-8; what begins with a bracket is markup, whatever it says."""
    if not _is_utf8(path):
        return None
    begins = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if not begins.startswith(b"<"):
        return Kind(Media.TEXT, "text/plain; charset=utf-8", ".txt")
    if re.search(rb"<svg\b", begins, re.I):
        return Kind(Media.MARKUP, "image/svg+xml", ".svg")
    if _PAGE.search(begins):
        return Kind(Media.MARKUP, "text/html; charset=utf-8", ".html")
    return Kind(Media.MARKUP, "application/xml", ".xml")


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for block in _blocks(path):
            if _CONTROL.search(block):
                return False
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            yield block


_LOOKS: Final[tuple[Callable[[bytes, Path], Kind | None], ...]] = (
    _by_beginning,
    _of_boxes,
    _of_streams,
    _zipped,
    _of_old_office,
    _written,
)
