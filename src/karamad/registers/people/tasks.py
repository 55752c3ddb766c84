"""What the worker does for the register by itself."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from karamad.registers.people import actions

SOON_AFTER_MIDNIGHT = time(0, 1)


@task()
def refresh_daily() -> int:
    """Put the day's moves of units into force, and be there again tomorrow."""
    changed = actions.refresh_paths(on=timezone.localdate())
    schedule_next()
    return changed


def schedule_next() -> None:
    """See that tomorrow's refreshing is asked for, once."""
    waiting = DBTaskResult.objects.filter(
        task_path=refresh_daily.module_path, status=TaskResultStatus.READY
    )
    if waiting.exists():
        return
    tomorrow = timezone.localdate() + timedelta(1)
    moment = timezone.make_aware(datetime.combine(tomorrow, SOON_AFTER_MIDNIGHT))
    refresh_daily.using(run_after=moment).enqueue()
