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
from karamad.cycle.delivery.models import Enrolment, Run, Score, ScoreKind
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit

MOST = Decimal(100)


class Fault(StrEnum):
    """Why a score is not taken. The codes are stable."""

    HIMSELF = "himself"
    NOT_IN_RUN = "not_in_run"
    OUT_OF_BOUNDS = "out_of_bounds"
    TOO_FINE = "too_fine"


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
    *, run: Run, scores: Iterable[NewScore], on: date, by: User, at: datetime
) -> Entered:
    """Enter scores of a run; what is corrected is superseded, never overwritten.

    The last of two scores of one person and kind counts. A refused one holds up no
    other. Nobody enters his own. Outcomes are settled again for whom something changed.
    """
    rows = Run.objects.select_for_update(of=("self",), no_key=True)
    run = rows.select_related("course").get(pk=run.pk)
    seats = Enrolment.objects.placed().filter(run=run)
    placed = set(seats.values_list("pk", flat=True))
    own = set(seats.filter(person__account=by).values_list("pk", flat=True))
    wanted, refused = {}, []
    for each in scores:
        if fault := _fault(each, placed, own):
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
            taken_on=_taken_on(run, kind, on),
            recorded_at=at,
            entry=entry,
        )
        for (enrolment, kind), value in differs.items()
        if value is not None
    )
    among = {enrolment for enrolment, _kind in differs}
    settle_again(run=run, among=among, by=by, at=at)
    return told


def _taken_on(run: Run, kind: str, on: date) -> date:
    """A test before is taken on the first day, every other on the last; or today."""
    day = run.first_day if kind == ScoreKind.BEFORE else run.last_day
    return min(day or on, on)


def _fault(score: NewScore, placed: set[int], own: set[int]) -> Fault | None:
    if score.enrolment not in placed:
        return Fault.NOT_IN_RUN
    if score.enrolment in own:
        return Fault.HIMSELF
    if score.value is None:
        return None
    if not score.value.is_finite() or not 0 <= score.value <= MOST:
        return Fault.OUT_OF_BOUNDS
    # What the register would round would never be "the same" again.
    return Fault.TOO_FINE if score.value != round(score.value, 2) else None
