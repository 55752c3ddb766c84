"""Entering scores: one sheet at a time, corrected without forgetting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from django.db import transaction

from karamad.cycle.delivery.actions.completing import settle_again
from karamad.cycle.delivery.models import Enrolment, Run, Score
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit

MOST = Decimal(100)


class Fault(StrEnum):
    """Why a score is not taken. The codes are stable."""

    NOT_IN_RUN = "not_in_run"
    OUT_OF_BOUNDS = "out_of_bounds"


class NewScore(NamedTuple):
    """What somebody got. value: of a hundred; None takes back what was entered."""

    enrolment: int
    kind: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Entered:
    """How many scores are new or changed, taken back, the same; who is refused."""

    changed: int
    removed: int
    same: int
    refused: tuple[tuple[NewScore, Fault], ...]


@transaction.atomic
def enter(
    *, run: Run, scores: Iterable[NewScore], taken_on: date, by: User, at: datetime
) -> Entered:
    """Enter scores of a run; what is corrected is superseded, never overwritten.

    The last of two scores of one person and kind counts. A refused one holds up no
    other. A closed run is settled again for whom something changed.
    """
    rows = Run.objects.select_for_update(of=("self",), no_key=True)
    run = rows.select_related("course").get(pk=run.pk)
    placed = set(
        Enrolment.objects.placed().filter(run=run).values_list("pk", flat=True)
    )
    wanted, refused = {}, []
    for each in scores:
        if fault := _fault(each, placed):
            refused.append((each, fault))
        else:
            wanted[each.enrolment, each.kind] = each.value
    known = {
        (row.enrolment_id, row.kind): row
        for row in Score.objects.current().filter(enrolment__run=run)
    }
    differs = {
        key: value
        for key, value in wanted.items()
        if value != (known[key].value if key in known else None)
    }
    told = Entered(
        changed=sum(value is not None for value in differs.values()),
        removed=sum(value is None for value in differs.values()),
        same=len(wanted) - len(differs),
        refused=tuple(refused),
    )
    if not differs:
        return told
    entry = audit.record(
        act="delivery:score:enter",
        subject=("run", run.code),
        by=by,
        at=at,
        after={"scores": told.changed, "removed": told.removed},
    )
    old = [known[key].pk for key in differs if key in known]
    Score.objects.filter(pk__in=old).update(superseded_at=at)
    Score.objects.bulk_create(
        Score(
            enrolment_id=enrolment,
            kind=kind,
            value=value,
            taken_on=taken_on,
            recorded_at=at,
            entry=entry,
        )
        for (enrolment, kind), value in differs.items()
        if value is not None
    )
    among = {enrolment for enrolment, _kind in differs}
    settle_again(run=run, among=among, by=by, at=at)
    return told


def _fault(score: NewScore, placed: set[int]) -> Fault | None:
    if score.enrolment not in placed:
        return Fault.NOT_IN_RUN
    if score.value is not None and not 0 <= score.value <= MOST:
        return Fault.OUT_OF_BOUNDS
    return None
