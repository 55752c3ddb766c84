"""What is known of the people of a run: were they there, what did they get."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q

from karamad.cycle.delivery.models import (
    Attendance,
    CompletionRule,
    Enrolment,
    EnrolmentState,
    Run,
    Score,
    ScoreKind,
    Session,
)
from karamad.cycle.delivery.rules.attending import Sat, share
from karamad.cycle.delivery.rules.completing import Facts, Law


class Seat(NamedTuple):
    """Somebody whose outcome is asked: the keys of his enrolment and his person."""

    enrolment: int
    person: int
    placed: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """A run as the law of completion sees it: its seats and the facts of each.

    rule: in force on the run's last day; None when there is none, or no session.
    """

    rule: CompletionRule | None
    law: Law | None
    seats: tuple[Seat, ...]
    facts: Mapping[int, Facts]


def evidence(
    run: Run, *, among: Collection[int] | None = None, at: datetime
) -> Evidence:
    """Return the facts of all in a run, in a fixed number of queries.

    among: keys of enrolments; None is everybody who has a place, or had an outcome.
    """
    rule = rule_of(run)
    law = None if rule is None else law_of(rule)
    seats = _seats(run, among)
    held = _sessions(run)
    over = bool(held) and at >= max(end for _length, end in held.values())
    shares = _shares(run, seats, held, leave_counts=law.leave_counts if law else False)
    got = _scores(run)
    facts = {
        seat.enrolment: Facts(
            over=over,
            share=shares[seat.enrolment],
            exam=got.get((seat.enrolment, ScoreKind.EXAM)),
            assignment=got.get((seat.enrolment, ScoreKind.ASSIGNMENT)),
            placed=seat.placed,
        )
        for seat in seats
    }
    return Evidence(rule, law, seats, facts)


def rule_of(run: Run) -> CompletionRule | None:
    """Return the rule in force on the run's last day: its class's, or the common."""
    if run.last_day is None:
        return None
    rows = CompletionRule.objects.current().in_force_on(run.last_day)
    asked = {run.course.course_class, ""}
    found = {row.course_class: row for row in rows.filter(course_class__in=asked)}
    return found.get(run.course.course_class) or found.get("")


def law_of(rule: CompletionRule) -> Law:
    """Return a rule as it is judged by."""
    return Law(
        least_share=rule.least_share,
        least_score=rule.least_score,
        asks_exam=rule.asks_exam,
        asks_assignment=rule.asks_assignment,
        leave_counts=rule.leave_counts,
    )


def _seats(run: Run, among: Collection[int] | None) -> tuple[Seat, ...]:
    rows = Enrolment.objects.filter(run=run)
    rows = rows.filter(Q(state=EnrolmentState.PLACED) | Q(outcome__isnull=False))
    if among is not None:
        rows = rows.filter(pk__in=among)
    found = rows.order_by("pk").values_list("pk", "person_id", "state")
    return tuple(
        Seat(pk, person, state == EnrolmentState.PLACED) for pk, person, state in found
    )


def _sessions(run: Run) -> dict[int, tuple[int, datetime]]:
    """Minutes and end of each session that takes place, by key."""
    rows = Session.objects.filter(run=run).standing()
    return {
        pk: (int((ends_at - begins_at).total_seconds()) // 60, ends_at)
        for pk, begins_at, ends_at in rows.values_list("pk", "begins_at", "ends_at")
    }


def _shares(
    run: Run,
    seats: Collection[Seat],
    held: Mapping[int, tuple[int, datetime]],
    *,
    leave_counts: bool,
) -> dict[int, Decimal | None]:
    rows = Attendance.objects.filter(enrolment__run=run, session__in=held)
    told: dict[int, dict[int, tuple[str, int]]] = defaultdict(dict)
    for enrolment, session, presence, minutes in rows.values_list(
        "enrolment_id", "session_id", "presence", "minutes"
    ):
        told[enrolment][session] = (presence, minutes)
    lengths = {pk: length for pk, (length, _end) in held.items()}
    # In a hall of thousands nearly all were there alike: each case is reckoned once.
    known: dict[tuple[tuple[str, int], ...], Decimal | None] = {}
    shares: dict[int, Decimal | None] = {}
    for seat in seats:
        of_him = told[seat.enrolment]
        case = tuple(of_him.get(pk, ("", 0)) for pk in lengths)
        if case not in known:
            sat = zip(lengths.values(), case, strict=True)
            known[case] = share(
                [Sat(length, *each) for length, each in sat], leave_counts=leave_counts
            )
        shares[seat.enrolment] = known[case]
    return shares


def _scores(run: Run) -> dict[tuple[int, str], Decimal]:
    rows = Score.objects.current().filter(enrolment__run=run)
    return {
        (enrolment, kind): value
        for enrolment, kind, value in rows.values_list("enrolment_id", "kind", "value")
    }
