"""Computing an answer: asked for, begun, heard of, ended; the older ones let go."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from datetime import datetime

import rfc8785
from django.db import transaction

from karamad.insight.whatif.actions import judging
from karamad.insight.whatif.actions.reading import is_there, path_of
from karamad.insight.whatif.models import AT_WORK, Answer, Scenario, Stage
from karamad.lake.extracting import AtWork, Busy, extract
from karamad.lake.shelf import Lake, newest
from karamad.registers.competencies.actions import profile_of
from karamad.registers.competencies.models import Edition
from karamad.registers.competencies.rules import read_profile
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit

Clock = Callable[[], datetime]


def content_of(scenario: Scenario) -> str:
    """Return the digest of what is asked: both editions and the day."""
    asked = [scenario.base_id, scenario.changed, scenario.day.isoformat()]
    return hashlib.sha256(rfc8785.dumps(asked)).hexdigest()


def latest(scenario: Scenario) -> Answer | None:
    """Return the newest answer whose rows are there."""
    found = scenario.answers.done().latest_first().first()
    return found if found and is_there(found) else None


def under_way(scenario: Scenario) -> Answer | None:
    """Return the computation that goes on or broke off after the latest answer."""
    last = scenario.answers.latest_first().first()
    return last if last and last.stage != Stage.DONE else None


@transaction.atomic
def ask(*, scenario: Scenario, by: User, at: datetime) -> Answer | None:
    """Have the answer computed; then `tasks.start`. None where it is at work."""
    scenario = Scenario.objects.select_for_update().get(pk=scenario.pk)
    content = content_of(scenario)
    for each in scenario.answers.filter(stage__in=AT_WORK, content=content):
        if each.is_at_work(at):
            return None
    audit.record(
        act="whatif:scenario:ask",
        subject=("scenario", scenario.pk),
        by=by,
        at=at,
        after={"day": scenario.day.isoformat(), "content": content},
    )
    return Answer.objects.create(
        scenario=scenario, asked_at=at, heard_at=at, content=content
    )


def run(answer_id: int, *, clock: Clock) -> None:
    """Compute an answer, and let go of those before it.

    Stops without a word where the scenario was changed or deleted since.
    """
    answer = Answer.objects.select_related("scenario").get(pk=answer_id)
    scenario = answer.scenario
    if answer.stage == Stage.DONE or content_of(scenario) != answer.content:
        return
    _say(answer, Stage.COPYING, clock())
    lake = _brought_up(clock)
    _say(answer, Stage.JUDGING, clock())
    base = Edition.objects.with_criteria().get(pk=scenario.base_id)
    path = path_of(answer.pk)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    began = time.monotonic()
    judging.compare(
        lake.tables(),
        profile_of(base),
        read_profile(scenario.changed),
        on=scenario.day,
        into=path,
    )
    answer.milliseconds = round(1000 * (time.monotonic() - began))
    answer.moment, answer.extract = lake.moment, lake.number
    answer.stage, answer.heard_at = Stage.DONE, clock()
    answer.save()
    _let_go(answer)


def fail(answer_id: int, why: str, *, at: datetime) -> None:
    """Write down that a computation broke off."""
    Answer.objects.filter(pk=answer_id).update(
        stage=Stage.FAILED, failure=why[:200], heard_at=at
    )
    path_of(answer_id).unlink(missing_ok=True)


def _say(answer: Answer, stage: Stage, at: datetime) -> None:
    answer.stage, answer.heard_at = stage, at
    answer.save(update_fields=["stage", "heard_at"])


def _brought_up(clock: Clock) -> Lake:
    """Copy what changed in the registers; where another does, take what is there."""
    try:
        return extract(clock=clock, patience=5).lake
    except (AtWork, Busy):
        lake = newest()
        if lake is None:
            raise
        return lake


def _let_go(kept: Answer) -> None:
    older = Answer.objects.filter(scenario=kept.scenario_id, pk__lt=kept.pk)
    for key in older.values_list("pk", flat=True):
        path_of(key).unlink(missing_ok=True)
    older.delete()
