"""Commands as a terminal reads them: one language throughout, Persian unless asked."""

from __future__ import annotations

import gettext
import os
import sys
from argparse import SUPPRESS, ArgumentParser
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation
from django.utils.functional import Promise

SENTENCE = "فارسی"
WORDS = Path(__file__).parent / "locale"  # argparse's own sentences, in Persian
DOMAIN = "argparse"


class HouseCommand(BaseCommand):
    """A command of ours. Django's own options work, and its help leaves them out."""

    help: str | Promise = ""  # type: ignore[assignment]
    suppressed_base_arguments = {
        "--version",
        "--verbosity",
        "--settings",
        "--pythonpath",
        "--traceback",
        "--no-color",
        "--force-color",
        "--skip-checks",
    }

    def create_parser(
        self, prog_name: str, subcommand: str, **kwargs: Any
    ) -> CommandParser:
        self.help = str(self.help)  # argparse wraps texts, and no lazy ones
        typed = subcommand.replace("_", "-")  # password-link is password_link.py
        parser = super().create_parser(prog_name, typed, **kwargs)
        for action in parser._actions:  # noqa: SLF001 - the one that nothing suppresses
            if action.dest == "skip_checks":
                action.help = SUPPRESS
        return parser

    def run_from_argv(self, argv: list[str]) -> None:
        with speaking():
            super().run_from_argv(argv)

    def print_help(self, prog_name: str, subcommand: str) -> None:
        with speaking():
            super().print_help(prog_name, subcommand)


def language() -> str:
    """Return the language of this terminal: the one asked for, else Persian.

    English where what is written could not hold Persian letters.
    """
    wish = os.environ.get("KARAMAD_LANGUAGE", "").strip().lower()[:2]
    if wish in dict(settings.LANGUAGES):
        return wish
    try:
        SENTENCE.encode(sys.stdout.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return "en"
    return settings.LANGUAGE_CODE


def reword(parser: ArgumentParser, words: Mapping[str, str]) -> None:
    """Say in our words what another's command takes; what is not named stays unsaid.

    words: by the name under which the option's value is kept.
    """
    for action in parser._actions:  # noqa: SLF001 - argparse offers no other way
        if action.dest != "help":
            action.help = words.get(action.dest, SUPPRESS)


@contextmanager
def speaking() -> Iterator[None]:
    """Say everything in the terminal's language within: ours, and argparse's."""
    chosen = language()
    before, wish = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain(DOMAIN, WORDS)
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = chosen
    try:
        with translation.override(chosen):
            yield
    finally:
        gettext.textdomain(before)
        if wish is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = wish
