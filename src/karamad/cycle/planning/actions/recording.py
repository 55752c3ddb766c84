"""How a need is written, and changed with what it said before kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from karamad.cycle.planning.models import (
    FormerNeed,
    Line,
    Need,
    Plan,
    State,
    VersionState,
)
from karamad.cycle.planning.models.sources import VERDICT
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
    """Open the needs again that no version that stands covers; return how many.

    Covered is what a line of that number and of the need's course covers. The plan's
    version is held by who calls.
    """
    standing = Line.objects.filter(version__plan=plan).exclude(
        version__state=VersionState.REPLACED
    )
    lines = set(standing.values_list("number", "course"))
    covered = Need.objects.filter(state=State.COVERED, plan=plan)
    needs = [
        need
        for need in covered.select_for_update().order_by("pk")
        if (need.line, need.course_id) not in lines
    ]
    _open_again(needs, entry, at)
    return len(needs)


def _open_again(needs: Sequence[Need], entry: Entry, at: datetime) -> None:
    """Open needs as they were before they were covered.

    Where one like it was recorded meanwhile, it goes into that one.
    """
    asked = _as_asked(needs)
    twins = {twin_key(need, need.course_id): need for need in twins_of(needs)}
    for need in needs:
        course = asked.get(need.pk, need.course_id)
        twin = twins.get(twin_key(need, course))
        changes = {"plan": None, "line": None, "course_id": course}
        if twin is None:
            change([need], {**changes, "state": State.OPEN}, entry, at)
            twins[twin_key(need, course)] = need
            continue
        change([need], {**changes, "state": State.MERGED, "into": twin}, entry, at)
        if twin.person_id is None:
            change([twin], {"heads": twin.heads + need.heads}, entry, at)


def _as_asked(needs: Sequence[Need]) -> dict[int, int | None]:
    """Return which course each wish in words had before a line covered it."""
    wishes = [need.pk for need in needs if need.wish]
    former = FormerNeed.objects.filter(need__in=wishes, state=State.OPEN)
    return dict(former.order_by("pk").values_list("need", "course"))


TwinKey = tuple[object, ...]


def twin_key(need: Need, course: int | None) -> TwinKey:
    """Return what no two open needs may share, were it to ask for this course.

    A need of the organisation shares nothing.
    """
    if need.person_id is not None:
        return need.person_id, course or need.wish
    if need.source == VERDICT:
        return need.unit_id, need.profile_id, need.criterion
    return (need.pk,)


def twins_of(needs: Iterable[Need]) -> list[Need]:
    """Return the open needs, held, that may be like some of these."""
    rows = list(needs)
    people = {need.person_id for need in rows if need.person_id is not None}
    units = {need.unit_id for need in rows if need.source == VERDICT}
    alike = Need.objects.open().filter(
        Q(person__in=people) | Q(source=VERDICT, unit__in=units)
    )
    others = alike.exclude(pk__in=[need.pk for need in rows])
    return list(others.select_for_update().order_by("pk"))


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
