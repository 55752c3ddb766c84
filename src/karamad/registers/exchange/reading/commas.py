"""Text files: encoding and separator are found out, rows stream by."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import IO, BinaryIO

from karamad.kernel.sealed_files import Altered, AnyFile, opened, size_of
from karamad.registers.exchange.reading.sheets import MAX_COLUMNS, Cells, Form, Sheet
from karamad.registers.exchange.rules.faults import FileCode, Unreadable

LONGEST_LINE = 1 << 20  # characters
LONGEST_FIELD = 1 << 17
BLOCK = 1 << 20
SEPARATORS = ",;\t"
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WINDOWS = "cp1256"


def open_commas(file: AnyFile) -> Sheet:
    """Open a CSV file: comma, semicolon or tab; UTF-8 or Windows-1256.

    Errors: Unreadable when it is no table, or its lines or columns have no end.
    """
    csv.field_size_limit(LONGEST_FIELD)
    encoding = encoding_of(file)
    size = size_of(file)
    under = opened(file)
    stream = io.TextIOWrapper(under, encoding=encoding, newline="")
    try:
        separator = separator_of(_line(stream))
        stream.seek(0)
        rows = _rows(stream, separator)
        header = _header(rows)
    except Unreadable:
        stream.close()
        raise
    return Sheet(
        header=header,
        rows=rows,
        form=Form("csv", separator, encoding),
        read=lambda: _share(under, size),
        close=stream.close,
    )


def _header(rows: Iterator[tuple[int, Cells]]) -> Cells:
    header = next((cells for _, cells in rows), None)
    if header is None:
        raise Unreadable(FileCode.EMPTY)
    if len(header) > MAX_COLUMNS:
        raise Unreadable(FileCode.TOO_MANY_COLUMNS, str(MAX_COLUMNS))
    return header


def _share(under: BinaryIO, size: int) -> float:
    return 1.0 if under.closed else min(under.tell() / size, 1.0)


def encoding_of(file: AnyFile) -> str:
    """Return the encoding: what the first mark says, UTF-8 if all of it is, or 1256."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with opened(file) as stream:
        block = stream.read(BLOCK)
        for mark, encoding in BOMS:
            if block.startswith(mark):
                return encoding
        if b"\0" in block:
            raise Unreadable(FileCode.NOT_A_TABLE)
        try:
            while block:
                decoder.decode(block)
                block = stream.read(BLOCK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return WINDOWS
    return "utf-8"


def separator_of(line: str) -> str:
    """Return the sign that parts most columns of the header, outside quotes."""
    bare = "".join(line.split('"')[::2])
    return max(SEPARATORS, key=bare.count)


def _line(stream: IO[str]) -> str:
    try:
        line = stream.readline(LONGEST_LINE)
    except UnicodeDecodeError:
        raise Unreadable(FileCode.NOT_A_TABLE) from None
    if len(line) >= LONGEST_LINE:
        columns = max(map(line.count, SEPARATORS))
        code = (
            FileCode.TOO_MANY_COLUMNS
            if columns > MAX_COLUMNS
            else FileCode.LINE_TOO_LONG
        )
        raise Unreadable(code, str(MAX_COLUMNS))
    return line


def _lines(stream: io.TextIOBase) -> Iterator[str]:
    readline = stream.readline
    while line := readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise Unreadable(FileCode.LINE_TOO_LONG)
        yield line


def _rows(stream: io.TextIOWrapper, separator: str) -> Iterator[tuple[int, Cells]]:
    with stream:
        reader = csv.reader(_lines(stream), delimiter=separator)
        number = 0
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except (csv.Error, UnicodeError, Altered) as error:
                raise Unreadable(FileCode.BROKEN, f"{number}: {error}") from None
            if any(cells):
                yield number, cells
