"""`karamad refresh`: derive what follows from the register's facts for today."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.timezone import localdate

from karamad.registers.people import actions


class Command(BaseCommand):
    help = (
        "Put today's moves of units into force. Call it daily, soon after midnight; "
        "with --names it also derives everybody's search keys anew."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--names", action="store_true", help="names' search keys too"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        changed = actions.refresh_paths(on=localdate())
        self.stdout.write(f"{changed} units stand elsewhere than before.")
        if options["names"]:
            self.stdout.write(f"{actions.rebuild_names()} people's names were read.")
