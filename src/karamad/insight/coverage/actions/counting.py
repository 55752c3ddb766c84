"""Counting a day in the background: begun, heard of, ended, and who comes after it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.timezone import localdate

from karamad.insight.coverage.actions import books, judging
from karamad.insight.coverage.actions.books import Book
from karamad.insight.coverage.actions.making import make, renew
from karamad.insight.coverage.actions.working import STEPS, Clock, Counting
from karamad.insight.coverage.models import AT_WORK, Stage, Tally
from karamad.insight.coverage.rules import month_ends
from karamad.lake.extracting import Stopped
from karamad.lake.kinship import owners
from karamad.lake.shelf import Lake
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit
from karamad.trust.audit.models import Entry

MONTHS: Final = 12
KEPT: Final = 40  # days; the one longest unasked goes first
FEW: Final = 20_000  # people counted anew one by one; more, and all are
MONTHS_STAND: Final = timedelta(days=7)  # what was known of a past day
SEEN_EVERY: Final = timedelta(minutes=5)


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


@transaction.atomic
def stop(day: date, *, by: User, at: datetime) -> bool:
    """Stop counting a day, at its next step; False where nobody counts it.

    What was counted before stays in force. The number of the book that was being made
    is used up: its files may still be written while the next are.
    """
    for tally in Tally.objects.of(day).filter(stage__in=AT_WORK).select_for_update():
        tally.stage, tally.heard_at = Stage.STOPPED, at
        tally.making += 1
        tally.save(update_fields=["stage", "heard_at", "making"])
        about = ("tally", tally.pk)
        audit.record(act="coverage:tally:stop", subject=about, by=by, at=at)
        return True
    return False


def run(day: date, *, clock: Clock) -> None:
    """Bring the counts of a day up to the registers.

    Ends without a word where it was stopped. Errors: whatever broke off; what was
    counted before stays in force.
    """
    with suppress(Stopped):
        work = Counting.of(Tally.objects.get(day=day), clock)
        work.say(Stage.WAITING, 0)
        lake = judging.bring_up(clock=clock, hear=work.hear, stop=work.is_stopped)
        count(work, lake)
        forget(keep=[day, *month_ends(day, MONTHS)])


def count(work: Counting, lake: Lake) -> None:
    """Count the day by this copy of the registers; only who changed, when few did.

    Errors: Stopped.
    """
    day = work.day
    work.say(Stage.JUDGING, 1)
    tally = Tally.objects.get(day=day)
    before, making = book_of(tally), tally.making + 1
    people = _changed(tally, before, lake)
    if before is not None and people is not None:
        if people:
            judged = judging.standing(lake, day, people=people)
            work.say(Stage.COUNTING, 2)
            book = renew(before, judged, people=people, making=making)
        else:
            book = before
    else:
        # The book of a past day stays; of today, the judge is asked again and again.
        judged = judging.standing(lake, day, once=day < localdate(work.clock()))
        work.say(Stage.COUNTING, 2)
        book = make(judged, on=day, making=making)
    work.keep(moment=lake.moment, extract=lake.number, making=making, book=book.plain())
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
    broken = Tally.objects.of(day).exclude(stage=Stage.STOPPED)
    broken.update(stage=Stage.FAILED, failure=why[:200], heard_at=at)


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


def ends_before(day: date) -> list[Tally]:
    """Return how far the counting of the twelve month ends is, the earliest first."""
    return list(Tally.objects.on_days(month_ends(day, MONTHS)))


def missing_months(day: date, *, at: datetime) -> list[date]:
    """Return the month ends that are not counted, or were longer ago than a week."""
    tallies = Tally.objects.on_days(month_ends(day, MONTHS)).counted()
    counted = {
        tally.day
        for tally in tallies
        if tally.moment and at - tally.moment < MONTHS_STAND and book_of(tally)
    }
    return [end for end in month_ends(day, MONTHS) if end not in counted]


def stop_months(day: date, *, by: User, at: datetime) -> bool:
    """Stop counting the month ends before a day; False where nobody is at them."""
    stopped = [stop(end, by=by, at=at) for end in month_ends(day, MONTHS)]
    return any(stopped)


def run_months(day: date, *, clock: Clock) -> None:
    """Count the month ends that are missing, the latest first.

    Ends where one of them is stopped. Errors: whatever broke off; the months counted
    stay.
    """
    lake = judging.newest_extract() or judging.bring_up(clock=clock, hear=lambda: None)
    for end in reversed(missing_months(day, at=clock())):
        claim(tally_of(end, at=clock()), at=clock())
        try:
            count(Counting.of(Tally.objects.get(day=end), clock), lake)
        except Stopped:
            return
        except Exception as error:
            fail(end, type(error).__name__, at=clock())
            raise
