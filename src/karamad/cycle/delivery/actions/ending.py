"""Ending what several people have in a run, all in one way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from karamad.cycle.delivery.actions.alike import write_alike
from karamad.cycle.delivery.models import Enrolment, EnrolmentState
from karamad.trust.audit.models import Entry


def end_all(
    rows: Sequence[Enrolment],
    state: EnrolmentState,
    reason: str,
    *,
    entry: Entry,
    at: datetime,
) -> None:
    """Let rows that are held end in a state, for one reason."""
    write_alike(
        rows, state=state, reason=reason, held_back=[], entry=entry, recorded_at=at
    )
