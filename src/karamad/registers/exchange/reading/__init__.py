"""Opening a file: what it is, its header, its rows as they stand."""

from __future__ import annotations

from karamad.kernel.sealed_files import Altered, AnyFile, opened
from karamad.registers.exchange.reading.commas import open_commas
from karamad.registers.exchange.reading.sheets import Form, Sheet
from karamad.registers.exchange.reading.workbooks import open_workbook
from karamad.registers.exchange.rules.faults import FileCode, Unreadable

__all__ = ["Form", "Sheet", "Unreadable", "open_sheet"]

ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # .xls, or a workbook behind a password
BINARY = (OLD_OFFICE, b"%PDF", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"SQLite f")


def open_sheet(file: AnyFile) -> Sheet:
    """Open a CSV or XLSX file; what it is says its content, not its name.

    Errors: Unreadable, with the reason.
    """
    try:
        return _open(file)
    except Altered as error:
        raise Unreadable(FileCode.BROKEN, str(error)) from None


def _open(file: AnyFile) -> Sheet:
    with opened(file) as stream:
        start = stream.read(8)
    if not start:
        raise Unreadable(FileCode.EMPTY)
    if start.startswith(ZIP):
        return open_workbook(file)
    if start.startswith(OLD_OFFICE):
        raise Unreadable(FileCode.PROTECTED)
    if start.startswith(BINARY):
        raise Unreadable(FileCode.NOT_A_TABLE)
    return open_commas(file)
