"""Many people are asked of the judge of everyone; the answer is that of the rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from karamad.insight.readiness.actions import meeting
from karamad.insight.readiness.models import Target
from karamad.lake.extracting import extract
from karamad.registers.people.models import Person
from tests import nation
from tests.eligibility import evidence
from tests.insight.readiness.conftest import DAY, FIRST, TODAY, Stage
from tests.insight.readiness.test_standing import PROFILE
from tests.lake.conftest import home, registers  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db(transaction=True)
SINCE = PROFILE.replace(
    "courses: [EL-1]", "courses: [EL-1]\n    window: {since: appointment}"
)


@pytest.fixture
def target(registers: Path, stage: Stage) -> Target:  # noqa: F811
    """Governors: some did the course in office, some before, some in two posts."""
    profile = evidence.profile(SINCE).profile
    for each in range(12):
        person = stage.governor(stage.birjand, FIRST + each * DAY if each % 3 else None)
        if each % 2:
            nation.assignment(person, stage.post, stage.rasht, from_day=FIRST + 5 * DAY)
    return stage.target(course=None, profile=profile)


def met(target: Target) -> set[tuple[int, str, Any]]:
    found = [*meeting.judged(target, TODAY)]
    assert len({each.person for each in found}) == len(found)
    return {(each.person, each.path, each.since) for each in found}


def test_the_judge_of_everyone_says_what_the_rules_say(
    target: Target, monkeypatch: pytest.MonkeyPatch
):
    one_by_one = met(target)
    extract(clock=timezone.now)
    monkeypatch.setattr(meeting, "MANY", 1)
    gathered: list[int] = []
    gather = meeting.gather

    def seen(owners: Any) -> Any:
        gathered.extend(owners)
        return gather(owners)

    monkeypatch.setattr(meeting, "gather", seen)

    assert met(target) == one_by_one
    done = {person for person, _path, since in one_by_one if since is not None}
    assert 0 < len(done) < len(one_by_one)
    assert set(gathered) == done


def test_what_was_recorded_since_the_copy_counts_at_once(
    target: Target, stage: Stage, monkeypatch: pytest.MonkeyPatch
):
    extract(clock=timezone.now)
    monkeypatch.setattr(meeting, "MANY", 1)
    late = next(each for each in meeting.judged(target, TODAY) if each.since is None)
    evidence.completion(Person.objects.get(pk=late.person), stage.course, TODAY)

    now = {each.person: each.since for each in meeting.judged(target, TODAY)}

    assert now[late.person] == TODAY


def test_without_a_copy_the_rules_answer(
    target: Target, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(meeting, "MANY", 1)

    assert len(met(target)) == 12
