"""Putting messages in the outbox, in the transaction of the act they tell of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.dispatch import Signal
from django.utils.timezone import localtime

from karamad.cycle.outbox import rules
from karamad.cycle.outbox.letters import Words, template_of
from karamad.cycle.outbox.models import Channel, Message, State, Wording
from karamad.registers.people.models import Person

AT_ONCE = 5_000  # keys asked for in one query
SUBJECT = 200  # letters kept of a subject

posted = Signal()  # at: when the first of what was posted is due


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be said to one person: about what, and with which words.

    about: with the template, says whether it was said before; `run:R12:placed:7`.
    """

    person: Person
    about: str
    values: Mapping[str, str] = field(default_factory=dict)
    values_en: Mapping[str, str] | None = None


# What of a person a message is made of: thousands are told at once.
ADDRESSED = ("first_name", "last_name", "mobile", "email", "account__language")


@transaction.atomic
def post(
    *, template: str, notes: Iterable[Note], at: datetime, urgent: bool = False
) -> int:
    """Put a message to each in the outbox, over each way that he has an address for.

    Nothing goes out before the transaction outside has ended well. What was said
    before, by its template and what it is about, is passed over. Whoever has no address
    at all gets a message that says so, for officers to see. urgent: quiet hours are not
    waited for. Returns how many messages are new.
    """
    kept = template_of(template)
    words = Words(kept, Wording.objects.filter(template=template))
    next_at = at if urgent else rules.not_before(localtime(at), quiet_hours())
    rows = [row for note in notes for row in _rows(note, kept.code, words)]
    for row in rows:
        row.bundle, row.urgent = kept.bundle, urgent
        row.queued_at, row.next_at = at, next_at
    known = _known([row.key for row in rows])
    new = list({row.key: row for row in rows if row.key not in known}.values())
    Message.objects.bulk_create(new, ignore_conflicts=True)
    if new:
        posted.send(Message, at=next_at)
    return len(new)


def quiet_hours() -> rules.Quiet:
    """Return the hours in which nobody is to be woken, as the settings say."""
    return rules.Quiet(settings.QUIET_FROM, settings.QUIET_UNTIL)


def _known(keys: list[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        found.update(Message.objects.filter(key__in=some).values_list("key", flat=True))
    return found


def _rows(note: Note, template: str, words: Words) -> list[Message]:
    person = note.person
    language = _language(person)
    values = note.values
    if language != "fa" and note.values_en is not None:
        values = note.values_en
    said = {"name": person.name, **values}
    addresses = {Channel.SMS: person.mobile, Channel.EMAIL: person.email}
    reached = {channel: each for channel, each in addresses.items() if each}
    rows = []
    for channel, address in (reached or {Channel.SMS: ""}).items():
        subject, text = words.say(channel.value, language, said)
        rows.append(
            Message(
                key=f"{template}:{note.about}:{person.pk}:{channel.value}",
                person=person,
                channel=channel,
                address=address,
                template=template,
                language=language,
                subject=subject[:SUBJECT],
                text=text,
                state=State.QUEUED if address else State.UNADDRESSED,
            )
        )
    return rows


def _language(person: Person) -> str:
    account = person.account
    return (account.language if account else "") or "fa"
