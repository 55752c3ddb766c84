"""`karamad demo`: a nation that does not exist, into the registers or into files."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
from karamad.web.commands import HouseCommand
from karamad.web.display import number


class Command(HouseCommand):
    help = gettext_lazy("کشوری نمونه می‌سازد: مردمی ساختگی زیر بخشنامه‌های واقعی.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--people",
            type=int,
            default=nations.PEOPLE,
            help=_("شمار مردم (%(default)s)"),
        )
        parser.add_argument(
            "--seed",
            type=int,
            default=1,
            help=_("با عددی دیگر، کشوری دیگر (%(default)s)"),
        )
        parser.add_argument(
            "--on", default="", help=_("امروزِ آن کشور، به شمسی؛ بی آن، امروز")
        )
        parser.add_argument(
            "--files",
            type=Path,
            metavar="FOLDER",
            help=_("به جای دفترها، در پرونده‌هایی برای بارگذاری"),
        )
        parser.add_argument(
            "--without-sign-ins",
            action="store_true",
            help=_("نامشان را نمی‌برد؛ در خانه نگه داشته می‌شوند"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["people"] < nations.FEWEST:
            words = _("یک کشور دست‌کم %(n)s نفر دارد.")
            raise CommandError(words % {"n": number(nations.FEWEST)}, returncode=2)
        today = self._today(options["on"])
        if today < nations.EARLIEST:
            words = _("روزی پیش از %(day)s پذیرفته نیست.")
            earliest = jalali_iso(nations.EARLIEST)
            raise CommandError(words % {"day": earliest}, returncode=2)
        nation = nations.Nation(options["people"], options["seed"], today)
        if options["files"]:
            for expected in write_files(nation, options["files"]):
                words = _("%(path)s: %(rows)s ردیف")
                told = {"path": expected.file, "rows": number(expected.rows)}
                self.stdout.write(words % told)
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
            words = _("«%(day)s» روزی نیست (%(code)s).")
            told = {"day": bad.text, "code": bad.code}
            raise CommandError(words % told, returncode=2) from bad

    def _write(self, nation: nations.Nation) -> str:
        """Make the nation; return who signs in with what."""
        if Person.objects.exists():
            words = _("این خانه خالی نیست؛ کشور نمونه در خانهٔ خالی ساخته می‌شود.")
            raise CommandError(words, returncode=2)
        try:
            with at_one_stroke():
                return self._make(nation, timezone.now())
        except KeyboardInterrupt:
            words = _("نیمه‌کاره ماند و چیزی نوشته نشد؛ دوباره اجرا کنید.")
            raise CommandError(words, returncode=2) from None

    def _make(self, nation: nations.Nation, at: datetime) -> str:
        self._tell(_("سندها، دوره‌ها، واحدها و پست‌ها"))
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
