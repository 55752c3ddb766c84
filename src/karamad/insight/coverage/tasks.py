"""What a worker does for this app."""

from __future__ import annotations

import logging
from datetime import date
from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from karamad.insight.coverage.actions import counting
from karamad.insight.coverage.models import Tally

logger = logging.getLogger(__name__)


@task()
def count(day: str) -> None:
    """Count a day; a break-off is written on it, for the readers to see."""
    asked = date.fromisoformat(day)
    try:
        counting.run(asked, clock=timezone.now)
    except Exception as error:
        counting.fail(asked, type(error).__name__, at=timezone.now())
        logger.exception("counting %s broke off", day)
        raise


@task()
def count_months(day: str) -> None:
    """Count the month ends before a day."""
    counting.run_months(date.fromisoformat(day), clock=timezone.now)


def start(tally: Tally) -> bool:
    """Hand a day to a worker unless one has it; say whether it was handed over."""
    if not counting.claim(tally, at=timezone.now()):
        return False
    transaction.on_commit(partial(count.enqueue, tally.day.isoformat()))
    return True


def start_months(day: date) -> None:
    """Hand the month ends that are missing to a worker, unless one is at them."""
    now = timezone.now()
    ends = counting.missing_months(day, at=now)
    at_work = [each for each in Tally.objects.on_days(ends) if each.is_at_work(now)]
    if ends and not at_work:
        counting.claim(counting.tally_of(ends[-1], at=now), at=now)
        transaction.on_commit(partial(count_months.enqueue, day.isoformat()))
