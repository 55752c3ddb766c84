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
from karamad.registers.people.models.himself import own_records
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
    """How many scores are new or changed, taken back, the same; who is refused.

    corrected: of the changed, those that stood otherwise before.
    """

    changed: int
    corrected: int
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
    told, differs, known = _weighed(run, scores, by)
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


def weigh(*, run: Run, scores: Iterable[NewScore], by: User) -> Entered:
    """Return what entering these scores would do; nothing is written."""
    told, _differs, _known = _weighed(run, scores, by)
    return told


_Place = tuple[int, str]  # of a score: the enrolment and the kind


def _weighed(
    run: Run, scores: Iterable[NewScore], by: User
) -> tuple[Entered, dict[_Place, Decimal | None], dict[_Place, Score]]:
    """Return what scores come to, those that differ, and the scores on record."""
    seats = Enrolment.objects.placed().filter(run=run)
    placed = set(seats.values_list("pk", flat=True))
    own = set(seats.of(own_records(by)).values_list("pk", flat=True))
    wanted: dict[_Place, Decimal | None] = {}
    refused = []
    for each in scores:
        if fault := _fault(each, placed, own):
            refused.append((each, fault))
        else:
            wanted[each.enrolment, each.kind] = each.value
    rows = Score.objects.current().filter(enrolment__run=run)
    known = {(row.enrolment_id, row.kind): row for row in rows}
    differs = {
        key: value
        for key, value in wanted.items()
        if value != (known[key].value if key in known else None)
    }
    changed = [key for key, value in differs.items() if value is not None]
    told = Entered(
        changed=len(changed),
        corrected=sum(key in known for key in changed),
        removed=len(differs) - len(changed),
        same=len(wanted) - len(differs),
        refused=tuple(refused),
    )
    return told, differs, known


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
