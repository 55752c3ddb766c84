"""Opening a ZIP that a stranger sent: what it holds may not be what it says."""

from __future__ import annotations

import errno
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

# What the standard library says of content that is cut, altered, or packed in a way it
# does not know; each way of packing has an error of its own.
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    UnicodeDecodeError,  # a name that is not in the letters it says
)
# bz2 gives its errors no number; a place before the file's beginning is this one's.
_NOT_THE_DISKS: Final = (None, errno.EINVAL)


class BrokenArchive(Exception):
    """The file is no ZIP, or not what it declares; the text is for the log."""


@contextmanager
def opened(file: Path | BinaryIO) -> Iterator[zipfile.ZipFile]:
    """Open an archive, for as long as its parts are read.

    Errors: BrokenArchive, also while parts are read; RuntimeError of a part behind a
    password; OSError of the disk itself, which is no fault of the file.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except _BROKEN as error:
        raise BrokenArchive(str(error)) from None
    except OSError as error:
        if error.errno not in _NOT_THE_DISKS:
            raise
        raise BrokenArchive(str(error)) from None
