"""What a run came to for each: computed, explained, put into the register, repaired."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from karamad.cycle.delivery.actions.certifying import Due, Plan, planned, written
from karamad.cycle.delivery.actions.evidence import Evidence, evidence
from karamad.cycle.delivery.actions.telling import tell_outcomes
from karamad.cycle.delivery.models import FormerRun, Outcome, Run
from karamad.cycle.delivery.rules import completing
from karamad.cycle.delivery.rules.completing import Judged, Result
from karamad.registers.exchange.loading import hold_kind
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit
from karamad.trust.audit.models import Entry


class NotOver(Exception):
    """A run is closed when its last session has ended, not before."""


class AlreadyClosed(Exception):
    """The run was closed before, or called off."""


@dataclass(frozen=True, slots=True)
class Computed:
    """How many were judged, how many of each result, and what changed by it.

    register: how many completions were given, adopted, corrected, withdrawn.
    """

    judged: int
    results: Mapping[str, int]
    changed: int
    register: Mapping[str, int]


@transaction.atomic
def compute(
    *, run: Run, among: Collection[int] | None = None, by: User | None, at: datetime
) -> Computed:
    """Judge what a run came to and let the register follow; any number of times.

    among: keys of enrolments; None is everybody in it. Whoever passed newly gets one
    completion; whoever passes no more loses the one that came of this run.
    """
    run = _locked(run.pk)
    at = _held(at)
    return _compute(run, among, by, at, _stage(run))


@transaction.atomic
def close(*, run: Run, by: User | None, at: datetime) -> Computed:
    """Settle a run: its outcomes are computed, and nobody is placed in it any more.

    Errors: AlreadyClosed, NotOver.
    """
    run = _locked(run.pk)
    if run.is_closed or run.is_cancelled:
        raise AlreadyClosed
    at = _held(at)
    if not _is_over(run, at):
        raise NotOver
    computed = _compute(run, None, by, at, completing.Stage.CLOSING)
    closed_on = localdate(at)
    entry = audit.record(
        act="delivery:run:close",
        subject=("run", run.code),
        by=by,
        at=at,
        after={"closed_on": closed_on.isoformat()},
    )
    audit.correct(
        run,
        former=FormerRun,
        key="run",
        changes={"closed_on": closed_on},
        entry=entry,
        at=at,
    )
    return computed


def settle_again(
    *, run: Run, among: Collection[int], by: User | None, at: datetime
) -> None:
    """Compute outcomes anew for whom something came late.

    Called inside the act that brought it, with the run locked. Of a run that is not
    closed, only who has an outcome: what the register got must not outlive its ground.
    """
    if not run.is_closed:
        has = Outcome.objects.filter(enrolment__run=run)
        among = set(has.values_list("enrolment", flat=True)).intersection(among)
    if among:
        _compute(run, among, by, _held(at), _stage(run))


def _locked(pk: int) -> Run:
    rows = Run.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("course").get(pk=pk)


def _stage(run: Run) -> completing.Stage:
    stage = completing.Stage
    return stage.CLOSED if run.is_closed else stage.GOING_ON


def _held(at: datetime) -> datetime:
    """Hold what writers of completions hold, and return the moment to stamp with."""
    hold_kind("completions")
    return audit.moment_of_record(at)


def _is_over(run: Run, at: datetime) -> bool:
    ends = (
        run.sessions.standing().order_by("-ends_at").values_list("ends_at", flat=True)
    )
    last = ends.first()
    return last is not None and last <= at


def _compute(
    run: Run,
    among: Collection[int] | None,
    by: User | None,
    at: datetime,
    stage: completing.Stage,
) -> Computed:
    known = evidence(run, among=among, at=at)
    judged = {
        seat.enrolment: completing.judge(known.facts[seat.enrolment], known.law)
        for seat in known.seats
    }
    standing = _standing(run)
    plan = planned(run, list(_dues(known, judged, standing)))
    changed = [
        pk
        for pk in judged
        if _differs(standing.get(pk), _wanted(pk, known, judged[pk]), plan)
    ]
    computed = Computed(
        judged=len(judged),
        results=Counter(each.result.value for each in judged.values()),
        changed=len(changed),
        register=plan.counts,
    )
    entry = _entry(run, computed, by, at)
    completions = written(plan, entry=entry, at=at)
    rows = [
        Outcome(
            enrolment_id=pk,
            completion_id=completions.get(pk),
            recorded_at=at,
            entry=entry,
            **_wanted(pk, known, judged[pk]),
        )
        for pk in changed
    ]
    Outcome.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["enrolment"],
        update_fields=[*_SAID, "completion", "recorded_at", "entry"],
    )
    _tell(run, _news(judged, standing, stage, plan.new), known, entry, at)
    return computed


def _tell(
    run: Run,
    told: Mapping[int, completing.News | None],
    known: Evidence,
    entry: Entry,
    at: datetime,
) -> None:
    """Tell people of their outcomes, as far as there is news for them."""
    people: dict[completing.News | None, list[int]] = defaultdict(list)
    for seat in known.seats:
        people[told[seat.enrolment]].append(seat.person)
    tell_outcomes(
        run,
        completed=people[completing.News.COMPLETED],
        not_completed=people[completing.News.NOT_COMPLETED],
        entry=entry,
        at=at,
    )


def _news(
    judged: Mapping[int, Judged],
    standing: Mapping[int, Outcome],
    stage: completing.Stage,
    given: Collection[int],
) -> dict[int, completing.News | None]:
    """What there is to tell each; given: to whom the register gives a completion."""
    found = {}
    for pk, each in judged.items():
        row = standing.get(pk)
        was = None if row is None else Result(row.result)
        told = completing.news(was, each.result, stage)
        # Who had it on record from a file knows.
        known = told is completing.News.COMPLETED and pk not in given
        found[pk] = None if known else told
    return found


_SAID = ("result", "share", "score", "reasons", "rule")


def _dues(
    known: Evidence, judged: Mapping[int, Judged], standing: Mapping[int, Outcome]
) -> Iterable[Due]:
    for seat in known.seats:
        row = standing.get(seat.enrolment)
        yield Due(
            enrolment=seat.enrolment,
            person=seat.person,
            passed=judged[seat.enrolment].result is Result.PASSED,
            score=known.facts[seat.enrolment].exam,
            given=None if row is None else row.completion_id,
        )


def _standing(run: Run) -> dict[int, Outcome]:
    rows = Outcome.objects.filter(enrolment__run=run)
    return {row.enrolment_id: row for row in rows}


def _wanted(pk: int, known: Evidence, judged: Judged) -> dict[str, Any]:
    facts = known.facts[pk]
    return {
        "result": judged.result.value,
        "share": facts.share,
        "score": facts.exam,
        "reasons": [
            {"why": each.why.value, "reached": each.reached, "asked": each.asked}
            for each in judged.reasons
        ],
        "rule_id": None if known.rule is None else known.rule.pk,
    }


def _differs(row: Outcome | None, wanted: Mapping[str, Any], plan: Plan) -> bool:
    if row is None or any(getattr(row, name) != said for name, said in wanted.items()):
        return True
    pk = row.enrolment_id
    return pk in plan.new or row.completion_id != plan.stands.get(pk)


def _entry(run: Run, computed: Computed, by: User | None, at: datetime) -> Entry:
    counts = {**computed.results, **computed.register, "changed": computed.changed}
    return audit.record(
        act="delivery:outcome:compute",
        subject=("run", run.code),
        by=by,
        at=at,
        after={"judged": computed.judged}
        | {key: count for key, count in counts.items() if count},
    )
