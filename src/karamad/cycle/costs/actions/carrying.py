"""A run carries out a line of an approved plan: tied to it, or opened for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from karamad.cycle.costs.actions.refusing import check
from karamad.cycle.costs.models import Costing
from karamad.cycle.costs.rules import Ground, Pairing, carrying_refusals
from karamad.cycle.delivery.actions import announcing
from karamad.cycle.delivery.actions.holding import locked_run
from karamad.cycle.delivery.models import Run
from karamad.cycle.planning.models import Line, Plan
from karamad.kernel.jalali import jalali_year
from karamad.registers.people.models import Unit
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit


@dataclass(frozen=True, slots=True)
class Opening:
    """How a run is opened for a line: for which unit, how many places, who comes."""

    unit: Unit
    capacity: int
    admission: str


def costing_of(run: Run, by: User | None, at: datetime) -> Costing:
    """Return the run's row among the costs, made when there is none; the run is held.

    Called inside the transaction of an act.
    """
    row = locked_run(run.pk)
    found = Costing.objects.select_for_update().filter(run=row).first()
    if found is not None:
        return found
    entry = audit.record(
        act="costs:costing:make", subject=("run", row.code), by=by, at=at
    )
    return Costing.objects.create(run=row, recorded_at=at, entry=entry)


@transaction.atomic
def carry_out(
    *, run: Run, plan: Plan, line: int, by: User | None, at: datetime
) -> Costing:
    """Say that a run carries out a line of a plan.

    Errors: Refused with every reason.
    """
    costing = costing_of(run, by, at)
    check(carrying_refusals(_pairing(costing.run, plan, line)))
    return _tie(costing, plan, line, by, at)


@transaction.atomic
def untie(*, run: Run, by: User, at: datetime) -> Costing:
    """Say that a run carries out no line of a plan."""
    return _tie(costing_of(run, by, at), None, None, by, at)


@transaction.atomic
def open_run(*, plan: Plan, line: int, opening: Opening, by: User, at: datetime) -> Run:
    """Draft a run for a line of a plan and tie it to the line.

    Errors: Refused, and those of delivery's `announce`, each with every reason.
    """
    said = line_in_force(plan, line)
    check(() if said is not None else (Ground.NOT_APPROVED,))
    assert said is not None  # noqa: S101 - checked by the line above
    run = announcing.announce(
        wish=announcing.Wish(
            course=said.course,
            provider=said.provider,
            unit=opening.unit,
            mode=said.mode or said.course.mode,
            admission=opening.admission,
            capacity=opening.capacity,
            hours=said.hours,
        ),
        by=by,
        at=at,
    )
    carry_out(run=run, plan=plan, line=line, by=by, at=at)
    return run


def line_in_force(plan: Plan, number: int) -> Line | None:
    """Return a line of the plan's approved version."""
    lines = Line.objects.in_force().filter(version__plan=plan, number=number)
    return lines.select_related("course", "provider").first()


def _pairing(run: Run, plan: Plan, number: int) -> Pairing:
    line = line_in_force(plan, number)
    below = Unit.objects.below([plan.unit.path])
    return Pairing(
        same_course=line is None or line.course_id == run.course_id,
        within=below.filter(pk=run.unit_id).exists(),
        plan_year=plan.year,
        run_year=jalali_year(run.first_day) if run.first_day else None,
        approved=line is not None,
    )


def _tie(
    costing: Costing, plan: Plan | None, line: int | None, by: User | None, at: datetime
) -> Costing:
    was = (costing.plan_id, costing.line)
    if was == (plan.pk if plan else None, line):
        return costing
    costing.entry = audit.record(
        act="costs:costing:link" if plan else "costs:costing:take-apart",
        subject=("run", costing.run.code),
        by=by,
        at=at,
        before={"plan": was[0], "line": was[1]},
        after={"plan": plan.pk if plan else None, "line": line},
    )
    costing.plan, costing.line, costing.recorded_at = plan, line, at
    costing.save()
    return costing
