"""Reading scores from a file: who got what, and why a row is not taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple, cast

from karamad.cycle.delivery.actions.scoring import MOST, NewScore
from karamad.cycle.delivery.models import Enrolment, Run, ScoreKind
from karamad.registers.exchange.reading import Unreadable, open_sheet
from karamad.registers.exchange.rules.cells import Mended, national_id, number
from karamad.registers.exchange.rules.columns import Column, Kind
from karamad.registers.exchange.rules.faults import Code, Fault, FileCode
from karamad.registers.exchange.rules.headers import match, settle
from karamad.registers.people.models.former import FormerIdentity
from karamad.web.encrypted import blind_index

ROWS = 5_000  # in one file
PERSON = "national_id"
NOT_IN_RUN = "not_in_run"
NAMES = {
    ScoreKind.BEFORE: ("پیش‌آزمون", "نمره پیش‌آزمون"),
    ScoreKind.AFTER: ("پس‌آزمون", "نمره پس‌آزمون"),
    ScoreKind.EXAM: ("آزمون پایانی", "نمره", "نمره پایانی", "نمره آزمون"),
    ScoreKind.ASSIGNMENT: ("تکلیف", "نمره تکلیف"),
}


class BadCell(NamedTuple):
    """What is wrong with a row. column: as the file is to call it. code: stable."""

    row: int
    column: str
    value: str
    code: str
    about: str = ""


@dataclass(slots=True)
class Found:
    """What a file says. rows: how many. mend: each bad row's cells, by number."""

    header: tuple[str, ...]
    rows: int = 0
    scores: list[NewScore] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)
    mend: dict[int, tuple[str, ...]] = field(default_factory=dict)


def read_scores(path: Path, *, run: Run, out_of: Decimal, today: date) -> Found:
    """Return what a file says of the people of a run; nothing is written.

    out_of: the best score of the file; what is kept is of a hundred. An empty cell says
    nothing. Of a row with anything wrong nothing is taken. Errors: Unreadable.
    """
    kind = _kind(out_of)
    with open_sheet(path) as sheet:
        matches = match(kind, sheet.header)
        if not any(each.column == PERSON for each in matches):
            person = kind.by_name[PERSON].persian
            raise Unreadable(FileCode.COLUMN_MISSING, person)
        places = settle(kind, matches)
        if len(places) == 1:
            names = ", ".join(NAMES[each][0] for each in ScoreKind)
            raise Unreadable(FileCode.COLUMN_MISSING, names)
        found = Found(tuple(sheet.header))
        seats = _seats(run)
        taken: dict[int, int] = {}
        for row, cells in sheet.rows:
            if not any(cell.strip() for cell in cells):
                continue
            found.rows += 1
            if found.rows > ROWS:
                raise Unreadable(FileCode.TOO_LARGE, str(ROWS))
            _take(found, row, cells, _Reading(kind, places, seats, taken, today))
    if out_of != MOST:
        scale = MOST / out_of
        found.scores = [
            each._replace(value=round(cast("Decimal", each.value) * scale, 2))
            for each in found.scores
        ]
    return found


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a row is read by. seats: enrolments by sealed id. taken: by which row."""

    kind: Kind
    places: Mapping[str, int]
    seats: Mapping[str, int]
    taken: dict[int, int]
    today: date


def _kind(out_of: Decimal) -> Kind:
    columns = [
        Column(each.value, NAMES[each], number(Decimal(0), out_of))
        for each in ScoreKind
    ]
    person = Column(PERSON, ("کد ملی", "شماره ملی"), national_id, required=True)
    return Kind("scores", "نمره‌ها", (PERSON,), (person, *columns))


def _seats(run: Run) -> dict[str, int]:
    """Return who has a place, by the sealed national id, also one corrected since."""
    placed = Enrolment.objects.placed().filter(run=run)
    by_person = dict(placed.values_list("person", "pk"))
    former = FormerIdentity.objects.filter(person__in=placed.values("person"))
    found = {
        index: by_person[person]
        for index, person in former.values_list("blind_index", "person")
    }
    return found | dict(placed.values_list("person__blind_index", "pk"))


def _take(found: Found, row: int, cells: Sequence[str], reading: _Reading) -> None:
    bad: list[BadCell] = []
    seat = _seat(row, cells, reading, bad)
    scores = list(_scores(row, cells, seat or 0, reading, bad))
    if bad:
        found.bad += bad
        found.mend[row] = tuple(cells)
        return
    if seat is not None:
        reading.taken[seat] = row
        found.scores += scores


def _seat(
    row: int, cells: Sequence[str], reading: _Reading, bad: list[BadCell]
) -> int | None:
    column = reading.kind.by_name[PERSON]
    said = _cell(cells, reading.places[PERSON])
    try:
        digits = column.read(said, reading.today)
    except Fault as fault:
        bad.append(BadCell(row, column.persian, said, fault.code, fault.about))
        return None
    if digits is None:
        bad.append(BadCell(row, column.persian, said, Code.REQUIRED))
        return None
    if isinstance(digits, Mended):
        digits = digits.value
    seat = reading.seats.get(blind_index(str(digits)))
    if seat is None:
        bad.append(BadCell(row, column.persian, said, NOT_IN_RUN))
    elif seat in reading.taken:
        before = str(reading.taken[seat])
        code = Code.DUPLICATE_IN_FILE
        bad.append(BadCell(row, column.persian, said, code, before))
    return seat


def _scores(
    row: int, cells: Sequence[str], seat: int, reading: _Reading, bad: list[BadCell]
) -> Iterator[NewScore]:
    for each in ScoreKind:
        if each.value not in reading.places:
            continue
        column = reading.kind.by_name[each.value]
        said = _cell(cells, reading.places[each.value])
        try:
            value = column.read(said, reading.today)
        except Fault as fault:
            bad.append(BadCell(row, column.persian, said, fault.code, fault.about))
            continue
        if isinstance(value, Decimal):
            yield NewScore(seat, each.value, value)


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""
