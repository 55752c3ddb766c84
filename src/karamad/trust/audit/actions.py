"""Writing down who did what; called inside the transaction of the act itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser

from karamad.trust.audit.models import Entry


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
    by: None for the system itself. before, after: only what changed, JSON values; a
    national id is never among them.
    """
    kind, key = subject
    return Entry.objects.create(
        act=act,
        subject_kind=kind,
        subject_key=str(key),
        actor_id=None if by is None else by.pk,
        at=at,
        before=None if before is None else dict(before),
        after=None if after is None else dict(after),
    )
