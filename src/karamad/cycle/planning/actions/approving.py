"""A plan is sent to review, given back, approved, amended, closed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from karamad.cycle.planning.actions.drafting import all_planned, draft
from karamad.cycle.planning.actions.recording import release
from karamad.cycle.planning.actions.refusing import PlanRefused, check_plan
from karamad.cycle.planning.actions.telling import tell_return
from karamad.cycle.planning.models import (
    BudgetLine,
    Line,
    Plan,
    Version,
    VersionState,
)
from karamad.cycle.planning.rules import (
    Fit,
    PlanGround,
    Refusal,
    amendment_refusals,
    approval_refusals,
    closing_refusals,
    fit,
    return_refusals,
    submission_refusals,
)
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit
from karamad.trust.audit.models import Entry


@transaction.atomic
def submit(*, version: Version, by: User | None, at: datetime) -> Version:
    """Send a draft to the working group. Errors: PlanRefused with every reason."""
    row = draft(version)
    check_plan(submission_refusals(row.state, all_planned(row)))
    row.submitted = _write("submit", row, by, at)
    return _turn(row, VersionState.REVIEW, row.submitted, at)


@transaction.atomic
def approve(*, version: Version, by: User | None, at: datetime) -> Version:
    """Approve a version: it is frozen, and replaces the one in force.

    Errors: PlanRefused with every reason, also when somebody approved it just before.
    """
    row = _held(version)
    check_plan(refusals_to_approve(row, by))
    row.decided = _write("approve", row, by, at)
    before = Version.objects.select_for_update().in_force().filter(plan=row.plan)
    for old in before:
        _turn(old, VersionState.REPLACED, row.decided, at)
    _turn(row, VersionState.APPROVED, row.decided, at)
    release(row.plan, row.decided, at)
    return row


def refusals_to_approve(version: Version, by: User | None) -> tuple[Refusal, ...]:
    """Return every reason why `by` may not approve a version now."""
    unpriced = version.lines.filter(cost=None).order_by("number")
    sent = version.submitted
    return approval_refusals(
        version.state,
        all_planned(version),
        list(unpriced.values_list("number", flat=True)),
        money_of(version),
        himself=by is not None and sent is not None and by.pk in _actors(sent),
    )


def _actors(entry: Entry) -> set[int]:
    """Return who did it, and in whose seat."""
    return {key for key in (entry.actor_id, entry.acting_for_id) if key}


@transaction.atomic
def give_back(*, version: Version, note: str, by: User, at: datetime) -> Version:
    """Give a version back to its makers, with a note. Errors: PlanRefused."""
    row = _held(version)
    check_plan(return_refusals(row.state, note))
    row.note = note.strip()
    row.noted = _write("return", row, by, at, note=row.note)
    tell_return(row, at)
    return _turn(row, VersionState.DRAFT, row.noted, at)


@transaction.atomic
def amend(*, version: Version, note: str, by: User, at: datetime) -> Version:
    """Begin the next version beside the approved one, as its copy.

    Errors: PlanRefused with every reason.
    """
    row = _held(version)
    check_plan(amendment_refusals(row.state, note, under_work=_under_work(row.plan)))
    entry = _write("amend", row, by, at, note=note.strip())
    newest = row.plan.versions.latest_first()[0]
    new = Version.objects.create(
        plan=row.plan,
        number=newest.number + 1,
        note=note.strip(),
        noted=entry,
        recorded_at=at,
        entry=entry,
    )
    _copy(row, new, entry, at)
    return new


@transaction.atomic
def drop_draft(*, version: Version, by: User, at: datetime) -> None:
    """Give up an amendment; the approved version stays, and what was said of it.

    Errors: PlanRefused.
    """
    row = draft(version)
    standing = row.plan.versions.in_force().first()
    if standing is None:
        raise PlanRefused((Refusal(PlanGround.NOT_APPROVED),))
    entry = _write("cancel", row, by, at)
    row.comments.update(version=standing)
    row.delete()
    release(row.plan, entry, at)


@transaction.atomic
def close(*, version: Version, note: str, by: User, at: datetime) -> Version:
    """Close an approved plan as carried out. Errors: PlanRefused."""
    row = _held(version)
    check_plan(closing_refusals(row.state, note, under_work=_under_work(row.plan)))
    row.note = note.strip()
    row.noted = _write("close", row, by, at, note=row.note)
    return _turn(row, VersionState.CLOSED, row.noted, at)


def money_of(version: Version) -> Fit:
    """Return how a version's cost stands beside its budget."""
    costs = version.lines.values_list("cost", flat=True)
    return fit(costs, version.budget.values_list("amount", flat=True))


def _held(version: Version) -> Version:
    """Return the version and hold its plan: whoever decides on it waits."""
    Plan.objects.select_for_update().get(pk=version.plan_id)
    related = Version.objects.select_for_update(of=("self",)).select_related("plan")
    return related.get(pk=version.pk)


def _under_work(plan: Plan) -> bool:
    return plan.versions.under_work().exists()


def _turn(row: Version, state: str, entry: Entry, at: datetime) -> Version:
    row.state, row.entry, row.recorded_at = state, entry, at
    row.save()
    return row


def _write(
    verb: str, row: Version, by: User | None, at: datetime, note: str = ""
) -> Entry:
    after: dict[str, Any] = {"version": row.number}
    if note:
        after["note"] = note
    return audit.record(
        act=f"planning:plan:{verb}",
        subject=("plan", row.plan_id),
        by=by,
        at=at,
        after=after,
    )


def _copy(old: Version, new: Version, entry: Entry, at: datetime) -> None:
    for model in (Line, BudgetLine):
        rows = list(model.objects.filter(version=old).order_by("pk"))
        for row in rows:
            row.pk = None
            row.version, row.entry, row.recorded_at = new, entry, at
        model.objects.bulk_create(rows)
