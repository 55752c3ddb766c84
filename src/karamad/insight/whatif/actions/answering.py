"""Computing an answer: asked for, begun, heard of, ended; the older ones let go."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import rfc8785
from django.db import transaction

from karamad.insight.whatif.actions import judging
from karamad.insight.whatif.actions.reading import is_there, path_of
from karamad.insight.whatif.models import AT_WORK, Answer, Scenario, Stage
from karamad.lake.extracting import AtWork, Busy, Stopped, extract
from karamad.lake.shelf import Lake, newest
from karamad.registers.competencies.actions import profile_of
from karamad.registers.competencies.models import Edition
from karamad.registers.competencies.rules import read_profile
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit

Clock = Callable[[], datetime]
HEARD_EVERY = timedelta(seconds=1)
FIRST = 900.0  # seconds to wait for another that makes the first copy
PAUSE = 0.5


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


@transaction.atomic
def stop(*, scenario: Scenario, by: User, at: datetime) -> bool:
    """Stop what is computed, at its next step; False where nothing is."""
    found = scenario.answers.filter(stage__in=AT_WORK)
    if not found.update(stage=Stage.STOPPED, heard_at=at):
        return False
    audit.record(
        act="whatif:scenario:stop", subject=("scenario", scenario.pk), by=by, at=at
    )
    return True


def run(answer_id: int, *, clock: Clock) -> None:
    """Compute an answer, and let go of those before it.

    Ends without a word where the scenario was changed or deleted since, or the answer
    stopped.
    """
    with suppress(Stopped):
        _run(answer_id, clock)


def _run(answer_id: int, clock: Clock) -> None:
    answer = Answer.objects.select_related("scenario").get(pk=answer_id)
    scenario = answer.scenario
    if answer.stage == Stage.DONE or content_of(scenario) != answer.content:
        return
    _say(answer, Stage.COPYING, clock())
    lake = _brought_up(_Hearing(answer, clock))
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
    _end(answer, clock())


def fail(answer_id: int, why: str, *, at: datetime) -> None:
    """Write down that a computation broke off."""
    Answer.objects.filter(pk=answer_id, stage__in=AT_WORK).update(
        stage=Stage.FAILED, failure=why[:200], heard_at=at
    )
    path_of(answer_id).unlink(missing_ok=True)


def _say(answer: Answer, stage: Stage, at: datetime) -> None:
    """Write down how far it is. Errors: Stopped, by who asked."""
    mine = Answer.objects.filter(pk=answer.pk).exclude(stage=Stage.STOPPED)
    if not mine.update(stage=stage, heard_at=at):
        raise Stopped
    answer.stage, answer.heard_at = stage, at


@transaction.atomic
def _end(answer: Answer, at: datetime) -> None:
    """Put the answer in force, in place of those before it. Errors: Stopped."""
    row = Answer.objects.select_for_update().get(pk=answer.pk)
    if row.stage == Stage.STOPPED:
        path_of(answer.pk).unlink(missing_ok=True)
        raise Stopped
    answer.stage, answer.heard_at, answer.failure = Stage.DONE, at, ""
    answer.save()
    _let_go(answer)


class _Hearing:
    """Says while the registers are copied that it goes on, and hears the stop.

    `hear` uses the database, and is for one thread; `is_stopped` is for any.
    """

    def __init__(self, answer: Answer, clock: Clock) -> None:
        self.clock, self._answer, self._stopped = clock, answer, False

    def hear(self) -> None:
        at = self.clock()
        if at - self._answer.heard_at >= HEARD_EVERY:
            try:
                _say(self._answer, Stage.COPYING, at)
            except Stopped:
                self._stopped = True

    def is_stopped(self) -> bool:
        return self._stopped


def _brought_up(hearing: _Hearing) -> Lake:
    """Copy what changed in the registers; where another does, take what is there.

    The first copy of all is waited for. Errors: Stopped; as `extract`.
    """
    began = time.monotonic()
    while True:
        try:
            return extract(
                clock=hearing.clock,
                tell=lambda _table, _rows: hearing.hear(),
                stop=hearing.is_stopped,
                patience=5,
            ).lake
        except (AtWork, Busy):
            lake = newest()
            if lake is not None:
                return lake
            if time.monotonic() - began >= FIRST:
                raise
        hearing.hear()
        if hearing.is_stopped():
            raise Stopped
        time.sleep(PAUSE)


def _let_go(kept: Answer) -> None:
    older = Answer.objects.filter(scenario=kept.scenario_id, pk__lt=kept.pk)
    for key in older.values_list("pk", flat=True):
        path_of(key).unlink(missing_ok=True)
    older.delete()
