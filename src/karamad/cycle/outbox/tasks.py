"""What a worker does for this app."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from karamad.cycle.outbox import rules
from karamad.cycle.outbox.actions import addressing, sending
from karamad.cycle.outbox.models import Message


@task()
def send() -> None:
    """Send what is due, and come again when the next is.

    Somebody may have an address by now of whom none was known.
    """
    addressing.address(at=timezone.now())
    sending.send_due(clock=timezone.now)
    soonest = Message.objects.next_due()
    now = timezone.now()
    if Message.objects.unaddressed(now).exists():
        look = now + rules.LOOK_AGAIN
        soonest = min(soonest, look) if soonest else look
    if soonest is not None and _comes_later():
        _come(soonest)


def wake(at: datetime, **_: Any) -> None:
    """Have a worker send what is due at a moment, once that is committed."""
    transaction.on_commit(partial(_come, at))


def _come(at: datetime) -> None:
    if at <= timezone.now():
        send.enqueue()
        return
    if not _comes_later():
        return
    # One that comes before then sees to it that another comes at the right moment.
    waiting = DBTaskResult.objects.filter(
        task_path=send.module_path, status=TaskResultStatus.READY, run_after__lte=at
    )
    if not waiting.exists():
        send.using(run_after=at).enqueue()


def _comes_later() -> bool:
    """A worker that does things at once comes only when it is called."""
    return bool(send.get_backend().supports_defer)
