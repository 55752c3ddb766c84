"""From «who lacks this» to needs: what an officer chose of what the judge found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from karamad.cycle.planning.actions.recording import change, plain
from karamad.cycle.planning.actions.refusing import check
from karamad.cycle.planning.models import Level, Need, Priority, State
from karamad.cycle.planning.models.sources import ORDER, VERDICT
from karamad.cycle.planning.rules import Ground
from karamad.registers.competencies.models import Profile
from karamad.registers.courses.models import Course
from karamad.registers.people.models import Unit
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit


@dataclass(frozen=True, slots=True)
class Found:
    """So many heads of a unit lack a course that a criterion of a profile asks for."""

    unit: Unit
    profile: Profile
    criterion: str
    course: Course
    heads: int


@dataclass(frozen=True, slots=True)
class Findings:
    """What an officer chose of what the judge found, and on which day it judged."""

    rows: Sequence[Found]
    judged_on: date


@dataclass(frozen=True, slots=True)
class Urgency:
    """How pressing needs are, and until when."""

    priority: Priority
    needed_by: date | None = None


@dataclass(frozen=True, slots=True)
class Derived:
    """How many needs were written, counted anew, and planned for already."""

    added: int
    renewed: int
    planned: int = 0


@transaction.atomic
def derive(
    *,
    findings: Findings,
    urgency: Urgency,
    by: User | None,
    at: datetime,
    sample: bool = False,
) -> Derived:
    """Write one need for each, or count the open one anew.

    Heads for whom a plan is made and not carried out yet are not asked for again.
    Errors: Refused when nothing was chosen.
    """
    found, judged_on = findings.rows, findings.judged_on
    check(() if found else (Ground.NOBODY,))
    # Whoever derives for the same units waits: no need is written twice.
    list(Unit.objects.select_for_update().filter(pk__in=[f.unit.pk for f in found]))
    known, planned = _known(found), _planned(found)
    entry = audit.record(
        act="planning:need:derive",
        subject=("unit", found[0].unit.code),
        by=by,
        at=at,
        after=plain({"judged_on": judged_on, "found": len(found)}),
    )
    added, renewed = [], 0
    for each in found:
        key = (each.unit.pk, each.profile.pk, each.criterion)
        heads, need = each.heads - planned.get(key, 0), known.get(key)
        facts = {"heads": heads, "course": each.course, "judged_on": judged_on}
        if heads < 1:
            continue
        if need is not None:
            change([need], facts, entry, at)
            renewed += 1
            continue
        added.append(
            Need(
                **facts,
                level=Level.JOB,
                source=VERDICT,
                unit=each.unit,
                profile=each.profile,
                criterion=each.criterion,
                priority=urgency.priority,
                needed_by=urgency.needed_by,
                sample=sample,
                recorded_at=at,
                entry=entry,
                asked_entry=entry,
            )
        )
    Need.objects.bulk_create(added)
    return Derived(len(added), renewed, len(found) - len(added) - renewed)


def _planned(found: Sequence[Found]) -> dict[tuple[int, int | None, str], int]:
    """Return for how many of each a plan stands that is not carried out yet."""
    units = [each.unit.pk for each in found]
    rows = Need.objects.of_the_judge().planned().filter(unit__in=units)
    heads: Counter[tuple[int, int | None, str]] = Counter()
    for need in rows:
        heads[need.unit_id, need.profile_id, need.criterion] += need.heads
    return heads


def _known(found: Sequence[Found]) -> dict[tuple[int, int | None, str], Need]:
    units = [each.unit.pk for each in found]
    rows = Need.objects.of_the_judge().open().filter(unit__in=units)
    return {
        (need.unit_id, need.profile_id, need.criterion): need
        for need in rows.select_for_update().order_by("pk")
    }


@dataclass(frozen=True, slots=True)
class Order:
    """What an organisation orders for a unit: a course, or a wish in words."""

    unit: Unit
    heads: int
    priority: Priority
    course: Course | None = None
    wish: str = ""
    needed_by: date | None = None


@transaction.atomic
def order(
    *,
    order: Order,
    by: User | None,
    at: datetime,
    source: str = ORDER,
    sample: bool = False,
) -> Need:
    """Record a need of the organisation. Errors: Refused."""
    grounds = []
    if order.course is None and not order.wish.strip():
        grounds.append(Ground.NOTHING_ASKED)
    if order.course is not None and order.course.degree_programme:
        grounds.append(Ground.DEGREE_PROGRAMME)
    if order.heads < 1:
        grounds.append(Ground.NOBODY)
    check(tuple(grounds))
    facts = {
        name: getattr(order, name)
        for name in ("unit", "heads", "priority", "course", "wish", "needed_by")
    }
    entry = audit.record(
        act="planning:need:order",
        subject=("unit", order.unit.code),
        by=by,
        at=at,
        after=plain(facts),
    )
    return Need.objects.create(
        **facts,
        level=Level.ORGANISATION,
        source=source,
        state=State.OPEN,
        sample=sample,
        recorded_at=at,
        entry=entry,
        asked_entry=entry,
    )
