"""Needs find their place in a plan: a line covers them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from karamad.cycle.planning.actions.drafting import draft, line_of
from karamad.cycle.planning.actions.recording import (
    change,
    locked,
    standing_of,
    write_entry,
)
from karamad.cycle.planning.actions.refusing import check
from karamad.cycle.planning.models import Line, Need, State
from karamad.cycle.planning.rules import cover_refusals
from karamad.registers.people.models import Unit
from karamad.trust.accounts.models import User
from karamad.trust.audit.models import Entry


@transaction.atomic
def cover(*, needs: Sequence[Need], line: Line, by: User | None, at: datetime) -> Entry:
    """Let a line of a draft cover needs, all or none; a wish takes its course.

    Errors: Refused with every reason; PlanRefused when the plan is no draft.
    """
    # The plan first, then its needs: whoever takes a line out goes the same way.
    version = draft(line.version)
    line = line_of(version, line.pk)
    rows = locked(needs)
    below = Unit.objects.below([version.plan.unit.path])
    keys = {need.unit_id for need in rows}
    within = below.filter(pk__in=keys).count() == len(keys)
    standings = [standing_of(row) for row in rows]
    check(cover_refusals(standings, line.course_id, within=within))
    entry = write_entry("cover", rows, by, at, plan=version.plan_id, line=line.number)
    facts = {
        "state": State.COVERED,
        "plan": version.plan,
        "line": line.number,
        "course": line.course,
    }
    change(rows, facts, entry, at)
    return entry
