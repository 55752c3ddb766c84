"""What a worker does for this app."""

from __future__ import annotations

import logging
from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from karamad.cycle.delivery.actions import nominating, unnaming
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


@task()
def run_unnaming(nomination_id: int) -> None:
    """Take people back out of a run; what broke off is taken up, or asked for again."""
    unnaming.run(nomination_id, clock=timezone.now)


def start(nomination: Nomination) -> None:
    """Hand what is left of an act to a worker, once what was written is committed."""
    if not nomination.is_over:
        transaction.on_commit(partial(run_nomination.enqueue, nomination.pk))
    elif nomination.is_undoing:
        transaction.on_commit(partial(run_unnaming.enqueue, nomination.pk))


def take_up() -> int:
    """Have a worker go on with what one that died left unfinished; returns how many.

    Handed over twice does no harm: whoever comes second finds it done.
    """
    left = list(Nomination.objects.left_by(MOST_TRIES).order_by("pk"))
    for each in left:
        work = run_unnaming if each.is_undoing else run_nomination
        work.enqueue(each.pk)
    return len(left)
