"""Writing down who did what; called inside the transaction of the act itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, models

from karamad.trust.audit.models import Entry, Former, LastDecision, Recorded

# Writers of the registers share this lock, a decision holds it alone.
REGISTERS_LOCK = 0x6B61_7261  # "kara"
INSTANT = timedelta(microseconds=1)


def record(
    *,
    act: str,
    subject: tuple[str, str | int],
    by: AbstractBaseUser | None,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Entry:
    """Write one audit entry and return it.

    act: `<app>:<thing>:<verb>`. subject: its kind and its code or key.
    by: None for the system itself; a substitute's seat is written beside his name.
    before, after: only what changed, JSON values; a national id is never among them.
    """
    kind, key = subject
    seat = getattr(by, "acting_for", None)
    return Entry.objects.create(
        act=act,
        subject_kind=kind,
        subject_key=str(key),
        actor_id=None if by is None else by.pk,
        acting_for_id=None if seat is None else seat.pk,
        at=at,
        before=None if before is None else dict(before),
        after=None if after is None else dict(after),
    )


def correct(
    row: Recorded,
    *,
    former: type[Former],
    key: str,
    changes: Mapping[str, Any],
    entry: Entry,
    at: datetime,
) -> bool:
    """Change an entity's row; its state until now is kept in `former` first.

    former: the typed table of former states. key: its foreign key to the entity.
    changes: attributes of the entity's facts and derived columns, by name.
    Returns False, and writes nothing, when nothing differs. The row is to be locked.
    """
    changed = {n: v for n, v in changes.items() if getattr(row, n) != v}
    if not changed:
        return False
    state = {
        name: getattr(row, name) for name in _columns(former) & _columns(type(row))
    }
    former(**state, **{key: row}, superseded_at=at).save(force_insert=True)
    for name, value in changed.items():
        setattr(row, name, value)
    row.recorded_at, row.entry = at, entry
    row.save(update_fields=[*changed, "recorded_at", "entry"])
    return True


def moment_of_record(at: datetime) -> datetime:
    """Return the moment to stamp on rows written to the registers, and hold it.

    Called first in the transaction that writes. Until that ends no decision is made,
    and the moment is later than every decision made; so a row on record at a decision's
    moment was there for the decision to see.
    """
    _lock("pg_advisory_xact_lock_shared")
    last = LastDecision.objects.values_list("at", flat=True).first()
    return at if last is None or at > last else last + INSTANT


def moment_of_decision(at: datetime) -> datetime:
    """Return the moment of a decision, and let nobody write to the registers before it.

    Called first in the transaction that decides; it waits for the writers under way.
    What it reads is then `known_at` its moment, and stays so for ever.
    """
    _lock("pg_advisory_xact_lock")
    return _next_moment(at)


def moment_of_extract(at: datetime) -> datetime | None:
    """Return the moment of a copy of the registers; None while somebody writes to them.

    As the moment of a decision, but without waiting: nobody queues behind a copy. To be
    called in a transaction in which the copy begins to read, and which then ends.
    """
    if not _lock("pg_try_advisory_xact_lock"):
        return None
    return _next_moment(at)


def _next_moment(at: datetime) -> datetime:
    last = LastDecision.objects.values_list("at", flat=True).first()
    moment = at if last is None or at > last else last + INSTANT
    LastDecision.objects.update_or_create(pk=1, defaults={"at": moment})
    return moment


def _lock(function: str) -> bool:
    """Take the registers' lock; on SQLite every writing transaction is alone anyway.

    Returns False only where the function tries, and somebody else holds it.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A moment is held by a transaction, and there is none.")
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [REGISTERS_LOCK])
        return cursor.fetchone()[0] is not False


def _columns(model: type[models.Model]) -> set[str]:
    fields = model._meta.concrete_fields  # noqa: SLF001 - Django's documented API
    return {field.attname for field in fields} - {"id"}
