"""Sending what is due: taken up, sent, and what became of it written down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from karamad.cycle.outbox import rules
from karamad.cycle.outbox.actions.posting import quiet_hours
from karamad.cycle.outbox.gateways import Gateway, Parcel, Report, gateway
from karamad.cycle.outbox.models import Message, State
from karamad.cycle.outbox.rules import Answer
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit
from karamad.web.display import number

AT_ONCE = 100  # messages taken up together
APART = "\n\n—\n\n"

Clock = Callable[[], datetime]
Ways = Callable[[str], Gateway]


class NotStuck(Exception):
    """Only what failed, or may not have arrived, can be sent once more."""


def send_due(*, clock: Clock, ways: Ways = gateway) -> int:
    """Send everything that is due; returns how many messages went out.

    A message is first marked as on its way, and only then handed over: whoever dies in
    between leaves one that is known to be unsure, never one that goes out twice.
    """
    recover(at=clock(), ways=ways)
    sent = 0
    while bundles := _take(clock()):
        for bundle in bundles:
            report = _handed_over(bundle, ways(bundle[0].channel))
            sent += _note(bundle, report, clock(), ways)
    return sent


@transaction.atomic
def recover(*, at: datetime, ways: Ways = gateway) -> int:
    """Say of each message whose sender died what is known of it; returns how many."""
    lost = list(Message.objects.lost(at).select_for_update())
    for row in lost:
        _settle(row, Report(Answer.NO_ANSWER, "lost"), at, ways)
    return len(lost)


@transaction.atomic
def _take(at: datetime) -> list[list[Message]]:
    """Mark what is due as on its way, and return it bundle by bundle.

    What came due at night waits for the morning, however it came to be due: a second
    try, or a worker that was not there all evening.
    """
    due = Message.objects.due(at)
    morning = rules.not_before(localtime(at), quiet_hours())
    if morning > at:
        due.filter(urgent=False).update(next_at=morning)
    rows = list(
        due.order_by("next_at", "pk").select_for_update(skip_locked=True)[:AT_ONCE]
    )
    known = {row.pk for row in rows}
    mates = due.with_its_bundle(rows).order_by("pk").select_for_update(skip_locked=True)
    rows += [mate for mate in mates if mate.pk not in known]
    bundles = _bundles(rows)
    for bundle in bundles:
        for row in bundle:
            row.state, row.taken_at, row.tries = State.SENDING, at, row.tries + 1
            row.parcel = bundle[0].pk
    Message.objects.bulk_update(rows, ("state", "taken_at", "tries", "parcel"))
    return bundles


def _bundles(rows: Sequence[Message]) -> list[list[Message]]:
    """Those of one bundle to one address together, each other one alone.

    What was handed over together goes together again: the centre knows it by one key.
    """
    together: dict[tuple[object, ...], list[Message]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.pk):
        place: tuple[object, ...] = (row.pk,)
        if row.parcel:
            place = ("parcel", row.parcel)
        elif row.bundle and not row.tries:
            place = (row.channel, row.address, row.language, row.bundle)
        together[place].append(row)
    return list(together.values())


def _handed_over(bundle: Sequence[Message], way: Gateway) -> Report:
    first = bundle[0]
    texts = list(dict.fromkeys(row.text for row in bundle))
    return way.send(
        Parcel(
            f"karamad-{first.parcel}",
            first.address,
            _subject(first, len(texts) - 1),
            APART.join(texts),
        )
    )


def _subject(first: Message, more: int) -> str:
    if not more or not first.subject:
        return first.subject
    with override(first.language):
        words = {"subject": first.subject, "n": number(more)}
        return _("%(subject)s، و %(n)s پیام دیگر") % words


@transaction.atomic
def _note(bundle: Sequence[Message], report: Report, at: datetime, ways: Ways) -> int:
    for row in bundle:
        _settle(row, report, at, ways)
    return len(bundle) if report.answer is Answer.TAKEN else 0


def _settle(row: Message, report: Report, at: datetime, ways: Ways) -> None:
    repeatable = ways(row.channel).repeatable
    then = rules.after(report.answer, tries=row.tries, repeatable=repeatable)
    row.state, row.fault = then.state.value, report.fault[:200]
    row.taken_at = None
    if then.state is rules.State.SENT:
        row.sent_at = at
    if then.wait is not None:
        row.next_at = at + then.wait
    row.save(update_fields=["state", "fault", "taken_at", "sent_at", "next_at"])


@transaction.atomic
def send_again(*, message: Message, by: User, at: datetime) -> Message:
    """Put a message in the queue once more, because somebody looked and wants it so.

    Errors: NotStuck when it waits, is on its way or has gone out.
    """
    row = Message.objects.select_for_update().get(pk=message.pk)
    if row.state not in (State.FAILED, State.UNSURE):
        raise NotStuck(row.state)
    audit.record(
        act="outbox:message:send-again",
        subject=("message", row.pk),
        by=by,
        at=at,
        before={"state": row.state},
    )
    row.state, row.tries, row.next_at, row.fault = State.QUEUED, 0, at, ""
    row.parcel = None
    row.save(update_fields=["state", "tries", "next_at", "fault", "parcel"])
    return row
