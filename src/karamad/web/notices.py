"""What a page says after an act, with its way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages

if TYPE_CHECKING:
    from django.contrib.messages.storage.base import Message
    from django.http import HttpRequest

TONES = {
    "good": messages.SUCCESS,
    "info": messages.INFO,
    "warn": messages.WARNING,
    "bad": messages.ERROR,
}
UNDO = "undo="


@dataclass(frozen=True, slots=True)
class Notice:
    """A message as the shell shows it; `undo` is the address that takes it back."""

    text: str
    tone: str
    icon: str
    undo: str


def say(request: HttpRequest, text: str, *, tone: str = "good", undo: str = "") -> None:
    """Leave a message for the next page; a post to `undo` takes the act back."""
    tags = f"{UNDO}{undo}" if undo else ""
    messages.add_message(request, TONES[tone], text, extra_tags=tags)


def read(message: Message) -> Notice:
    """Return a message of Django's store, ours or not, ready to be shown."""
    level = message.level or messages.INFO
    tone = next((name for name, known in TONES.items() if known == level), "info")
    mark = {"good": "met", "warn": "warn", "bad": "warn"}.get(tone, "info")
    extra = message.extra_tags or ""
    undo = extra.removeprefix(UNDO) if extra.startswith(UNDO) else ""
    return Notice(str(message.message), tone, mark, undo)
