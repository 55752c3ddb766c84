"""`karamad outcomes`: compute anew what runs came to; the register follows."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from karamad.cycle.delivery.actions import completing
from karamad.cycle.delivery.models import Run


class Command(BaseCommand):
    help = "Compute the outcomes of runs anew; the register follows. Twice is once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("codes", nargs="*", metavar="RUN", help="codes of runs")
        parser.add_argument("--all", action="store_true", help="every run")

    def handle(self, *_args: Any, **options: Any) -> None:
        codes: list[str] = options["codes"]
        if bool(codes) == options["all"]:
            raise CommandError("Name the runs, or say --all.", returncode=2)
        runs = (
            Run.objects.all() if options["all"] else Run.objects.filter(code__in=codes)
        )
        found = {run.code: run for run in runs.order_by("pk")}
        if unknown := sorted(set(codes) - set(found)):
            raise CommandError(f"No such run: {', '.join(unknown)}", returncode=2)
        for code, run in found.items():
            computed = completing.compute(run=run, by=None, at=now())
            told = ", ".join(
                f"{count} {what}" for what, count in computed.register.items() if count
            )
            self.stdout.write(
                f"{code}: {computed.judged} judged, {computed.changed} changed"
                + (f"; completions: {told}" if told else "")
            )
