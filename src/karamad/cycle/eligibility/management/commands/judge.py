"""karamad judge: who is eligible on a day, everyone, into a file."""

from __future__ import annotations

import os
import time
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karamad.cycle.eligibility.actions.judging import (
    Question,
    people_asked,
    units_asked,
)
from karamad.cycle.eligibility.actions.laws import Law, NoSuchProfile, law
from karamad.cycle.eligibility.actions.sheets import (
    FINDINGS,
    VERDICTS,
    Job,
    Rows,
    rows_of,
    standing_rows,
)
from karamad.cycle.eligibility.actions.showing import shows
from karamad.cycle.eligibility.actions.spelling import rows_shown
from karamad.cycle.eligibility.actions.standing import Asked, stand
from karamad.cycle.eligibility.measures import TooManyCriteria
from karamad.kernel.jalali import BadDay, parse_day
from karamad.kernel.tables import ENDINGS, Table, table
from karamad.lake.engines import NoEngine
from karamad.lake.extracting import AtWork, Busy, extract
from karamad.registers.people.models import Unit
from karamad.web.commands import HouseCommand
from karamad.web.display import number

NOTHING_DONE = 2
MANY = 5000  # people worth the start of other processes
SPARK_HERE = "local[2]"  # where the setting names another engine
ENGINES = ("duckdb", "spark", "rules")


