"""The mission's scenario in the demo: three roles through, the fourth half way."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from karamad.cycle.eligibility.demo.nation import Nation
from karamad.insight.readiness.actions.counting import counted
from karamad.insight.readiness.demo.election import ELECTION
from karamad.insight.readiness.models import Target
from karamad.kernel.jalali import jalali_day
from karamad.registers.credentials.models import Completion
from karamad.registers.people.models import Person

pytestmark = pytest.mark.django_db


def told(on: date, home: Path, settings: Any) -> dict[str, tuple[Target, int, int]]:
    """Make a demo of that day; return each target with who is asked and done by it."""
    settings.HOME = home
    call_command("demo", people=400, on=on.isoformat().replace("-", "/"))
    found = {}
    for target in Target.objects.select_related("unit", "profile"):
        seen = counted(target, min(on, target.deadline))
        done = sum(each.people for each in seen if each.done_on)
        found[target.title_en] = target, sum(each.people for each in seen), done
    return found


def test_a_week_before_the_election(tmp_path: Path, settings: Any):
    today = jalali_day(1405, 2, 3)

    targets = told(today, tmp_path, settings)

    assert all(target.sample for target, _heads, _done in targets.values())
    for title, (_target, heads, done) in targets.items():
        if title.startswith("Election course of"):
            assert heads == done > 0
    district, heads, done = targets[
        "Two weeks of the district governors: the election course"
    ]
    assert district.deadline == ELECTION
    assert (ELECTION - district.from_day).days == 14
    assert 0 < done < heads
    everyone, all_heads, all_done = targets[
        "All executive roles before the council elections"
    ]
    assert everyone.deadline == ELECTION
    assert all_heads - all_done == heads - done
    governance, heads, done = targets["Provincial governance, province by province"]
    provinces = {
        path
        for each in counted(governance, today)
        if each.done_on
        for path in [each.path]
    }
    assert 0 < done < heads
    assert 10 < len(provinces) < 31 * 2
    planted = Nation(400, 1, today).planted()
    late = next(p for p in planted if p.key == "trained-before-appointment")
    person = Person.objects.identified_by(late.dossier.person.national_id).get()
    course = Completion.objects.filter(person=person, course__code="KRM-33")
    assert course.count() == 1


@pytest.mark.parametrize("day", [(1404, 10, 1), (1405, 8, 30)])
def test_long_before_and_long_after_something_runs(
    day: tuple[int, int, int], tmp_path: Path, settings: Any
):
    today = jalali_day(*day)

    told(today, tmp_path, settings)

    running = Target.objects.filter(from_day__lte=today, deadline__gt=today)
    assert running.exists()
    assert not Completion.objects.filter(completed_on__gt=today).exists()
