"""What can be said: each template with its own words, in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise

from karamad.cycle.outbox.models import Channel, Wording
from karamad.cycle.outbox.rules import filled

LANGUAGES = ("fa", "en")


@dataclass(frozen=True, slots=True)
class Template:
    """What an app says on one occasion.

    name: as officers know it. places: what its words may say, each with an example.
    words: {(channel, language): (subject, text)}; an SMS has no subject.
    bundle: messages of one bundle that wait together go out as one. waits: it may be
    gathered with others of the day for who wants that; what tells where to be, and
    when, does not wait.
    """

    code: str
    name: str | Promise
    places: dict[str, str]
    words: dict[tuple[str, str], tuple[str, str]] = field(hash=False)
    bundle: str = ""
    waits: bool = True

    def own(self, channel: str, language: str) -> tuple[str, str]:
        return self.words[channel, language]


_templates: dict[str, Template] = {}


def register(template: Template) -> None:
    """Say what an app may say; called in its `ready`. Errors: ValueError when taken.

    All its words are there, in both languages, over every channel.
    """
    known = _templates.setdefault(template.code, template)
    if known is not template:
        raise ValueError(f"two templates are called {template.code}")
    wanted = {
        (channel.value, language) for channel in Channel for language in LANGUAGES
    }
    if missing := wanted - template.words.keys():
        raise ValueError(f"{template.code} lacks words: {sorted(missing)}")


def templates() -> list[Template]:
    """Return all templates, by code."""
    return [_templates[code] for code in sorted(_templates)]


def template_of(code: str) -> Template:
    """Return a template. Errors: KeyError when there is none of this code."""
    return _templates[code]


class Words:
    """What is said today by a template: an officer's words, else its own; read once."""

    def __init__(self, template: Template, wordings: Iterable[Wording]) -> None:
        self._template = template
        self._changed = {
            (row.channel, row.language): (row.subject, row.text) for row in wordings
        }

    def say(
        self, channel: str, language: str, values: dict[str, str]
    ) -> tuple[str, str]:
        """Return subject, on one line, and text, with everything said."""
        own = self._template.own(channel, language)
        subject, text = self._changed.get((channel, language), own)
        return " ".join(filled(subject, values).split()), filled(text, values)