class Command(HouseCommand):
    help = gettext_lazy("همه را در یک روز می‌سنجد و نتیجه‌ها را در پرونده می‌نویسد.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--as-of", required=True, help=_("روز سنجش، مانند 1405-02-11")
        )
        parser.add_argument("--profile", help=_("تنها این نمایه، با کدش"))
        parser.add_argument("--unit", help=_("تنها پست‌های این واحد و زیر آن"))
        parser.add_argument(
            "--engine",
            choices=ENGINES,
            help=_(
                "همه یکجا با duckdb یا spark، از رونوشت ستونی؛ یا یک‌یک با قاعده‌ها "
                "(rules)؛ بی آن، موتوری که در تنظیمات است"
            ),
        )
        parser.add_argument(
            "--out", required=True, type=Path, help=_("پروندهٔ نتیجه‌ها: %s") % endings()
        )
        parser.add_argument("--findings", type=Path, help=_("یافته‌ها؛ هر شرط یک ردیف"))
        parser.add_argument(
            "--gregorian", action="store_true", help=_("تاریخ‌ها میلادی")
        )
        parser.add_argument(
            "--workers",
            type=int,
            default=0,
            help=_("چند پردازه، وقتی یک‌یک سنجیده می‌شود"),
        )
        parser.add_argument(
            "--everyone",
            action="store_true",
            help=_("با --profile: کسانی هم که پستی از آن نمایه ندارند"),
        )
        parser.add_argument(
            "--considered",
            action="store_true",
            help=_("به جای دارندگان پست، نامزدهای هر پست برای همان پست"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        question = asked(options)
        with ExitStack() as stack:
            verdicts = open_table(stack, options["out"], VERDICTS)
            findings = open_table(stack, options["findings"], FINDINGS)
            if options["engine"] == "rules":
                self._one_by_one(question, options, verdicts, findings)
                return
            with refusing():
                self._all_at_once(question, options, verdicts, findings)

    def _all_at_once(
        self,
        question: Question,
        options: dict[str, Any],
        verdicts: Table | None,
        findings: Table | None,
    ) -> None:
        asked, address = standing_asked(question), address_of(options)
        if findings:
            for some in shows(asked, address=address):
                rows = rows_shown(some, question.on, gregorian=options["gregorian"])
                part = f"{some.number + 1}/{some.among}: " if some.among > 1 else ""
                progress = Progress(self, some.verdict.num_rows, part=part)
                self._write(rows, progress, verdicts, findings)
            return
        standing = stand(asked, address=address)
        rows = standing_rows(standing, gregorian=options["gregorian"])
        progress = Progress(self, standing.verdict.num_rows)
        self._write(rows, progress, verdicts, None)

    def _write(
        self,
        rows: Iterable[Rows],
        progress: Progress,
        verdicts: Table | None,
        findings: Table | None,
    ) -> None:
        for some in rows:
            if verdicts:
                verdicts.write(some.verdicts)
            if findings:
                findings.write(some.findings)
            progress.went(len(some.verdicts), len(some.verdicts))
        progress.ended()

    def _one_by_one(
        self,
        question: Question,
        options: dict[str, Any],
        verdicts: Table | None,
        findings: Table | None,
    ) -> None:
        people = people_asked(question)
        job = Job(
            question,
            units_asked(question),
            gregorian=options["gregorian"],
            findings=findings is not None,
        )
        progress = Progress(self, len(people), by_people=True)
        for rows in rows_of(job, people, workers=workers(options, len(people))):
            if verdicts:
                verdicts.write(rows.verdicts)
            if findings:
                findings.write(rows.findings)
            progress.went(rows.people, len(rows.verdicts))
        progress.ended()


class Progress:
    """Says on stderr how far it is, in place on a terminal, else every ten seconds."""

    def __init__(
        self,
        command: HouseCommand,
        among: int,
        *,
        part: str = "",
        by_people: bool = False,
    ) -> None:
        self._command, self._among, self._part = command, among, part
        self._by_people = by_people
        self._looked = self._rows = 0
        self._began = self._said = time.monotonic()

    def went(self, people: int, rows: int) -> None:
        self._looked += people
        self._rows += rows
        pause = 0.5 if self._command.stderr.isatty() else 10
        if time.monotonic() - self._said >= pause:
            self._say("\r" if self._command.stderr.isatty() else "\n")

    def ended(self) -> None:
        self._say("\n")

    def _say(self, ending: str) -> None:
        self._said = time.monotonic()
        rate = self._looked / max(self._said - self._began, 1e-9)
        if self._by_people:
            words = _(
                "%(done)s نفر از %(all)s نفر، %(rows)s نتیجه، هر ثانیه %(rate)s نفر"
            )
        else:
            words = _("%(rows)s نتیجه از %(all)s، هر ثانیه %(rate)s")
        told = {
            "done": number(self._looked),
            "all": number(self._among),
            "rows": number(self._rows),
            "rate": number(round(rate)),
        }
        self._command.stderr.write(self._part + words % told, ending=ending)


@contextmanager
def refusing() -> Iterator[None]:
    """Say in words why everyone cannot be judged at once."""
    try:
        yield
    except NoEngine as why:
        raise refused(str(why)) from None
    except TooManyCriteria as many:
        words = _(
            "نمایهٔ %(code)s شرط‌هایی بیش از آن دارد که همه یکجا سنجیده شوند: "
            "--engine rules"
        )
        raise refused(words % {"code": many}) from None


def asked(options: dict[str, Any]) -> Question:
    """Return what the arguments ask. Errors: CommandError, with nothing done."""
    if options["everyone"] and not options["profile"]:
        raise refused(
            _("--everyone همه را با یک نمایه می‌سنجد: آن را با --profile نام ببرید.")
        )
    if options["everyone"] and options["considered"]:
        raise refused(
            _("--everyone و --considered از کسان دیگری می‌پرسند: یکی را برگزینید.")
        )
    for path in filter(None, (options["out"], options["findings"])):
        if path.suffix.lower() not in ENDINGS:
            words = _("%(file)s: پایان نام پرونده باید یکی از این‌ها باشد: %(endings)s")
            raise refused(words % {"file": path.name, "endings": endings()})
        if not path.absolute().parent.is_dir():
            raise refused(_("%(path)s: چنین پوشه‌ای نیست.") % {"path": path})
    if (
        options["findings"]
        and options["out"].resolve() == options["findings"].resolve()
    ):
        raise refused(_("--out و --findings یک پرونده‌اند."))
    try:
        on = parse_day(options["as_of"])
    except BadDay as bad:
        words = _("--as-of «%(day)s» روزی نیست (%(code)s).")
        raise refused(words % {"day": bad.text, "code": bad.code}) from None
    return Question(
        on,
        profile(options["profile"]),
        unit(options["unit"]),
        everyone=options["everyone"],
        considered=options["considered"],
    )


def address_of(options: dict[str, Any]) -> str | None:
    """Return where the engine is; None is the setting's."""
    if options["engine"] == "spark" and settings.ENGINE == "duckdb":
        return SPARK_HERE
    return "duckdb" if options["engine"] == "duckdb" else None


def standing_asked(question: Question) -> Asked:
    """Bring the extract up to date, and return the question put to it.

    Where another process is at that, what is in force is asked.
    """
    with suppress(AtWork, Busy):
        extract(clock=timezone.now)
    return Asked(
        question.on,
        laws=None if question.by is None else [question.by],
        units=units_asked(question),
        everyone=question.everyone,
        considered=question.considered,
    )


def profile(code: str | None) -> Law | None:
    if not code:
        return None
    try:
        return law(code)
    except NoSuchProfile:
        raise refused(_("نمایه‌ای با کد %(code)s نیست.") % {"code": code}) from None


def unit(code: str | None) -> Unit | None:
    if not code:
        return None
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise refused(_("واحدی با کد %(code)s نیست.") % {"code": code})
    return found


def open_table(stack: ExitStack, path: Path | None, columns: Any) -> Table | None:
    if path is None:
        return None
    try:
        return stack.enter_context(table(path, columns, codes_only=True))
    except OSError as error:
        raise refused(f"{path}: {error.strerror or error}.") from None


def workers(options: dict[str, Any], people: int) -> int:
    """Return how many processes judge: all cores for many people, one for few."""
    return options["workers"] or (os.cpu_count() or 1 if people > MANY else 1)


def endings() -> str:
    return _("، ").join(ENDINGS)


def refused(why: str) -> CommandError:
    return CommandError(why, returncode=NOTHING_DONE)
