"""What a worker does for this app."""

from __future__ import annotations

import logging
from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from karamad.insight.whatif.actions import answering
from karamad.insight.whatif.models import Answer

logger = logging.getLogger(__name__)


@task()
def run_answer(answer_id: int) -> None:
    """Compute an answer; a break-off is written on it, for the asker to see."""
    try:
        answering.run(answer_id, clock=timezone.now)
    except Exception as error:
        answering.fail(answer_id, type(error).__name__, at=timezone.now())
        logger.exception("answer %s broke off", answer_id)
        raise


def start(answer: Answer | None) -> None:
    """Hand an answer to a worker, once what was written is committed."""
    if answer is not None:
        transaction.on_commit(partial(run_answer.enqueue, answer.pk))
