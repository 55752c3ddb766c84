"""`karamad refresh`: derive what follows from the register's facts for today."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.timezone import localdate

from karamad.registers.people import actions
from karamad.registers.people.tasks import schedule_next


class Command(BaseCommand):
    help = (
        "Put today's moves of units into force. The worker does it soon after every "
        "midnight once --daily has been said, as karamad serve does."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--names", action="store_true", help="names' search keys too"
        )
        parser.add_argument(
            "--seen", action="store_true", help="who is seen from where, too"
        )
        parser.add_argument(
            "--daily", action="store_true", help="and have the worker do it every day"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        changed = actions.refresh_paths(on=localdate())
        if options["verbosity"]:
            self.stdout.write(f"{changed} units stand elsewhere than before.")
        if options["daily"]:
            schedule_next()
        if options["seen"]:
            self.stdout.write(f"{actions.refresh_seen()} rows are seen otherwise.")
        if options["names"]:
            self.stdout.write(f"{actions.rebuild_names()} people's names were read.")
