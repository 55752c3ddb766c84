"""Reading whom a list or a file names: one national id a row."""

from __future__ import annotations

from pathlib import Path

from karamad.cycle.delivery.actions.listed import Typed
from karamad.registers.exchange.reading import Unreadable, open_sheet
from karamad.registers.exchange.rules.faults import FileCode
from karamad.registers.exchange.rules.headers import match
from karamad.registers.exchange.rules.kinds import KINDS

NATIONAL_ID = "national_id"


def typed_of_text(text: str) -> list[Typed]:
    """Return the rows of a pasted list, without the blank ones."""
    rows = enumerate(text.splitlines(), start=1)
    return [Typed(row, line.strip()) for row, line in rows if line.strip()]


def typed_of_file(path: Path) -> list[Typed]:
    """Return the national ids of a file; a file of one column needs no header.

    Errors: Unreadable, also when no column is that of the national id.
    """
    with open_sheet(path) as sheet:
        found = [
            each
            for each in match(KINDS["people"], sheet.header)
            if each.column == NATIONAL_ID
        ]
        rows = [(row, cells) for row, cells in sheet.rows]
        if found:
            place = found[0].place
            return [
                Typed(row, " ".join(cells[place].split()))
                for row, cells in rows
                if len(cells) > place and cells[place].strip()
            ]
        if len(sheet.header) == 1:
            alone = [(1, sheet.header), *rows]
            return [
                Typed(row, " ".join(cells[0].split())) for row, cells in alone if cells
            ]
    raise Unreadable(
        FileCode.COLUMN_MISSING, KINDS["people"].by_name[NATIONAL_ID].persian
    )
