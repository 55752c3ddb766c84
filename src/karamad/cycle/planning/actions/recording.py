"""How a need is written, and changed with what it said before kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from karamad.cycle.planning.models import (
    FormerNeed,
    Line,
    Need,
    Plan,
    State,
    VersionState,
)
from karamad.cycle.planning.rules import Standing
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit
from karamad.trust.audit.models import Entry


def locked(needs: Iterable[Need]) -> list[Need]:
    """Return the needs, read anew and held till the transaction ends."""
    keys = {need.pk for need in needs}
    rows = Need.objects.select_for_update().filter(pk__in=keys)
    return list(rows.order_by("pk"))


def standing_of(need: Need) -> Standing:
    """Return what the rules read of a need."""
    return Standing(need.state, need.level, need.course_id)


def write_entry(
    verb: str, needs: Sequence[Need], by: User | None, at: datetime, **after: Any
) -> Entry:
    """Write one act on some needs into the audit.

    A single need is its subject; several are named in what the entry says.
    """
    key: str | int = needs[0].pk if len(needs) == 1 else "several"
    return audit.record(
        act=f"planning:need:{verb}",
        subject=("need", key),
        by=by,
        at=at,
        after={"needs": [need.pk for need in needs], **plain(after)},
    )


def change(
    needs: Iterable[Need], changes: Mapping[str, Any], entry: Entry, at: datetime
) -> None:
    """Change rows that are locked; what they said before is kept."""
    for need in needs:
        audit.correct(
            need,
            former=FormerNeed,
            key="need",
            changes=changes,
            entry=entry,
            at=at,
        )


def release(plan: Plan, entry: Entry, at: datetime) -> int:
    """Open the needs again whose line is in no version that stands; return how many.

    The plan's version is held by who calls.
    """
    standing = Line.objects.filter(version__plan=plan).exclude(
        version__state=VersionState.REPLACED
    )
    loose = Need.objects.filter(state=State.COVERED, plan=plan).exclude(
        line__in=standing.values("number")
    )
    needs = list(loose.select_for_update().order_by("pk"))
    change(needs, {"state": State.OPEN, "plan": None, "line": None}, entry, at)
    return len(needs)


def plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts as the audit keeps them: codes or keys for rows, ISO days."""
    said: dict[str, Any] = {}
    for name, value in facts.items():
        if isinstance(value, date):
            said[name] = value.isoformat()
        elif hasattr(value, "pk"):
            said[name] = getattr(value, "code", value.pk)
        else:
            said[name] = value
    return said
