"""What was kept for want of an address goes out once there is one, while it matters."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from karamad.cycle.outbox import rules
from karamad.cycle.outbox.actions import posting
from karamad.cycle.outbox.models import Channel, Message, State


@transaction.atomic
def address(*, at: datetime) -> int:
    """Put kept messages in the queue whose people have an address now; how many.

    The mobile goes before the mail, unless he wants nothing over it. What was said
    stays as it was said. Whatever has waited longer than it is worth stays where
    officers see it.
    """
    rows = Message.objects.reachable_now(at).select_related("person")
    kept = list(rows.select_for_update(of=("self",), skip_locked=True).order_by("pk"))
    wanted = posting.wanted_by({row.person_id for row in kept})
    for row in kept:
        _give(row, wanted.get(row.person_id, {}), at)
    names = ("key", "channel", "address", "subject", "state", "next_at")
    Message.objects.bulk_update(kept, names, batch_size=500)
    return len(kept)


def _give(row: Message, wanted: rules.Wanted, at: datetime) -> None:
    addresses = {Channel.SMS: row.person.mobile, Channel.EMAIL: row.person.email}
    reached = {channel: each for channel, each in addresses.items() if each}
    row.channel = next(iter(rules.ways(reached, wanted)))
    row.address = reached[row.channel]
    # The same, said anew over the way he has now, is known by this key.
    row.key = f"{row.key.rsplit(':', 1)[0]}:{row.channel}"
    if row.channel == Channel.EMAIL and not row.subject:
        with override(row.language):
            row.subject = _("پیامی از کارآمد")
    row.state, row.next_at = State.QUEUED, at
    if row.urgent:
        return
    # It has waited for an address; whatever it tells, it waits no longer for others.
    row.next_at = posting.due(at, rules.Pace.AT_ONCE)
