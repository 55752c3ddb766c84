"""The demo's sample runs: lists kept, scores entered, one closed, one disputed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils.timezone import localdate

from karamad.cycle.delivery.actions.handing import handouts
from karamad.cycle.delivery.models import (
    Attendance,
    CompletionRule,
    Outcome,
    Run,
    Score,
)
from karamad.registers.courses.models import Material
from karamad.registers.credentials.models import Completion
from karamad.trust.accounts.models import User

pytestmark = pytest.mark.django_db


def test_a_demo_has_a_run_that_is_over_and_one_with_a_dispute(
    tmp_path: Path, settings: Any
) -> None:
    settings.HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "uploads"

    call_command("demo", people=300, on="1405/08/30")

    over = Run.objects.get(code="SAMPLE-7")
    assert over.is_closed
    results = list(over.enrolments.values_list("outcome__result", flat=True))
    assert {"passed", "failed", "open"} <= set(results)
    given = Completion.objects.filter(entry__act__startswith="delivery:")
    assert given.count() == results.count("passed")
    assert set(Score.objects.values_list("enrolment__run__code", flat=True)) == {
        "SAMPLE-7"
    }
    assert not Outcome.objects.filter(enrolment__run__sample=False).exists()
    assert Attendance.objects.filter(disputed=True).exists()
    assert not User.objects.get(username="sample-teacher").is_active
    run = Run.objects.select_related("unit").get(code="SAMPLE-7")
    handed = {each.material.title: each for each in handouts(run, on=localdate())}
    assert {each.sample for each in Material.objects.all()} == {True}
    paper = handed["جزوهٔ نمونه"]  # it was renewed after the run had begun
    assert (paper.version.number, paper.newer.number) == (1, 2)
    today = CompletionRule.objects.current().get(until_day=None)
    assert (today.least_share, today.least_score) == (None, None)
