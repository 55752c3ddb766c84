"""Putting messages in the outbox, in the transaction of the act they tell of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.dispatch import Signal
from django.utils.timezone import localtime

from karamad.cycle.outbox import rules
from karamad.cycle.outbox.letters import Template, Words, template_of
from karamad.cycle.outbox.models import Channel, Message, Preference, State, Wording
from karamad.registers.people.models import Person

T = TypeVar("T")

AT_ONCE = 5_000  # keys asked for in one query
SUBJECT = 200  # letters kept of a subject
DAILY = "daily"  # the bundle of whatever is gathered for a day

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
    at all gets a message that says so, for officers to see. Each hears as often as he
    wants; urgent: neither that nor quiet hours are waited for. Returns how many
    messages are new.
    """
    kept = template_of(template)
    words = Words(kept, Wording.objects.filter(template=template))
    notes = list(notes)
    wanted = wanted_by({note.person.pk for note in notes})
    rows = [row for note in notes for row in _rows(note, kept, words, wanted, at)]
    if urgent:
        for row in rows:
            row.urgent, row.bundle, row.next_at = True, kept.bundle, at
    known = _known([row.key for row in rows])
    new = list({row.key: row for row in rows if row.key not in known}.values())
    Message.objects.bulk_create(new, ignore_conflicts=True)
    if new:
        posted.send(Message, at=min(row.next_at for row in new))
    return len(new)


def quiet_hours() -> rules.Quiet:
    """Return the hours in which nobody is to be woken, as the settings say."""
    return rules.Quiet(settings.QUIET_FROM, settings.QUIET_UNTIL)


def wanted_by(people: Collection[int]) -> dict[int, rules.Wanted]:
    """Return what people want who said it, by the key of the record asked about."""
    wanted: dict[int, rules.Wanted] = {}
    for some in _by_thousands(list(people)):
        rows = Preference.objects.of(some).select_related("person")
        # The record that others point to says more than one merged into it.
        for row in sorted(rows, key=lambda row: row.person.merged_into_id is None):
            wanted[row.person.merged_into_id or row.person_id] = row.wanted
            wanted[row.person_id] = row.wanted
    return wanted


def due(at: datetime, pace: rules.Pace) -> datetime:
    """Return when a message of this moment goes out, as the settings say."""
    return rules.due(
        localtime(at), pace, gathers_at=settings.DIGEST_AT, quiet=quiet_hours()
    )


def _known(keys: list[str]) -> set[str]:
    found: set[str] = set()
    for some in _by_thousands(keys):
        found.update(Message.objects.filter(key__in=some).values_list("key", flat=True))
    return found


def _by_thousands(keys: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


def _rows(
    note: Note,
    template: Template,
    words: Words,
    wanted: Mapping[int, rules.Wanted],
    at: datetime,
) -> list[Message]:
    person = note.person
    language = _language(person)
    values = note.values
    if language != "fa" and note.values_en is not None:
        values = note.values_en
    said = {"name": person.name, **values}
    addresses = {Channel.SMS: person.mobile, Channel.EMAIL: person.email}
    reached = {channel: each for channel, each in addresses.items() if each}
    paces = rules.ways(reached or (Channel.SMS,), wanted.get(person.pk, {}))
    rows = []
    for channel, wished in paces.items():
        pace = wished if template.waits else rules.Pace.AT_ONCE
        subject, text = words.say(channel.value, language, said)
        address = reached.get(channel, "")
        rows.append(
            Message(
                key=f"{template.code}:{note.about}:{person.pk}:{channel.value}",
                person=person,
                channel=channel,
                address=address,
                template=template.code,
                language=language,
                subject=subject[:SUBJECT],
                text=text,
                bundle=bundle_at(pace, template.bundle),
                state=State.QUEUED if address else State.UNADDRESSED,
                queued_at=at,
                next_at=due(at, pace),
            )
        )
    return rows


def bundle_at(pace: rules.Pace, bundle: str) -> str:
    """Return what a message goes out together with: all of the day, or its like."""
    return DAILY if pace is rules.Pace.DAILY else bundle


def _language(person: Person) -> str:
    account = person.account
    return (account.language if account else "") or "fa"
