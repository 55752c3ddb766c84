"""Ending what several people have in a run, all in one way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from karamad.cycle.delivery.models import Enrolment, EnrolmentState
from karamad.trust.audit.models import Entry

AT_ONCE = 1_000  # rows in one statement
_ENDED = ("state", "reason", "held_back", "recorded_at", "entry")


def end_all(
    rows: Sequence[Enrolment],
    state: EnrolmentState,
    reason: str,
    *,
    entry: Entry,
    at: datetime,
) -> None:
    """Let rows that are held end in a state, for one reason."""
    for row in rows:
        row.state, row.reason, row.held_back = state, reason, []
        row.entry, row.recorded_at = entry, at
    Enrolment.objects.bulk_update(rows, _ENDED, batch_size=AT_ONCE)
