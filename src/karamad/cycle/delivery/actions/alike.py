"""Writing the same into many enrolments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from karamad.cycle.delivery.models import Enrolment

AT_ONCE = 1_000  # rows in one statement


def write_alike(rows: Sequence[Enrolment], **said: Any) -> None:
    """Write the same fields into rows that are held.

    Telling each row apart, as `bulk_update` does, costs four times as much.
    """
    for first in range(0, len(rows), AT_ONCE):
        keys = [row.pk for row in rows[first : first + AT_ONCE]]
        Enrolment.objects.filter(pk__in=keys).update(**said)
    for row in rows:
        for name, value in said.items():
            setattr(row, name, value)
