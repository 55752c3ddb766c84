"""What a worker does for this app."""

from __future__ import annotations

import logging
from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from karamad.cycle.eligibility.actions import inquiring
from karamad.cycle.eligibility.models import Inquiry

logger = logging.getLogger(__name__)


@task()
def run_inquiry(inquiry_id: int) -> None:
    """Answer an inquiry; a break-off is written on it, for the asker to see."""
    try:
        inquiring.run(inquiry_id, clock=timezone.now)
    except Exception as error:
        inquiring.fail(inquiry_id, type(error).__name__, at=timezone.now())
        logger.exception("inquiry %s broke off", inquiry_id)
        raise


def start(inquiry: Inquiry) -> None:
    """Hand an inquiry that waits to a worker, once what was written is committed."""
    if not inquiry.is_over:
        transaction.on_commit(partial(run_inquiry.enqueue, inquiry.pk))
