"""What was kept for want of an address goes out once there is one, while it matters."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from karamad.cycle.outbox import rules
from karamad.cycle.outbox.actions.posting import quiet_hours
from karamad.cycle.outbox.models import Channel, Message, State


@transaction.atomic
def address(*, at: datetime) -> int:
    """Put kept messages in the queue whose people have an address now; how many.

    The mobile goes before the mail. What was said stays as it was said. Whatever has
    waited longer than it is worth stays where officers see it.
    """
    rows = Message.objects.reachable_now(at).select_related("person")
    kept = list(rows.select_for_update(of=("self",), skip_locked=True).order_by("pk"))
    next_at = rules.not_before(localtime(at), quiet_hours())
    for row in kept:
        mobile, email = row.person.mobile, row.person.email
        row.channel = Channel.SMS if mobile else Channel.EMAIL
        row.address = mobile or email
        # The same, said anew over the way he has now, is known by this key.
        row.key = f"{row.key.rsplit(':', 1)[0]}:{row.channel}"
        if not mobile and not row.subject:
            with override(row.language):
                row.subject = _("پیامی از کارآمد")
        row.state, row.next_at = State.QUEUED, at if row.urgent else next_at
    names = ("key", "channel", "address", "subject", "state", "next_at")
    Message.objects.bulk_update(kept, names, batch_size=500)
    return len(kept)
