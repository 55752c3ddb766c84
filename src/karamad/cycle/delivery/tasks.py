"""What a worker does for this app."""

from __future__ import annotations

import logging
from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from karamad.cycle.delivery.actions import nominating
from karamad.cycle.delivery.models import Nomination

MOST_TRIES = 3  # after so many in vain a worker is not killed by it once more

logger = logging.getLogger(__name__)


@task()
def run_nomination(nomination_id: int) -> None:
    """Name people for a run; a break-off is written on the act, for its officer."""
    try:
        nominating.run(nomination_id, clock=timezone.now)
    except Exception:
        nominating.break_off(nomination_id)
        logger.exception("nomination %s broke off", nomination_id)
        raise


def start(nomination: Nomination) -> None:
    """Hand those still to be named to a worker, once what was written is committed."""
    if not nomination.is_over:
        transaction.on_commit(partial(run_nomination.enqueue, nomination.pk))


def take_up() -> int:
    """Have a worker go on with what one that died left unfinished; returns how many.

    Handed over twice does no harm: whoever comes second finds it done.
    """
    left = Nomination.objects.at_work().filter(tries__lt=MOST_TRIES)
    keys = list(left.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        run_nomination.enqueue(key)
    return len(keys)
