"""Files loaded at once, each a load of its own: the command line's way."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from karamad.registers.exchange import profiles
from karamad.registers.exchange.loading import BATCH, Counts, Writing
from karamad.registers.exchange.models import Load, State
from karamad.registers.exchange.rules.faults import FileCode, Refusal, Unreadable
from karamad.registers.exchange.rules.headers import How
from karamad.registers.exchange.rules.kinds import KINDS, PROFILES
from karamad.registers.exchange.running import Passage
from karamad.registers.exchange.writing.references import References, Scope
from karamad.registers.people.models import Unit
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission
from karamad.trust.audit import actions as audit
from karamad.trust.audit.actions import moment_of_record

BLOCK = 1 << 20
Progress = Callable[[Counts, float], None]


def scope_of(user: User, on: date) -> Scope:
    """Return for whom a user loads; new people get his unit, the highest of several."""
    reach = user.reach(Permission.EXCHANGE_LOAD_MAKE, on=on)
    home = None
    if not reach.everywhere and reach.unit_codes:
        units = Unit.objects.filter(code__in=reach.unit_codes)
        home = units.order_by("path", "pk").first()
    return Scope(on, user, home)


def seat_of(user: User | None) -> User | None:
    """Return the officer in whose seat a substitute loads; None in his own."""
    return None if user is None else user.acting_for


def author_of(load: Load) -> User | None:
    """Return who made a load, sitting where he made it.

    The worker knows no session; and once the substitution has ended, no grant is left
    there, so that the load is refused and does not run on what he holds himself.
    """
    if load.by is not None:
        load.by.acting_for = load.seat
    return load.by


@dataclass(frozen=True, slots=True)
class Order:
    """What to load and how. clock: where the moments of the batches are read."""

    kind: str
    scope: Scope
    clock: Callable[[], datetime]
    dry_run: bool = False
    all_or_nothing: bool = False
    batch: int = BATCH


@dataclass
class Outcome:
    """What became of one file. kept: whether anything was (or had been) written.

    unknown: headers that named no column, once each.
    """

    name: str
    counts: Counts = field(default_factory=Counts)
    refusals: Sequence[Refusal] = ()
    unknown: Sequence[str] = ()
    fault: Unreadable | None = None
    kept: bool = False


class _Refused(Exception):
    """A row was refused where it was to be all or nothing."""


def load_files(
    order: Order,
    files: Sequence[Path],
    errors: Path | None = None,
    progress: Progress = lambda counts, share: None,
) -> Iterator[Outcome]:
    """Load one file after another; yields what became of each.

    errors: where refused rows go; with several files the second has `-2` in its name.
    """
    references = References(order.scope)
    for number, path in enumerate(files, start=1):
        into = errors
        if errors is not None and number > 1:
            into = errors.with_name(f"{errors.stem}-{number}{errors.suffix}")
        outcome = Outcome(str(path))
        try:
            if order.kind == PROFILES:
                _load_profile(order, path, outcome)
            else:
                _load_rows(order, path, into, references, progress, outcome)
        except Unreadable as fault:
            outcome.fault = fault
        except OSError as error:
            outcome.fault = Unreadable(FileCode.BROKEN, error.strerror or str(error))
        yield outcome


def _load_rows(
    order: Order,
    path: Path,
    errors: Path | None,
    references: References,
    progress: Progress,
    outcome: Outcome,
) -> None:
    passage = Passage(KINDS[order.kind], path, references, errors=errors)
    outcome.unknown = unknown_headers(passage)
    if order.all_or_nothing and not order.dry_run:
        _go(passage, order, outcome, progress)
        if outcome.counts.refused:
            return
        passage = Passage(KINDS[order.kind], path, references, errors=errors)
    load = None
    if not order.dry_run:
        load = begin(order, path)
        entry = entry_of(load, order.scope.user, order.clock)
        passage.write_by(Writing(entry, order.clock))
    try:
        _go(passage, order, outcome, progress)
        outcome.kept = not order.dry_run
    except _Refused:
        outcome.kept = False
    except Unreadable as fault:
        # Broken half-way: whole batches before the break are in.
        outcome.fault = fault
        outcome.kept = passage.counts.good > 0 and not order.all_or_nothing
    if load is not None:
        finish(load, passage, order.clock(), kept=outcome.kept)


def _go(passage: Passage, order: Order, outcome: Outcome, progress: Progress) -> None:
    """Go through the file; as one transaction where it is all or nothing."""
    with passage:
        outcome.counts, outcome.refusals = passage.counts, passage.refusals
        if not (order.all_or_nothing and passage.writes):
            for counts in passage.batches(order.batch):
                progress(counts, passage.share)
            return
        with transaction.atomic():
            for counts in passage.batches(order.batch):
                progress(counts, passage.share)
            if passage.counts.refused:
                raise _Refused


def _load_profile(order: Order, path: Path, outcome: Outcome) -> None:
    load = None if order.dry_run else begin(order, path)
    writing = None
    if load is not None:
        entry = entry_of(load, order.scope.user, order.clock)
        writing = Writing(entry, order.clock)
    outcome.refusals = profiles.load(path, order.scope, outcome.counts, writing)
    outcome.kept = load is not None and outcome.counts.good > 0
    if load is not None:
        _close(load, outcome.counts, order.clock(), kept=outcome.kept)


# ---- history ----------------------------------------------------------------


def begin(order: Order, path: Path) -> Load:
    """Put a load on record that reads its file where it lies."""
    at = order.clock()
    return Load.objects.create(
        kind=order.kind,
        name=path.name[:200],
        sha256=digest(path),
        size=path.stat().st_size,
        all_or_nothing=order.all_or_nothing,
        by=order.scope.user,
        seat=seat_of(order.scope.user),
        unit=order.scope.home,
        uploaded_at=at,
        started_at=at,
    )


def entry_of(load: Load, by: User | None, clock: Callable[[], datetime]) -> int:
    """Return the key of the audit entry that the load's rows bear; made once."""
    if load.entry_id is None:
        with transaction.atomic():
            entry = audit.record(
                act="exchange:load:run",
                subject=("load", load.pk),
                by=by,
                at=moment_of_record(clock()),
                after={"kind": load.kind, "file": load.name, "sha256": load.sha256},
            )
            load.entry = entry
            load.state = State.RUNNING
            load.save(update_fields=["entry", "state"])
    return int(load.entry_id or 0)


def finish(load: Load, passage: Passage, at: datetime, *, kept: bool) -> None:
    """Put on record how a load ended."""
    load.columns = [
        {"header": m.header, "column": m.column, "how": m.how} for m in passage.matches
    ]
    _close(load, passage.counts, at, kept=kept)


def _close(load: Load, counts: Counts, at: datetime, *, kept: bool) -> None:
    for name in ("new", "changed", "same", "refused", "mended"):
        setattr(load, name, getattr(counts, name))
    load.reasons = dict(counts.reasons)
    load.rows = load.done = counts.rows
    load.share = 1
    load.state = State.DONE if kept else State.FAILED
    load.finished_at = at
    with transaction.atomic():
        audit.record(
            act="exchange:load:finish",
            subject=("load", load.pk),
            by=author_of(load),
            at=at,
            after={
                "new": load.new,
                "changed": load.changed,
                "same": load.same,
                "refused": load.refused,
                "state": load.state,
            },
        )
        load.save()


def unknown_headers(passage: Passage) -> list[str]:
    """Return the headers that named no column, once each."""
    unknown = (How.UNKNOWN, How.NEAR_NAME)
    headers = (m.header for m in passage.matches if m.how in unknown and m.header)
    return list(dict.fromkeys(headers))


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
