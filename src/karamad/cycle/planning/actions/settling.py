"""Needs merged, turned down, and opened again when that was a mistake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from karamad.cycle.planning.actions.recording import (
    change,
    locked,
    standing_of,
    twin_key,
    twins_of,
    write_entry,
)
from karamad.cycle.planning.actions.refusing import check
from karamad.cycle.planning.actions.requesting import is_own
from karamad.cycle.planning.actions.telling import tell_answer, tell_taken_back
from karamad.cycle.planning.models import (
    FormerNeed,
    Need,
    NeedQuerySet,
    State,
    Version,
    VersionState,
)
from karamad.cycle.planning.rules import (
    Ground,
    merger_refusals,
    rejection_refusals,
)
from karamad.trust.accounts.models import User
from karamad.trust.audit.models import Entry

RESTORED: Final = (
    *("state", "into_id", "plan_id", "line", "reason", "heads"),
    *("accepted_on", "priority_id", "course_id"),
)

# Acts of which whoever asked was told.
ANSWERS: Final = ("planning:need:accept", "planning:need:reject")


@transaction.atomic
def reject(*, needs: Sequence[Need], reason: str, by: User, at: datetime) -> Entry:
    """Turn needs down, all or none, with one reason. Errors: Refused.

    Returns the act, by which `undo` finds them.
    """
    rows = locked(needs)
    grounds = rejection_refusals([standing_of(row) for row in rows], reason)
    if any(is_own(row, by) for row in rows if row.person_id):
        grounds = (*grounds, Ground.OWN_CASE)
    check(grounds)
    entry = write_entry("reject", rows, by, at, reason=reason.strip())
    change(rows, {"state": State.REJECTED, "reason": reason.strip()}, entry, at)
    tell_answer(rows, entry, at)
    return entry


@transaction.atomic
def merge(
    *, needs: Sequence[Need], into: Need, heads: int, by: User, at: datetime
) -> Entry:
    """Merge needs into another one, which then stands for so many heads.

    heads: said by who merges, for the same people may stand in both. Errors: Refused.
    """
    others = [need for need in needs if need.pk != into.pk]
    rows = {row.pk: row for row in locked([*others, into])}
    target = rows.pop(into.pk)
    merged = list(rows.values())
    check(merger_refusals([standing_of(r) for r in merged], standing_of(target), heads))
    entry = write_entry("merge", [*merged, target], by, at, into=target, heads=heads)
    change(merged, {"state": State.MERGED, "into": target}, entry, at)
    change([target], {"heads": heads}, entry, at)
    return entry


@transaction.atomic
def undo(*, entry: Entry, within: NeedQuerySet, by: User, at: datetime) -> int:
    """Take an act on needs back, as long as nothing was done to them since.

    within: the needs that `by` may settle. Whoever was told of the act is told of this.
    Returns how many. Errors: Refused when any of them was touched since, or lies beyond
    his reach.
    """
    keys = (entry.after or {}).get("needs", [])
    # Read again once held: somebody may have settled one of them in between.
    rows = [row for row in locked(within.filter(pk__in=keys)) if row.entry == entry]
    before = {row: former for row in rows if (former := _before(row, entry))}
    free = rows and _all_of(keys, rows, entry) and not _stands(rows)
    check(() if free else (Ground.SINCE_CHANGED,))
    check((Ground.OPEN_ALREADY,) if _asked_anew(before) else ())
    taken = write_entry("take-back", list(before), by, at, act=entry.act)
    for row, former in before.items():
        change([row], {name: getattr(former, name) for name in RESTORED}, taken, at)
    if entry.act in ANSWERS:
        tell_taken_back(before, taken, at)
    return len(before)


def _asked_anew(before: Mapping[Need, FormerNeed]) -> bool:
    """Test whether one like any of these, as it was, is open by now."""
    again = [row for row, former in before.items() if former.state == State.OPEN]
    twins = {twin_key(twin, twin.course_id) for twin in twins_of(again)}
    return any(twin_key(row, before[row].course_id) in twins for row in again)


def _stands(rows: Sequence[Need]) -> bool:
    """Test whether any of these is covered by a line that left its draft."""
    beyond = Version.objects.exclude(state=VersionState.DRAFT)
    return any(
        beyond.filter(plan=row.plan_id, lines__number=row.line).exists()
        for row in rows
        if row.plan_id is not None and row.line is not None
    )


def _all_of(keys: Sequence[int], rows: Sequence[Need], entry: Entry) -> bool:
    """Test whether these are all needs the act changed."""
    changed = FormerNeed.objects.filter(need__in=keys, superseded_at=entry.at)
    return set(changed.values_list("need", flat=True)) <= {row.pk for row in rows}


def _before(need: Need, entry: Entry) -> FormerNeed | None:
    """Return what a need said when the act came."""
    return need.former.filter(superseded_at=entry.at).order_by("-pk").first()
