"""What a worker does for this app."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from karamad.cycle.outbox.actions import sending
from karamad.cycle.outbox.models import Message


@task()
def send() -> None:
    """Send what is due, and come again when the next is."""
    sending.send_due(clock=timezone.now)
    soonest = Message.objects.next_due()
    if soonest is not None:
        _come(soonest)


def wake(at: datetime, **_: Any) -> None:
    """Have a worker send what is due at a moment, once that is committed."""
    transaction.on_commit(partial(_come, at))


def _come(at: datetime) -> None:
    if at <= timezone.now():
        send.enqueue()
        return
    # One that comes before then sees to it that another comes at the right moment.
    waiting = DBTaskResult.objects.filter(
        task_path=send.module_path, status=TaskResultStatus.READY, run_after__lte=at
    )
    if not waiting.exists():
        send.using(run_after=at).enqueue()
