"""A received file is tried and run, by the worker; whoever waits sees how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from time import monotonic
from typing import Any

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from karamad.registers.exchange import profiles
from karamad.registers.exchange.actions.files import author_of, entry_of, scope_of
from karamad.registers.exchange.actions.receiving import NotNow, file_of, sealed_file
from karamad.registers.exchange.loading import Counts, Writing
from karamad.registers.exchange.models import (
    AT_WORK,
    RESUMABLE,
    Load,
    Refused,
    State,
)
from karamad.registers.exchange.rules.faults import Refusal, Unreadable
from karamad.registers.exchange.rules.kinds import KINDS, PROFILES
from karamad.registers.exchange.running import Passage
from karamad.registers.exchange.writing.references import References, Scope
from karamad.trust.audit import actions as audit

BATCH = 2_000  # small enough that stopping is felt
OFTEN = 0.2  # seconds between two notes of progress
SILENCE = timedelta(seconds=60)
Clock = Callable[[], datetime]


# ---- asked for by pages -----------------------------------------------------


def request_check(load: Load, *, at: datetime) -> Load:
    """Hand the load to the worker for a dry run. Errors: NotNow."""
    return _request(load, State.CHECKING, at)


def request_run(load: Load, *, at: datetime) -> Load:
    """Hand the load to the worker; a stopped or broken one goes on. Errors: NotNow."""
    return _request(load, State.RUNNING, at)


@transaction.atomic
def ask_to_stop(load: Load) -> None:
    """Let the worker stop after the batch under way; what is written stays."""
    Load.objects.at_work().filter(pk=load.pk).update(cancel_asked=True)


def is_silent(load: Load, at: datetime) -> bool:
    """Test whether whoever worked on it has died: it may be asked for again.

    Who waits in the queue, behind a longer load, has not.
    """
    if load.state not in AT_WORK:
        return False
    heard_lately = load.beat is not None and at - load.beat <= SILENCE
    return not heard_lately and not _is_queued(load)


def _is_queued(load: Load) -> bool:
    """Test whether a worker has yet to take it up."""
    queue = DBTaskResult.objects.ready()
    return queue.filter(args_kwargs__kwargs__load_id=load.pk).exists()


@transaction.atomic
def _request(load: Load, state: State, at: datetime) -> Load:
    load = Load.objects.select_for_update().get(pk=load.pk)
    ready = {State.UPLOADED, State.CHECKED, *RESUMABLE}
    if load.state not in ready and not is_silent(load, at):
        raise NotNow
    if state is State.CHECKING and load.entry_id is not None:
        raise NotNow
    load.state, load.beat, load.cancel_asked = state, at, False
    load.share, load.done, load.fault, load.fault_about = 0, 0, "", ""
    if state is State.RUNNING:
        load.started_at = load.started_at or at
        entry_of(load, author_of(load), lambda: at)
    load.save()
    from karamad.registers.exchange import tasks  # noqa: PLC0415 - tasks call us

    task = tasks.run_load if state is State.RUNNING else tasks.check_load
    transaction.on_commit(lambda: task.enqueue(load_id=load.pk))
    return load


# ---- done by the worker -----------------------------------------------------


def check(load: Load, *, on: date, clock: Clock) -> Load:
    """Go through the file without writing; leaves counts, reasons, refused rows."""
    return _work(load, on, clock, writing=None, done=State.CHECKED)


def run(load: Load, *, on: date, clock: Clock) -> Load:
    """Load the file. What an earlier run has written comes out as the same."""
    writing = Writing(entry_of(load, author_of(load), clock), clock)
    if load.all_or_nothing:
        load = _work(load, on, clock, writing=None, done=State.RUNNING)
        if load.refused or load.state != State.RUNNING:
            load.state = State.FAILED if load.state == State.RUNNING else load.state
            load.finished_at = clock()
            load.save(update_fields=["state", "finished_at"])
            return load
    load = _work(load, on, clock, writing=writing, done=State.DONE)
    audit.record(
        act="exchange:load:finish",
        subject=("load", load.pk),
        by=author_of(load),
        at=clock(),
        after={
            "new": load.new,
            "changed": load.changed,
            "same": load.same,
            "refused": load.refused,
            "state": load.state,
        },
    )
    return load


def _work(
    load: Load, on: date, clock: Clock, *, writing: Writing | None, done: State
) -> Load:
    author = author_of(load)
    scope = scope_of(author, on) if author else Scope(on)
    scope = replace(scope, home=load.unit or scope.home)
    note = Notes(load, clock)
    refusals: list[Refusal] = []
    try:
        if load.kind == PROFILES:
            refusals = _profile(load, scope, note.counts, writing)
        else:
            refusals = _rows(load, scope, note, writing)
        load.state = State.CANCELLED if note.stopped else done
    except Unreadable as fault:
        load.state = State.FAILED
        load.fault, load.fault_about = fault.code.value, fault.about[:200]
    except Exception:
        load.state = State.FAILED
        note.write(finished=True)
        raise
    _keep_refusals(load, refusals)
    note.write(finished=True)
    return load


def _rows(
    load: Load, scope: Scope, note: Notes, writing: Writing | None
) -> list[Refusal]:
    kind = KINDS[load.kind]
    file = file_of(load)
    errors = sealed_file(f"{file.path.stem}-refused{file.suffix or '.csv'}")
    errors.path.unlink(missing_ok=True)
    passage = Passage(kind, file, References(scope), load.mapping, errors)
    if writing is not None:
        passage.write_by(writing)
    whole = transaction.atomic() if writing and load.all_or_nothing else None
    with passage:
        if whole is not None:
            with whole:
                for _ in passage.batches(BATCH):
                    pass
        else:
            for _ in passage.batches(BATCH):
                note.heard(passage)
                if note.stopped:
                    break
    note.take(passage)
    load.errors_path = errors.path.name if passage.has_errors_file else ""
    return passage.refusals


def _profile(
    load: Load, scope: Scope, counts: Counts, writing: Writing | None
) -> list[Refusal]:
    return profiles.load(file_of(load), scope, counts, writing)


def _keep_refusals(load: Load, refusals: list[Refusal]) -> None:
    with transaction.atomic():
        load.refusals.all().delete()
        Refused.objects.bulk_create(
            Refused(
                load=load,
                row=each.row,
                column=each.column,
                value=each.value,
                code=each.code.value,
                about=each.about[:300],
            )
            for each in refusals
        )


class Notes:
    """Notes how far a load is, a few times a second, and hears whether to stop."""

    def __init__(self, load: Load, clock: Clock) -> None:
        self.load = load
        self.counts = Counts()
        self.stopped = False
        self._clock = clock
        self._last = 0.0

    def heard(self, passage: Passage) -> None:
        """Take the counts; write them down if it is time."""
        self.take(passage)
        if monotonic() - self._last >= OFTEN:
            self.write()
            self.stopped = (
                Load.objects.filter(pk=self.load.pk, cancel_asked=True).exists()
                and passage.share < 1
            )

    def take(self, passage: Passage) -> None:
        self.counts = passage.counts
        self.load.share = passage.share

    def write(self, *, finished: bool = False) -> None:
        """Write the counts into the load's row."""
        load, counts = self.load, self.counts
        for name in ("new", "changed", "same", "refused", "mended"):
            setattr(load, name, getattr(counts, name))
        load.reasons = dict(counts.reasons)
        load.done = counts.rows
        load.beat = self._clock()
        fields: list[Any] = ["new", "changed", "same", "refused", "mended", "reasons"]
        fields += ["done", "share", "beat"]
        if finished:
            load.cancel_asked = False
            if load.state in (State.CHECKED, State.DONE):
                load.rows, load.share = counts.rows, 1
            if load.state in (State.DONE, State.FAILED, State.CANCELLED):
                load.finished_at = load.beat
            fields += ["state", "rows", "finished_at", "fault", "fault_about"]
            fields += ["errors_path", "cancel_asked"]
        load.save(update_fields=fields)
        self._last = monotonic()
