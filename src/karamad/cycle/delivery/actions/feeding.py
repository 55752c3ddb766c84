"""Calendar addresses: opening one, renewing, withdrawing, and what is read there."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from karamad.cycle.delivery.models import (
    Enrolment,
    EnrolmentState,
    Feed,
    Room,
    Run,
    Session,
)
from karamad.cycle.delivery.models.sessions import SessionQuerySet
from karamad.registers.people.models.himself import own_records
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission
from karamad.trust.audit import actions as audit

VIEW = Permission.DELIVERY_RUN_VIEW
BEHIND = timedelta(days=60)
MOST = 1_000  # sessions in one calendar
NOTED_EVERY = timedelta(hours=1)  # a programme may read every few minutes


class OutOfReach(Exception):
    """The room is not in his own reach; in another's seat nobody opens an address."""


@transaction.atomic
def open_feed(
    *, user: User, room: Room | None, language: str, at: datetime
) -> tuple[Feed, str]:
    """Open the address of a user's own sessions, or of a room's; an old one is no more.

    Returns the row and the secret, which is nowhere kept. Errors: OutOfReach.
    """
    # The user's row stands for the pair, of which there may be none to lock yet.
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    on = localdate(at)
    if user.acting_for is not None or not _may_read(user, room, on):
        raise OutOfReach
    open_now = Feed.objects.open().of(user).filter(room=room)
    renewed = open_now.update(withdrawn_at=at)
    secret = secrets.token_urlsafe(32)
    entry = audit.record(
        act=f"delivery:feed:{'renew' if renewed else 'open'}",
        subject=("feed", user.pk),
        by=user,
        at=at,
        after={"room": room.pk if room else None},
    )
    feed = Feed.objects.create(
        user=user,
        room=room,
        digest=_digest(secret),
        language=language,
        recorded_at=at,
        entry=entry,
    )
    return feed, secret


@transaction.atomic
def withdraw(*, feed: Feed, by: User, at: datetime) -> bool:
    """Close an address at once. Returns False when it was closed already."""
    row = Feed.objects.select_for_update(of=("self",)).get(pk=feed.pk)
    if row.withdrawn_at is not None:
        return False
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    audit.record(
        act="delivery:feed:withdraw",
        subject=("feed", row.user_id),
        by=by,
        at=at,
        before={"room": row.room_id},
    )
    return True


def feed_at(secret: str, at: datetime) -> Feed | None:
    """Return the open feed of an address whose user may still read it; None if none.

    That it was read is noted, at most once an hour.
    """
    feed = (
        Feed.objects.open()
        .select_related("user", "room__unit")
        .filter(digest=_digest(secret), user__is_active=True)
        .first()
    )
    if feed is None or not _may_read(feed.user, feed.room, localdate(at)):
        return None
    if feed.last_read_at is None or at - feed.last_read_at >= NOTED_EVERY:
        Feed.objects.filter(pk=feed.pk).update(last_read_at=at)
    return feed


def sessions_of(feed: Feed, at: datetime) -> list[Session]:
    """Return the sessions of a feed, two months back and all ahead, in order.

    What was called off stays among them, so that programmes strike it out.
    """
    found = _of_room(feed, at) if feed.room_id else own_sessions(feed.user)
    rows = found.filter(
        ends_at__gte=at - BEHIND, run__published_at__isnull=False
    ).select_related("run__course", "room", "instructor")
    return list(rows.in_order()[:MOST])


def own_sessions(user: User) -> SessionQuerySet:
    """Sessions of runs he sits in or sat in when they were called off, and he teaches.

    Who only waited for a place in a run called off finds it struck out as well.
    """
    records = own_records(user)
    called_off = Q(state=EnrolmentState.RELEASED) & ~Q(run__cancelled_on=None)
    sits = Enrolment.objects.of(records).filter(
        Q(state=EnrolmentState.PLACED) | called_off
    )
    return Session.objects.filter(
        Q(run__in=sits.values("run")) | Q(instructor__person__in=records)
    )


def _of_room(feed: Feed, at: datetime) -> SessionQuerySet:
    runs = Run.objects.visible_to(feed.user, on=localdate(at))
    return Session.objects.filter(room=feed.room_id, run__in=runs.values("pk"))


def _may_read(user: User, room: Room | None, on: date) -> bool:
    if VIEW not in user.permissions_on(on):
        return False
    if room is None:
        return True
    return Room.objects.visible_to(user, on=on).filter(pk=room.pk).exists()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
