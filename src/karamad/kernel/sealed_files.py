"""Files that lie encrypted, written in one go and read from any place.

A magic word and a salt, then pieces of 64 KiB, each sealed by itself with AES-GCM under
a key of this file alone. The nonce of a piece is its number and whether it is the last:
pieces that are altered, left out, put elsewhere or cut off at the end are noticed.
"""

from __future__ import annotations

import errno
import io
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final, TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC: Final = b"\x00karamad1"
SALT: Final = 16
START: Final = len(MAGIC) + SALT
PIECE: Final = 1 << 16
TAG: Final = 16
SEALED: Final = PIECE + TAG


class Altered(Exception):
    """The bytes are not those that were sealed, or the key is another's."""


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A file that lies sealed under a key of 32 bytes."""

    path: Path
    key: bytes = field(repr=False)

    @property
    def suffix(self) -> str:
        return self.path.suffix

    def size(self) -> int:
        """Return how many bytes it holds when opened."""
        sealed = self.path.stat().st_size - START
        return sealed - TAG * -(-sealed // SEALED)

    def open(self) -> BinaryIO:
        """Open it to be read. Errors: Altered, also while it is read; OSError."""
        return io.BufferedReader(_Reader(self.path, self.key), PIECE)

    def create(self) -> BinaryIO:
        """Open it anew to be written, front to back; only we may read what lies there.

        It is whole once it is closed.
        """
        return io.BufferedWriter(_Writer(self.path, self.key), PIECE)


AnyFile: TypeAlias = Path | SealedFile


def is_sealed(path: Path) -> bool:
    """Test whether what lies there is one of ours."""
    with path.open("rb") as stream:
        return stream.read(len(MAGIC)) == MAGIC


def opened(file: AnyFile) -> BinaryIO:
    """Open a file to be read, sealed or not. Errors: Altered, OSError."""
    return file.open("rb") if isinstance(file, Path) else file.open()


def created(file: AnyFile) -> BinaryIO:
    """Open a file anew to be written, sealed or not. Errors: OSError."""
    return file.open("wb") if isinstance(file, Path) else file.create()


def size_of(file: AnyFile) -> int:
    """Return how many bytes a file holds. Errors: OSError."""
    return file.stat().st_size if isinstance(file, Path) else file.size()


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    kept = HKDF(hashes.SHA256(), length=32, salt=salt, info=b"karamad file")
    return AESGCM(kept.derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class _Writer(io.RawIOBase):
    """Keeps the piece that is being filled; the last one is known at the end alone."""

    def __init__(self, path: Path, key: bytes) -> None:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._under = os.fdopen(descriptor, "wb")
        salt = os.urandom(SALT)
        self._under.write(MAGIC + salt)
        self._cipher = _cipher(key, salt)
        self._piece = bytearray()
        self._number = 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        given = memoryview(data).cast("B")  # type: ignore[arg-type]
        self._piece += given
        while len(self._piece) > PIECE:
            self._put(bytes(self._piece[:PIECE]), last=False)
            del self._piece[:PIECE]
        return len(given)

    def close(self) -> None:
        if self.closed:
            return
        try:
            self._put(bytes(self._piece), last=True)
        finally:
            self._under.close()
            super().close()

    def _put(self, piece: bytes, *, last: bool) -> None:
        nonce = _nonce(self._number, last=last)
        self._under.write(self._cipher.encrypt(nonce, piece, None))
        self._number += 1


class _Reader(io.RawIOBase):
    """Opens the piece that is read, and keeps it."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._under = path.open("rb")
        start = self._under.read(START)
        pieces = os.fstat(self._under.fileno()).st_size - START
        if not start.startswith(MAGIC) or pieces < TAG:
            self._under.close()
            raise Altered(path.name)
        self._cipher = _cipher(key, start[len(MAGIC) :])
        self._pieces = -(-pieces // SEALED)
        self._size = pieces - TAG * self._pieces
        self._at = 0
        self._kept = (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}
        to = start[whence] + offset
        if to < 0:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))  # as a plain one
        self._at = to
        return to

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: object) -> int:
        wanted = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        number, within = divmod(self._at, PIECE)
        # Also of an empty file, and at the end, the last piece says that it is that.
        piece = self._piece(min(number, self._pieces - 1))
        if number >= self._pieces:
            return 0
        found = piece[within : within + len(wanted)]
        wanted[: len(found)] = found
        self._at += len(found)
        return len(found)

    def close(self) -> None:
        if not self.closed:
            self._under.close()
        super().close()

    def _piece(self, number: int) -> bytes:
        if self._kept[0] != number:
            self._under.seek(START + number * SEALED)
            nonce = _nonce(number, last=number == self._pieces - 1)
            try:
                piece = self._cipher.decrypt(nonce, self._under.read(SEALED), None)
            except InvalidTag:
                raise Altered(f"piece {number}") from None
            self._kept = (number, piece)
        return self._kept[1]
