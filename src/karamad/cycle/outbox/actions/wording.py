"""Writing a template's words anew, and going back to its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from karamad.cycle.outbox.letters import Template
from karamad.cycle.outbox.models import FormerWording, Wording
from karamad.cycle.outbox.rules import Flaw, flaws
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit


class Flawed(Exception):
    """The words cannot be said; `flaws` names each thing, and where it stands."""

    def __init__(self, found: dict[str, tuple[tuple[Flaw, str], ...]]) -> None:
        super().__init__(str(found))
        self.flaws = found


@dataclass(frozen=True, slots=True)
class Words:
    """How a template is to be said over one channel, in one language."""

    channel: str
    language: str
    subject: str
    text: str


@transaction.atomic
def write(*, template: Template, words: Words, by: User, at: datetime) -> bool:
    """Say a template in other words from now on; what waits goes out as it was.

    Returns False when nothing differs. Errors: Flawed.
    """
    channel, language = words.channel, words.language
    subject, text = words.subject, words.text
    places = frozenset(template.places)
    found = {"text": flaws(text, places)}
    if channel == "email":
        found["subject"] = flaws(subject, places)
    if found := {name: each for name, each in found.items() if each}:
        raise Flawed(found)
    row = (
        Wording.objects.select_for_update(of=("self",))
        .filter(template=template.code, channel=channel, language=language)
        .first()
    )
    before = (row.subject, row.text) if row else template.own(channel, language)
    if before == (subject, text):
        return False
    entry = audit.record(
        act="outbox:wording:write",
        subject=("template", template.code),
        by=by,
        at=at,
        before={"subject": before[0], "text": before[1]},
        after={"subject": subject, "text": text},
    )
    if row is None:
        Wording.objects.create(
            template=template.code,
            channel=channel,
            language=language,
            subject=subject,
            text=text,
            recorded_at=at,
            entry=entry,
        )
        return True
    return audit.correct(
        row,
        former=FormerWording,
        key="wording",
        changes={"subject": subject, "text": text},
        entry=entry,
        at=at,
    )
