"""Putting up the code of a session, reading it, and saying "I am here" with it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.utils.crypto import salted_hmac

from karamad.cycle.delivery.actions import attending
from karamad.cycle.delivery.actions.attending import NewMark
from karamad.cycle.delivery.models import (
    AttendanceMark,
    Enrolment,
    Misread,
    Presence,
    Session,
    Wall,
    Way,
)
from karamad.cycle.delivery.rules import wall as rules
from karamad.cycle.delivery.rules.attending import Meeting
from karamad.cycle.delivery.rules.wall import Refusal, Shut
from karamad.registers.people.models.himself import own_records
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit

DAY = timedelta(days=1)
SALT = "karamad.delivery.wall"


class NoCode(Exception):
    """The wall of a session gives no code now; `shut` says why."""

    def __init__(self, shut: Shut) -> None:
        super().__init__(shut.value)
        self.shut = shut


class Unread(Exception):
    """A code is not taken; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Read:
    """A code that was read in time; `ticket` lets its reader sign for a while."""

    enrolment: int
    read_at: datetime
    ticket: str


# ---- the instructor's side -----------------------------------------------------


@transaction.atomic
def put_up(*, session: Session, on_time: int, by: User, at: datetime) -> Wall:
    """Put up the code of a session; up already, it begins anew with another secret.

    Errors: NoCode outside the session's time, or when it was called off.
    """
    if shut := shut_at(session, at):
        raise NoCode(shut)
    entry = audit.record(
        act="delivery:wall:put-up",
        subject=("session", session.pk),
        by=by,
        at=at,
        after={"on_time": on_time},
    )
    wall, _made = Wall.objects.update_or_create(
        session=session,
        defaults={
            "nonce": secrets.token_urlsafe(32),
            "on_time": on_time,
            "opened_at": at,
            "closed_at": None,
            "recorded_at": at,
            "entry": entry,
        },
    )
    return wall


@transaction.atomic
def take_down(*, session: Session, by: User, at: datetime) -> None:
    """Take the code down; one that is down already stays so."""
    taken = Wall.objects.filter(session=session, closed_at=None)
    if taken.update(closed_at=at):
        audit.record(
            act="delivery:wall:take-down",
            subject=("session", session.pk),
            by=by,
            at=at,
        )


def shut_at(session: Session, at: datetime) -> Shut | None:
    """Return why the wall of a session gives no code at a moment."""
    off = session.cancelled_at is not None or session.run.is_cancelled
    return rules.shut(Meeting(session.begins_at, session.ends_at), at, off=off)


def wall_of(session: Session, at: datetime) -> Wall | None:
    """Return the wall of a session if it is up at a moment."""
    if shut_at(session, at) is not None:
        return None
    return Wall.objects.filter(session=session, closed_at=None).first()


def secret_of(wall: Wall) -> bytes:
    """Return what the codes come from; the database alone does not tell it."""
    return salted_hmac(SALT, wall.nonce, algorithm="sha256").digest()


def which(sessions: Sequence[Session], said: str, *, at: datetime) -> Session:
    """Return the one of these sessions whose code this is; of none, the first."""
    for each in sessions:
        up = wall_of(each, at)
        if up is not None and rules.is_live(said, secret_of(up), at):
            return each
    return sessions[0]


# ---- the learner's side --------------------------------------------------------


def read(*, session: Session, said: str, by: User, at: datetime) -> Read:
    """Take a code that somebody read from the wall; it marks nobody yet.

    Errors: Unread; a wrong code is counted before it is told.
    """
    found = _read(session, said, by, at)
    if isinstance(found, Refusal):
        raise Unread(found)
    return found


@transaction.atomic
def _read(session: Session, said: str, by: User, at: datetime) -> Read | Refusal:
    # One guess after the other: who sends a hundred at once is counted, too.
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    if rules.must_wait(Misread.objects.of(by, since=at - rules.WITHIN).count()):
        return Refusal.WAIT
    seat = _seat(session, by)
    if seat is None:
        return Refusal.NOT_SEATED
    wall = wall_of(session, at)
    if wall is None:
        return Refusal.NOT_UP
    if not rules.is_live(said, secret_of(wall), at):
        Misread.objects.filter(user=by, tried_at__lt=at - DAY).delete()
        Misread.objects.create(user=by, tried_at=at)
        return Refusal.NOT_LIVE
    ticket = signing.dumps(
        {"user": by.pk, "session": session.pk, "read_at": at.isoformat()}, salt=SALT
    )
    return Read(seat.pk, at, ticket)


def sign(*, session: Session, ticket: str, by: User, at: datetime) -> AttendanceMark:
    """Mark the reader of a code as having come when he read it; once, however often.

    Errors: Unread, also when the ticket is another's, of another session, or old.
    """
    before = mark_of(session, by)
    if before is not None:
        return before
    read_at = _read_at(session, ticket, by, at)
    seat, wall = _seat(session, by), Wall.objects.filter(session=session).first()
    if seat is None:
        raise Unread(Refusal.NOT_SEATED)
    if wall is None:
        raise Unread(Refusal.NOT_UP)
    missed = rules.minutes_late(read_at, session.begins_at, wall.on_time)
    presence = Presence.LATE if missed else Presence.PRESENT
    key = _key(session, seat)
    mark = NewMark(key, seat.pk, presence.value, missed, read_at)
    taken = attending.take(session=session, marks=[mark], way=Way.CODE, by=by, at=at)
    if taken.refused:  # called off, or his place given up, since he read it
        raise Unread(Refusal.NOT_UP)
    return AttendanceMark.objects.get(key=key)


def mark_of(session: Session, by: User) -> AttendanceMark | None:
    """Return the mark that somebody made by the code of a session."""
    seat = _seat(session, by)
    if seat is None:
        return None
    of_him = AttendanceMark.objects.filter(session=session, enrolment=seat)
    return of_him.filter(way=Way.CODE).order_by("pk").first()


def _key(session: Session, seat: Enrolment) -> UUID:
    """One learner has one mark by code in a session, whatever he sends.

    Phones choose the keys of their marks themselves: one who could tell this one
    before would take it, and the learner could not say that he is there.
    """
    told = salted_hmac(f"{SALT}.marks", f"{session.pk} {seat.pk}", algorithm="sha256")
    return UUID(bytes=told.digest()[:16])


def _seat(session: Session, by: User) -> Enrolment | None:
    seats = Enrolment.objects.placed().of(own_records(by))
    return seats.filter(run=session.run_id).order_by("pk").first()


def _read_at(session: Session, ticket: str, by: User, at: datetime) -> datetime:
    try:
        said = signing.loads(ticket, salt=SALT)
    except signing.BadSignature:
        raise Unread(Refusal.NOT_LIVE) from None
    read_at = datetime.fromisoformat(said["read_at"])
    his = (said["user"], said["session"]) == (by.pk, session.pk)
    if not his or not read_at <= at <= read_at + rules.TAP:
        raise Unread(Refusal.NOT_LIVE)
    return read_at
