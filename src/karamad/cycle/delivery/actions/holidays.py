"""The official holidays of a year: read from a file, compared, loaded, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from karamad.cycle.delivery.models import Holiday, HolidayList, Session
from karamad.kernel.jalali import jalali_year, year_starts
from karamad.registers.exchange.reading import open_sheet
from karamad.registers.exchange.rules.cells import day, text
from karamad.registers.exchange.rules.columns import Column, Kind
from karamad.registers.exchange.rules.headers import match, settle
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit
from karamad.trust.audit.models import Entry

LOAD, TAKE_BACK = "delivery:holiday:load", "delivery:holiday:take-back"
DOCUMENT = "document"
KIND = Kind(
    name="holidays",
    title="تعطیل‌های رسمی",
    key=("day",),
    columns=(
        Column("day", ("روز", "تاریخ"), day, required=True),
        Column("name", ("نام", "مناسبت", "عنوان"), text(200), required=True),
    ),
)
Days = Mapping[date, str]


class SeveralYears(Exception):
    """The holidays of one year are loaded at once, and of no other."""


class NothingToTakeBack(Exception):
    """The year was never loaded, or is no longer as the last load left it."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a list would do to its year, by day, or did.

    sessions: how many that take place fall on a day that it makes a holiday.
    """

    year: int
    added: Days
    renamed: Days
    dropped: Days
    same: int
    sessions: int

    @property
    def is_nothing(self) -> bool:
        return not (self.added or self.renamed or self.dropped)


def typed_of_file(path: Path) -> list[tuple[int, str, str]]:
    """Return row, day and name of each row of a file, as they stand.

    Errors: Unreadable, also when a column is missing.
    """
    with open_sheet(path) as sheet:
        places = settle(KIND, match(KIND, sheet.header))
        return [
            (row, _cell(cells, places["day"]), _cell(cells, places["name"]))
            for row, cells in sheet.rows
        ]


def compare(days: Days) -> Change:
    """Return what loading a list would do; nothing is written. Errors: SeveralYears."""
    years = {jalali_year(each) for each in days}
    if len(years) != 1:
        raise SeveralYears
    year = years.pop()
    now = _days_of(year)
    added = {each: days[each] for each in sorted(days.keys() - now.keys())}
    both = sorted(days.keys() & now.keys())
    renamed = {each: days[each] for each in both if days[each] != now[each]}
    return Change(
        year=year,
        added=added,
        renamed=renamed,
        dropped={each: now[each] for each in sorted(now.keys() - days.keys())},
        same=len(both) - len(renamed),
        sessions=sum(
            Session.objects.standing().between(each, _next(each)).count()
            for each in added
        ),
    )


@transaction.atomic
def load(*, days: Days, document: str, by: User | None, at: datetime) -> Change:
    """Load the official holidays of one Jalali year; those left out are dropped.

    document: whence they come; empty: nobody confirmed them. Errors: SeveralYears.
    """
    list(Holiday.objects.select_for_update(of=("self",)).order_by("pk"))
    change = compare(days)
    known = HolidayList.objects.filter(year=change.year).first()
    said = known.document if known else ""
    if change.is_nothing and known is not None and said == document:
        return change
    before = _plain(_days_of(change.year), change.renamed, change.dropped)
    after = _plain(days, change.added, change.renamed)
    entry = audit.record(
        act=LOAD,
        subject=("year", change.year),
        by=by,
        at=at,
        before={**before, DOCUMENT: said},
        after={**after, DOCUMENT: document},
    )
    _write(change.year, before, after, document, entry, at)
    return change


@transaction.atomic
def take_back(*, year: int, by: User | None, at: datetime) -> None:
    """Bring a year back to what it was before its last load.

    What was taken back is brought again by taking back once more.
    Errors: NothingToTakeBack.
    """
    list(Holiday.objects.select_for_update(of=("self",)).order_by("pk"))
    last = last_load(year)
    if last is None:
        raise NothingToTakeBack
    was, became = dict(last.before or {}), dict(last.after or {})
    now = {each.isoformat(): name for each, name in _days_of(year).items()}
    document = was.pop(DOCUMENT, "")
    left = became.pop(DOCUMENT, "")
    gone = was.keys() - became.keys()
    if gone & now.keys() or any(now.get(each) != name for each, name in became.items()):
        raise NothingToTakeBack
    entry = audit.record(
        act=TAKE_BACK,
        subject=("year", year),
        by=by,
        at=at,
        before={**became, DOCUMENT: left},
        after={**was, DOCUMENT: document},
    )
    _write(year, became, was, document, entry, at)


def last_load(year: int) -> Entry | None:
    """Return the last act that changed a year's holidays."""
    acts = Entry.objects.about("year", year).filter(act__in=(LOAD, TAKE_BACK))
    return acts.select_related("actor").latest_first().first()


# ---- common -------------------------------------------------------------------------


def _write(
    year: int,
    before: Mapping[str, str],
    after: Mapping[str, str],
    document: str,
    entry: Entry,
    at: datetime,
) -> None:
    """Put the days of `after` in the place of those of `before`; others stay."""
    Holiday.objects.filter(day__in=[*before, *after]).delete()
    Holiday.objects.bulk_create(
        Holiday(day=each, name=name, recorded_at=at, entry=entry)
        for each, name in sorted(after.items())
    )
    HolidayList.objects.update_or_create(
        year=year,
        defaults={"document": document, "recorded_at": at, "entry": entry},
    )


def _days_of(year: int) -> dict[date, str]:
    first, end = year_starts(year), year_starts(year + 1)
    rows = Holiday.objects.filter(day__gte=first, day__lt=end)
    return dict(rows.values_list("day", "name"))


def _plain(days: Days, *chosen: Days) -> dict[str, str]:
    """Return some of the days as the audit keeps them."""
    return {each.isoformat(): days[each] for part in chosen for each in part}


def _cell(cells: list[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def _next(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
