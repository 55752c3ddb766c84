"""What is sealed is read back byte by byte, and nothing that was done to it passes."""

from __future__ import annotations

import errno
import io
import os
import zipfile
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karamad.kernel.sealed_files import (
    PIECE,
    SEALED,
    START,
    TAG,
    Altered,
    SealedFile,
    created,
    is_sealed,
    opened,
    size_of,
)

KEY = bytes(range(32))
SIZES = st.sampled_from(
    [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 7, 5 * PIECE]
)


def sealed(folder: Path, content: bytes, name: str = "a.csv") -> SealedFile:
    file = SealedFile(folder / name, KEY)
    with file.create() as stream:
        stream.write(content)
    return file


def content(size: int) -> bytes:
    return bytes(n * 31 % 251 for n in range(size))


@given(size=SIZES, step=st.sampled_from([1 << 20, PIECE, 4099]))
@settings(max_examples=40)
def test_what_was_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, size: int, step: int
) -> None:
    folder, said = tmp_path_factory.mktemp("sealed"), content(size)
    file = SealedFile(folder / "a.csv", KEY)
    with file.create() as stream:
        for start in range(0, size, step):
            stream.write(said[start : start + step])
    assert size_of(file) == size
    with opened(file) as stream:
        assert stream.read() == said
        assert stream.read() == b""


@given(
    size=SIZES,
    walks=st.lists(st.tuples(st.integers(0, 6 * PIECE), st.integers(0, 2 * PIECE))),
)
@settings(max_examples=40)
def test_it_is_read_from_any_place_as_a_plain_one_is(
    tmp_path_factory: pytest.TempPathFactory, size: int, walks: list[tuple[int, int]]
) -> None:
    said = content(size)
    plain = io.BytesIO(said)
    with sealed(tmp_path_factory.mktemp("sealed"), said).open() as stream:
        for place, length in walks:
            assert stream.seek(place) == plain.seek(place)
            assert stream.read(length) == plain.read(length)
            assert stream.tell() == plain.tell()
        assert stream.seek(0, io.SEEK_END) == size
        with pytest.raises(OSError, match=os.strerror(errno.EINVAL)):
            stream.seek(-1)


def test_nothing_of_it_lies_in_the_open_and_only_we_read_it(tmp_path: Path) -> None:
    said = "کد ملی 0012345679\n".encode() * 9_000
    file = sealed(tmp_path, said)
    lies = file.path.read_bytes()
    assert b"0012345679" not in lies
    assert is_sealed(file.path)
    assert file.path.stat().st_mode & 0o777 == 0o600
    assert sealed(tmp_path, said, "b.csv").path.read_bytes()[START:] != lies[START:]
    assert "0, 1, 2" not in repr(file)
    assert repr(KEY) not in repr(file)


def swapped(lies: bytes) -> bytes:
    first, second = lies[START : START + SEALED], lies[START + SEALED :][:SEALED]
    return lies[:START] + second + first + lies[START + 2 * SEALED :]


@pytest.mark.parametrize(
    "done",
    [
        pytest.param(lambda lies: lies[: START + SEALED], id="cut between pieces"),
        pytest.param(lambda lies: lies[:-1], id="cut"),
        pytest.param(lambda lies: lies[: START + 3], id="cut to nothing"),
        pytest.param(lambda lies: lies[:START], id="no piece"),
        pytest.param(lambda lies: lies + bytes(TAG), id="more behind"),
        pytest.param(swapped, id="pieces put elsewhere"),
        pytest.param(lambda lies: lies[:START] + lies[START + SEALED :], id="left out"),
        pytest.param(lambda lies: b"X" + lies[1:], id="another magic word"),
        pytest.param(
            lambda lies: lies[:-1] + bytes([lies[-1] ^ 1]), id="a bit at the end"
        ),
        pytest.param(lambda lies: lies[:9] + bytes(16) + lies[25:], id="another salt"),
    ],
)
def test_whatever_is_done_to_it_is_noticed(tmp_path: Path, done) -> None:  # type: ignore[no-untyped-def]
    file = sealed(tmp_path, content(2 * PIECE + 99))
    file.path.write_bytes(done(file.path.read_bytes()))
    with pytest.raises(Altered):
        list(iter(partial(file.open().read, PIECE), b""))


@given(place=st.integers(0, 10**9), by=st.integers(1, 255))
@settings(max_examples=30)
def test_no_byte_of_it_can_change(
    tmp_path_factory: pytest.TempPathFactory, place: int, by: int
) -> None:
    file = sealed(tmp_path_factory.mktemp("sealed"), content(PIECE + 50))
    lies = bytearray(file.path.read_bytes())
    lies[place % len(lies)] ^= by
    file.path.write_bytes(lies)
    with pytest.raises(Altered), file.open() as stream:
        stream.read()


def test_an_empty_one_that_was_cut_is_not_taken_for_empty(tmp_path: Path) -> None:
    file = sealed(tmp_path, b"")
    assert file.open().read() == b""
    file.path.write_bytes(file.path.read_bytes()[:-1] + b"x")
    with pytest.raises(Altered):
        file.open().read()


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    file = sealed(tmp_path, b"a,b\n1,2\n")
    with pytest.raises(Altered):
        SealedFile(file.path, bytes(32)).open().read()


def test_an_archive_is_written_to_it_and_read_from_it(tmp_path: Path) -> None:
    file = SealedFile(tmp_path / "a.xlsx", KEY)
    with file.create() as stream, zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("big", content(3 * PIECE))
        packed.writestr("small", b"x")
    with file.open() as stream, zipfile.ZipFile(stream) as packed:
        assert packed.read("big") == content(3 * PIECE)
        assert packed.testzip() is None


def test_a_plain_file_is_opened_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with created(path) as stream:
        stream.write(b"abc")
    with opened(path) as stream:
        assert stream.read() == b"abc"
    assert size_of(path) == 3
    assert not is_sealed(path)
