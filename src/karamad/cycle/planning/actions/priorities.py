"""The classes of priority: seeded once, worded and ordered by officers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from karamad.cycle.planning.models import Priority
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit

# As a large Iranian employer classes its needs. Source: docs/domain.md, 1.9.
SEEDS: Final = (
    ("in-service", "ضروری ضمن خدمت", "Required in service"),
    ("appointment", "ضروری انتصاب", "Required for appointment"),
    ("improvement", "بهبود", "Improvement"),
    ("development", "توسعه‌ای", "Development"),
)


@transaction.atomic
def seed(at: datetime) -> dict[str, int]:
    """Add the priorities that are missing; nothing edited is put back."""
    known = set(Priority.objects.values_list("code", flat=True))
    missing = [
        Priority(code=code, title=title, title_en=title_en, position=number)
        for number, (code, title, title_en) in enumerate(SEEDS, 1)
        if code not in known
    ]
    if missing:
        entry = audit.record(
            act="planning:priority:seed",
            subject=("priority", "seed"),
            by=None,
            at=at,
            after={"rows": len(missing)},
        )
        for row in missing:
            row.recorded_at, row.entry = at, entry
        Priority.objects.bulk_create(missing)
    return {"priorities": len(missing)}


@transaction.atomic
def order_priorities(*, positions: Mapping[str, int], by: User, at: datetime) -> bool:
    """Put the priorities into another order. Returns False when nothing differs.

    positions: by code, 1 the most pressing; the same number twice keeps the old order.
    """
    rows = list(Priority.objects.select_for_update().order_by("pk"))
    was = {row.code: row.position for row in rows}
    wished = sorted(
        rows, key=lambda row: (positions.get(row.code, row.position), row.position)
    )
    becomes = {row.code: number for number, row in enumerate(wished, 1)}
    if becomes == was:
        return False
    entry = audit.record(
        act="planning:priority:set",
        subject=("priority", "order"),
        by=by,
        at=at,
        before=was,
        after=becomes,
    )
    for row in rows:
        row.position, row.recorded_at, row.entry = becomes[row.code], at, entry
    Priority.objects.bulk_update(rows, ["position", "recorded_at", "entry"])
    return True
