"""What a file is, by its content: its name is never asked."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from karamad.kernel.media import DIRECTORY, SHOWN, BadFile, Fault, Media, kind_of

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def written(at: Path, content: bytes) -> Path:
    path = at / "پرونده.pdf"  # a name that lies, of most of them
    path.write_bytes(content)
    return path


def zipped(at: Path, **entries: str) -> Path:
    path = at / "a.bin"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in entries.items():
            archive.writestr(name.replace("__", "/"), text)
    return path


def fault_of(path: Path) -> Fault:
    with pytest.raises(BadFile) as bad:
        kind_of(path)
    return bad.value.fault


@pytest.mark.parametrize(
    ("content", "media", "suffix"),
    [
        (b"%PDF-1.7\n...", Media.PDF, ".pdf"),
        (b"\x89PNG\r\n\x1a\n....", Media.IMAGE, ".png"),
        (b"\xff\xd8\xff\xe0....", Media.IMAGE, ".jpg"),
        (b"GIF89a....", Media.IMAGE, ".gif"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", Media.IMAGE, ".webp"),
        (b"RIFF\x10\0\0\0WAVEfmt ", Media.AUDIO, ".wav"),
        (b"ID3\x04\0\0", Media.AUDIO, ".mp3"),
        (b"\xff\xfb\x90\x00", Media.AUDIO, ".mp3"),
        (b"fLaC\0\0\0", Media.AUDIO, ".flac"),
        (b"OggS\0\x02" + bytes(22) + b"\x01vorbis", Media.AUDIO, ".ogg"),
        (b"OggS\0\x02" + bytes(22) + b"\x80theora", Media.VIDEO, ".ogv"),
        (b"\0\0\0\x18ftypM4A \0\0", Media.AUDIO, ".m4a"),
        (b"\0\0\0\x18ftypisom\0\0", Media.VIDEO, ".mp4"),
        (b"\0\0\0\x18ftypavif\0\0", Media.IMAGE, ".avif"),
        (b"\x1aE\xdf\xa3\x9fB\x82\x84webm", Media.VIDEO, ".webm"),
        (b"\x1aE\xdf\xa3\x9fB\x82\x88matroska", Media.VIDEO, ".mkv"),
        ("جزوهٔ درس\r\n۱. مقدمه\t".encode(), Media.TEXT, ".txt"),
        ("\ufeffنام,نمره\n".encode(), Media.TEXT, ".txt"),
        (b"<!DOCTYPE html><p>", Media.MARKUP, ".html"),
        (b"  \n<html><script>alert(1)</script>", Media.MARKUP, ".html"),
        (b"<!-- x --><script>alert(1)</script>", Media.MARKUP, ".html"),
        (b'<?xml version="1.0"?><svg onload="alert(1)"/>', Media.MARKUP, ".svg"),
        (b"<?xml version='1.0'?><a/>", Media.MARKUP, ".xml"),
    ],
)
def test_a_file_is_known_by_its_beginning(tmp_path, content, media, suffix):
    kind = kind_of(written(tmp_path, content))

    assert (kind.media, kind.suffix) == (media, suffix)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.EMPTY),
        (b"MZ\x90\0\x03", Fault.UNKNOWN),  # a program of Windows
        (b"\x7fELF\x02\x01", Fault.UNKNOWN),
        (b"text until here \0 and no further", Fault.UNKNOWN),
        ("نوشته".encode("cp1256"), Fault.UNKNOWN),
        (b"\0\0\0\x18ftypzzzz\0\0", Fault.UNKNOWN),
        (b"PK\x03\x04 cut off", Fault.UNKNOWN),
        (OLD_OFFICE, Fault.UNKNOWN),  # such as an installer
    ],
)
def test_what_is_not_known_is_not_taken(tmp_path, content, fault):
    assert fault_of(written(tmp_path, content)) == fault


def test_a_letter_cut_by_a_block_is_still_text(tmp_path):
    """Blocks end anywhere; a Persian letter is two bytes."""
    content = b"a" + "ب".encode() * (1 << 20)

    assert kind_of(written(tmp_path, content)).media == Media.TEXT


def test_bytes_that_are_no_text_are_found_at_the_very_end(tmp_path):
    content = b"a" * (2 << 20) + b"\xd8"

    assert fault_of(written(tmp_path, content)) == Fault.UNKNOWN


@pytest.mark.parametrize(
    ("entry", "media", "suffix"),
    [
        ("word__document.xml", Media.DOCUMENT, ".docx"),
        ("xl__workbook.xml", Media.SHEET, ".xlsx"),
        ("ppt__presentation.xml", Media.SLIDES, ".pptx"),
    ],
)
def test_an_office_file_is_known_by_what_lies_in_it(tmp_path, entry, media, suffix):
    path = zipped(tmp_path, **{"[Content_Types].xml": "<Types/>", entry: "<w/>"})

    assert (kind_of(path).media, kind_of(path).suffix) == (media, suffix)


def test_an_open_document_is_known_by_what_it_says(tmp_path):
    path = zipped(tmp_path, mimetype="application/vnd.oasis.opendocument.presentation")

    assert kind_of(path).suffix == ".odp"


def test_an_archive_is_an_archive_whatever_else_it_says(tmp_path):
    path = zipped(tmp_path, mimetype="text/html", a__b="x")

    assert kind_of(path).media == Media.ARCHIVE


@pytest.mark.parametrize(
    "entries",
    [
        {
            "[Content_Types].xml": "",
            "word__document.xml": "",
            "word__vbaProject.bin": "",
        },
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "Basic__Standard__Module1.xml": "",
        },
    ],
)
def test_macros_are_not_taken(tmp_path, entries):
    assert fault_of(zipped(tmp_path, **entries)) == Fault.MACROS


@pytest.mark.parametrize(
    ("stream", "media"),
    [
        ("WordDocument", Media.DOCUMENT),
        ("Workbook", Media.SHEET),
        ("PowerPoint Document", Media.SLIDES),
    ],
)
def test_an_old_office_file_is_known_by_its_streams(tmp_path, stream, media):
    # The name lies across two of the blocks that are read.
    content = OLD_OFFICE.ljust((1 << 20) - 5, b"\1") + stream.encode("utf-16-le")

    assert kind_of(written(tmp_path, content)).media == media


def test_macros_of_an_old_office_file_are_not_taken(tmp_path):
    content = OLD_OFFICE + "Workbook".encode("utf-16-le")
    content += "_VBA_PROJECT".encode("utf-16-le")

    assert fault_of(written(tmp_path, content)) == Fault.MACROS


def test_an_archive_that_would_fill_the_memory_is_not_opened(tmp_path):
    path = zipped(tmp_path, a="x")
    content = bytearray(path.read_bytes())
    struct.pack_into("<L", content, content.rfind(b"PK\x05\x06") + 12, DIRECTORY + 1)
    path.write_bytes(content)

    assert fault_of(path) == Fault.CROWDED


def test_nothing_a_browser_would_run_is_shown():
    assert not {Media.MARKUP, Media.ARCHIVE} & SHOWN


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
def test_an_open_document_that_is_damaged_is_not_taken(tmp_path, packing):
    path = tmp_path / "a.odt"
    with zipfile.ZipFile(path, "w", packing) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text" * 3)
    content = bytearray(path.read_bytes())
    content[42:52] = bytes(10)
    path.write_bytes(content)

    assert fault_of(path) is Fault.UNKNOWN
