"""Where those who asked stand, when the chain they go through is no longer the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from karamad.cycle.delivery.models import (
    Approval,
    Enrolment,
    EnrolmentState,
    Run,
)
from karamad.cycle.delivery.rules.seating import steps_done

Pair = tuple[Enrolment, Enrolment]


def follow(run: Run, pairs: Collection[Pair]) -> list[Enrolment]:
    """Let people stand in a run's chain where the roles that agreed bring them.

    pairs: each row as it was, in whatever run, and as it is in this one; the same one
    when its run's chain was changed. Called with the run locked. Returns those whom
    nobody is asked for any more: they wait for a place.
    """
    agreed = _agreed([was.pk for was, _now in pairs])
    rows = [now for _was, now in pairs]
    Approval.objects.filter(enrolment__in=rows).delete()
    kept: list[Approval] = []
    waiting = []
    for was, now in pairs:
        if now.state != EnrolmentState.ASKED:
            continue
        his = agreed[was.pk]
        now.steps_agreed = steps_done(run.chain, his.keys())
        for step, role in enumerate(run.chain[: now.steps_agreed]):
            kept.append(_again(his[role], now, step))
        if now.steps_agreed == len(run.chain):
            now.state, now.in_line_since = EnrolmentState.WAITING, now.asked_at
            waiting.append(now)
    Approval.objects.bulk_create(kept, batch_size=1_000)
    names = ("state", "steps_agreed", "in_line_since")
    Enrolment.objects.bulk_update(rows, names, batch_size=1_000)
    return waiting


def asked_in(run: Run) -> list[Pair]:
    """Return those asked for in a run whose chain was changed, as pairs."""
    rows = Enrolment.objects.select_for_update(of=("self",)).filter(
        run=run, state=EnrolmentState.ASKED
    )
    return [(row, row) for row in rows.order_by("pk")]


def _agreed(keys: Sequence[int]) -> defaultdict[int, dict[str, Approval]]:
    """Return who agreed to each, by role."""
    found: defaultdict[int, dict[str, Approval]] = defaultdict(dict)
    rows = Approval.objects.filter(enrolment__in=keys, agreed=True)
    for row in rows.order_by("step"):
        found[row.enrolment_id].setdefault(row.role, row)
    return found


def _again(approval: Approval, enrolment: Enrolment, step: int) -> Approval:
    """Return what somebody agreed to once as a step of this chain."""
    return Approval(
        enrolment=enrolment,
        step=step,
        role=approval.role,
        agreed=True,
        decided_by_id=approval.decided_by_id,
        decided_at=approval.decided_at,
    )
