"""Counting a day in the background: begun, heard of, ended, and who comes after it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.timezone import localdate

from karamad.insight.coverage.actions import books, judging
from karamad.insight.coverage.actions.books import Book
from karamad.insight.coverage.actions.making import make, renew
from karamad.insight.coverage.models import AT_WORK, Stage, Tally
from karamad.insight.coverage.rules import month_ends
from karamad.lake.kinship import owners
from karamad.lake.shelf import Lake
from karamad.trust.audit.models import Entry

MONTHS: Final = 12
KEPT: Final = 40  # days; the one longest unasked goes first
FEW: Final = 20_000  # people counted anew one by one; more, and all are
MONTHS_STAND: Final = timedelta(days=7)  # what was known of a past day
SEEN_EVERY: Final = timedelta(minutes=5)
HEARD_EVERY: Final = timedelta(seconds=5)  # of who waits; he is told ten times a second
STEPS: Final = 3  # the registers, the judge, the counts

Clock = Callable[[], datetime]


def tally_of(day: date, *, at: datetime) -> Tally:
    """Return the row of a day, made when it is first asked for."""
    tally, _made = Tally.objects.get_or_create(
        day=day,
        defaults={
            "stage": Stage.WAITING,
            "asked_at": at,
            "heard_at": at - timedelta(days=1),  # nobody is at it yet
            "wanted_at": at,
        },
    )
    if at - tally.wanted_at > SEEN_EVERY:
        Tally.objects.of(day).update(wanted_at=at)
    return tally


def book_of(tally: Tally) -> Book | None:
    """Return what was counted; None before, or when its files are gone."""
    return Book.of(tally.day, tally.book) if tally.book else None


def is_behind(tally: Tally) -> bool:
    """Test whether something was recorded since the counts were made."""
    lake = judging.newest_extract()
    if lake is None or tally.book is None or lake.number != tally.extract:
        return True
    last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return last > lake.marks.get("entry", 0)


def claim(tally: Tally, *, at: datetime) -> bool:
    """Take the day for one counting; False when somebody else is at it."""
    if tally.is_at_work(at):
        return False
    free = Tally.objects.of(tally.day).filter(
        stage=tally.stage, heard_at=tally.heard_at
    )
    taken = free.update(
        stage=Stage.WAITING, asked_at=at, heard_at=at, failure="", done=0, total=STEPS
    )
    return bool(taken)


def run(day: date, *, clock: Clock) -> None:
    """Bring the counts of a day up to the registers.

    Errors: whatever broke off; what was counted before stays in force.
    """
    _say(day, Stage.WAITING, 0, clock())
    lake = judging.bring_up(clock=clock, hear=_hearing(day, clock))
    count(day, lake, clock=clock)
    forget(keep=[day, *month_ends(day, MONTHS)])


def count(day: date, lake: Lake, *, clock: Clock) -> None:
    """Count the day by this copy of the registers; only who changed, when few did."""
    tally = Tally.objects.get(day=day)
    before, making = book_of(tally), tally.making + 1
    _say(day, Stage.JUDGING, 1, clock())
    people = _changed(tally, before, lake)
    if before is not None and people is not None:
        if people:
            judged = judging.standing(lake, day, people=people)
            _say(day, Stage.COUNTING, 2, clock())
            book = renew(before, judged, people=people, making=making)
        else:
            book = before
    else:
        # The book of a past day stays; of today, the judge is asked again and again.
        judged = judging.standing(lake, day, once=day < localdate(clock()))
        _say(day, Stage.COUNTING, 2, clock())
        book = make(judged, on=day, making=making)
    _keep(day, book, lake, making, clock())
    books.tidy(book, *([before] if before else []))


def _changed(tally: Tally, before: Book | None, lake: Lake) -> frozenset[int] | None:
    """Return whose counts may differ; None is everybody's."""
    if before is None or {**before.editions, **before.left_out} != judging.editions():
        return None
    change = lake.since(tally.extract)
    if change.tables or change.people is None or len(change.people) > FEW:
        return None
    return owners(lake, change.people)


def fail(day: date, why: str, *, at: datetime) -> None:
    """Write down that a counting broke off; the day is free again."""
    Tally.objects.of(day).update(stage=Stage.FAILED, failure=why[:200], heard_at=at)


@transaction.atomic
def _keep(day: date, book: Book, lake: Lake, making: int, at: datetime) -> None:
    Tally.objects.of(day).update(
        stage=Stage.DONE,
        done=STEPS,
        total=STEPS,
        heard_at=at,
        failure="",
        moment=lake.moment,
        extract=lake.number,
        making=making,
        book=book.plain(),
    )


def _say(day: date, stage: Stage, done: int, at: datetime) -> None:
    Tally.objects.of(day).update(stage=stage, done=done, total=STEPS, heard_at=at)


def _hearing(day: date, clock: Clock) -> Callable[[], None]:
    """Return what writes down that somebody still waits; seldom, as often as called."""
    said = clock()

    def hear() -> None:
        nonlocal said
        at = clock()
        if at - said >= HEARD_EVERY:
            _say(day, Stage.WAITING, 0, at)
            said = at

    return hear


def forget(*, keep: Sequence[date]) -> int:
    """Drop the days longest unasked beyond those kept; return how many."""
    others = Tally.objects.exclude(day__in=keep).exclude(stage__in=AT_WORK)
    extra = Tally.objects.count() - KEPT
    gone = list(others.least_wanted_first()[: max(0, extra)])
    for tally in gone:
        tally.delete()
        shutil.rmtree(books.folder(tally.day), ignore_errors=True)
    return len(gone)


# ---- past months ---------------------------------------------------------------


def months_of(day: date) -> list[Book]:
    """Return what is counted of the last twelve month ends, the earliest first."""
    tallies = Tally.objects.on_days(month_ends(day, MONTHS)).counted()
    return [book for tally in tallies if (book := book_of(tally))]


def missing_months(day: date, *, at: datetime) -> list[date]:
    """Return the month ends that are not counted, or were longer ago than a week."""
    tallies = Tally.objects.on_days(month_ends(day, MONTHS)).counted()
    counted = {
        tally.day
        for tally in tallies
        if tally.moment and at - tally.moment < MONTHS_STAND and book_of(tally)
    }
    return [end for end in month_ends(day, MONTHS) if end not in counted]


def run_months(day: date, *, clock: Clock) -> None:
    """Count the month ends that are missing, the latest first.

    Errors: whatever broke off; the months counted stay.
    """
    lake = judging.newest_extract() or judging.bring_up(clock=clock, hear=lambda: None)
    for end in reversed(missing_months(day, at=clock())):
        tally_of(end, at=clock())
        try:
            count(end, lake, clock=clock)
        except Exception as error:
            fail(end, type(error).__name__, at=clock())
            raise
