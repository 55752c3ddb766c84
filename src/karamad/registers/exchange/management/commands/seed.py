"""`karamad seed`: the regulations, the provinces and the catalogue, once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from karamad.registers.exchange import seeding


class Command(BaseCommand):
    help = "Adds the regulations, the provinces and the catalogue where missing."

    def handle(self, *args: Any, **options: Any) -> None:
        added = seeding.seed(at=timezone.now())
        if options["verbosity"] and any(added.values()):
            counts = ", ".join(f"{number} {kind}" for kind, number in added.items())
            self.stdout.write(f"Seeded {counts}.")
