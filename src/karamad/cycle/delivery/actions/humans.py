"""Whose a record is: one human being may stand in a run by two that became one."""

from __future__ import annotations

from collections.abc import Iterable

from karamad.cycle.delivery.models import Enrolment
from karamad.registers.people.models import Person

AT_ONCE = 2_000  # people asked about in one query


def humans(people: Iterable[int]) -> dict[int, int]:
    """Return the human being of each record: that it was merged into, or itself."""
    found: dict[int, int] = {}
    keys = sorted(set(people))
    for start in range(0, len(keys), AT_ONCE):
        rows = Person.objects.filter(pk__in=keys[start : start + AT_ONCE])
        pairs = rows.values_list("pk", "merged_into")
        found.update({key: into or key for key, into in pairs})
    return found


def humans_of(rows: Iterable[Enrolment]) -> dict[int, int]:
    """Return the human being of each record that stands in these rows."""
    return humans({row.person_id for row in rows})
