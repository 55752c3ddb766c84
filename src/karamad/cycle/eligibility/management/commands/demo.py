"""`karamad demo`: a nation that does not exist, into the registers or into files."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from karamad.cycle.eligibility.demo import chapters
from karamad.cycle.eligibility.demo import nation as nations
from karamad.cycle.eligibility.demo.bare import at_one_stroke
from karamad.cycle.eligibility.demo.candidates import propose
from karamad.cycle.eligibility.demo.files import write_files
from karamad.cycle.eligibility.demo.sign_ins import admit, note_planted
from karamad.cycle.eligibility.demo.writing import write_people, write_places
from karamad.kernel.jalali import BadDay, jalali_iso, parse_day
from karamad.registers.exchange import seeding
from karamad.registers.people.models import Person
from karamad.trust.audit import actions as audit


class Command(BaseCommand):
    help = "Makes a demo nation: synthetic people under the real circulars."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=int, default=nations.PEOPLE)
        parser.add_argument(
            "--seed", type=int, default=1, help="another number, another nation"
        )
        parser.add_argument(
            "--on", default="", help="the nation's today, Jalali (default: today)"
        )
        parser.add_argument(
            "--files",
            type=Path,
            metavar="FOLDER",
            help="write it as spreadsheets to load, not into the registers",
        )
        parser.add_argument(
            "--without-sign-ins",
            action="store_true",
            help="do not say them: they are kept in the home",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["people"] < nations.FEWEST:
            raise CommandError(
                f"A nation has at least {nations.FEWEST} people.", returncode=2
            )
        today = self._today(options["on"])
        if today < nations.EARLIEST:
            earliest = jalali_iso(nations.EARLIEST)
            raise CommandError(f"Not before {earliest}.", returncode=2)
        nation = nations.Nation(options["people"], options["seed"], today)
        if options["files"]:
            for expected in write_files(nation, options["files"]):
                self.stdout.write(f"{expected.file}: {expected.rows:,} rows")
        else:
            sign_ins = self._write(nation)
            if not options["without_sign_ins"]:
                self.stdout.write(sign_ins)

    def _today(self, text: str) -> date:
        if not text:
            return timezone.localdate()
        try:
            return parse_day(text)
        except BadDay as bad:
            raise CommandError(str(bad), returncode=2) from bad

    def _write(self, nation: nations.Nation) -> str:
        """Make the nation; return who signs in with what."""
        if Person.objects.exists():
            raise CommandError(
                "This home has people; a demo is made in an empty one.", returncode=2
            )
        try:
            with at_one_stroke():
                return self._make(nation, timezone.now())
        except KeyboardInterrupt:
            raise CommandError(
                "Interrupted: nothing was written. Run it again.", returncode=2
            ) from None

    def _make(self, nation: nations.Nation, at: datetime) -> str:
        self._tell("regulations, courses, units and posts")
        seeding.seed(at=at)
        entry = audit.record(
            act="eligibility:demo:make",
            subject=("demo", nation.seed),
            by=None,
            at=at,
            after={"people": nation.people},
        )
        write_places(nation, entry, at)
        write_people(nation, entry, at, self._tell)
        propose(nation, entry, at)
        chapters.tell(nation, entry, at)
        note_planted(nation, settings.HOME)
        return admit(nation, entry, at, settings.HOME)

    def _tell(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
