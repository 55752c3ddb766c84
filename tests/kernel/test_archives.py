"""Archives of strangers: whatever is wrong with them is told as one thing."""

from __future__ import annotations

import io
import os
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from karamad.kernel.archives import BrokenArchive, opened

PACKINGS = [
    zipfile.ZIP_STORED,
    zipfile.ZIP_DEFLATED,
    zipfile.ZIP_BZIP2,
    zipfile.ZIP_LZMA,
]


def packed(packing: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as archive:
        archive.writestr("a.txt", "آموزش " * 40)
    return stream.getvalue()


def read(path: Path) -> list[bytes]:
    with opened(path) as archive:
        return [archive.read(name) for name in archive.namelist()]


@pytest.mark.parametrize("packing", PACKINGS)
def test_what_is_whole_is_read_however_it_is_packed(tmp_path: Path, packing: int):
    path = tmp_path / "a.zip"
    path.write_bytes(packed(packing))

    assert read(path) == [("آموزش " * 40).encode()]


@pytest.mark.parametrize("packing", PACKINGS)
def test_altered_content_is_a_broken_archive(tmp_path: Path, packing: int):
    content = bytearray(packed(packing))
    content[40:60] = bytes(20)
    path = tmp_path / "a.zip"
    path.write_bytes(content)

    with pytest.raises(BrokenArchive):
        read(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(PACKINGS),
    st.dictionaries(st.integers(0, 400), st.integers(0, 255), min_size=1, max_size=4),
)
@example(zipfile.ZIP_STORED, {6: 8, 30: 255})
def test_no_altered_byte_is_told_as_anything_else(
    tmp_path: Path, packing: int, altered: dict[int, int]
):
    content = bytearray(packed(packing))
    for place, byte in altered.items():
        content[-1 - place % len(content)] = byte
    path = tmp_path / "a.zip"
    path.write_bytes(content)

    # The second, of a part that says it is behind a password.
    with suppress(BrokenArchive, RuntimeError):
        read(path)


def test_a_fault_of_the_disk_is_not_the_files(tmp_path: Path):
    path = tmp_path / "a.zip"
    path.write_bytes(packed(zipfile.ZIP_STORED))

    with pytest.raises(OSError, match="Input/output"), opened(path):
        raise OSError(5, os.strerror(5))
