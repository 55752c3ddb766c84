"""The demo's needs, plans and programme: samples that the pages can show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from karamad.cycle.planning.actions.approving import money_of
from karamad.cycle.planning.models import (
    Line,
    Need,
    Plan,
    Programme,
    State,
    VersionState,
)
from karamad.cycle.planning.rules import held, turn_on
from karamad.kernel.jalali import jalali_day
from karamad.registers.credentials.models import Completion

pytestmark = pytest.mark.django_db


def test_a_demo_has_a_plan_approved_one_drafted_and_a_programme_half_way(
    tmp_path: Path, settings: Any
):
    settings.HOME = tmp_path
    today = jalali_day(1405, 2, 3)

    call_command("demo", people=400, on="1405/02/03")

    approved, drafted = Plan.objects.order_by("year")
    assert (approved.year, drafted.year) == (1405, 1406)
    assert approved.unit.province == drafted.unit.province == "29"
    assert approved.versions.get().state == VersionState.APPROVED
    assert money_of(approved.versions.get()).fits
    assert drafted.versions.get().state == VersionState.DRAFT
    assert not Line.objects.under_work().exclude(cost=None).exists()
    assert Need.objects.filter(state=State.COVERED).count() == 4
    assert Need.objects.waiting().exists()
    assert Programme.objects.count() == 3
    programme = Programme.objects.get(title="دورهٔ حکمرانی استانی")
    waves = list(programme.waves.in_turn())
    assert held(turn_on((w.from_day, w.until_day), today) for w in waves) >= 1
    days = Programme.objects.get(title="دورهٔ سه‌روزهٔ فرمانداران").courses.get()
    assert days.hours is None  # three days are known, hours are not
    held_on = Completion.objects.filter(course=days).values_list("completed_on")
    assert set(held_on) == {(jalali_day(1404, 5, 21),)}
    for model in (Plan, Need, Programme):
        assert not model.objects.filter(sample=False).exists()
