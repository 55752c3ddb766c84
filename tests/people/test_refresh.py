"""What is derived for today, by command and by the worker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from karamad.registers.people import actions
from karamad.registers.people.models import NameKey, Unit
from karamad.registers.people.tasks import refresh_daily, schedule_next
from tests.people.nation import NOW, TODAY, Nation, person

pytestmark = pytest.mark.django_db

TOMORROW = TODAY + timedelta(1)


@pytest.fixture
def moved(nation: Nation) -> Iterator[Unit]:
    actions.move_unit(
        unit=nation.rasht, parent=nation.khorasan, from_day=TOMORROW, by=None, at=NOW
    )
    with time_machine.travel(NOW + timedelta(1)):
        yield nation.rasht


def test_the_command_puts_the_days_moves_into_force(moved: Unit, nation: Nation):
    said = StringIO()

    call_command("refresh", stdout=said)

    moved.refresh_from_db()
    assert moved.path.startswith(nation.khorasan.path)
    assert said.getvalue() == "۱ واحد جابه‌جا شد.\n"


def test_the_command_reads_names_anew():
    person()
    NameKey.objects.all().delete()

    call_command("refresh", names=True, stdout=StringIO())

    assert NameKey.objects.exists()


def test_the_worker_refreshes_and_comes_again_tomorrow(
    moved: Unit, nation: Nation, settings: Any
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    assert refresh_daily.func() == 1

    waiting = DBTaskResult.objects.get()
    assert timezone.localtime(waiting.run_after).date() == TOMORROW + timedelta(1)
    schedule_next()
    assert DBTaskResult.objects.count() == 1
