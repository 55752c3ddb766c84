"""`karamad export KIND FILE`: a register into a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karamad.registers.exchange import profiles
from karamad.registers.exchange.exporting import export
from karamad.registers.exchange.management.commands.load import scope_of
from karamad.registers.exchange.rules.kinds import KINDS, PROFILES
from karamad.web.commands import HouseCommand
from karamad.web.display import number

ENDINGS = {".csv", ".xlsx"}


class Command(HouseCommand):
    help = gettext_lazy("دفتری را در پروندهٔ CSV یا XLSX می‌نویسد، و نمایه‌ها را در YAML.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=[*KINDS, PROFILES], help=_("کدام دفتر"))
        parser.add_argument("file", type=Path, metavar="FILE", help=_("در کدام پرونده"))
        parser.add_argument(
            "--gregorian", action="store_true", help=_("تاریخ‌ها میلادی")
        )
        parser.add_argument(
            "--as",
            dest="user",
            metavar="USER",
            help=_("تنها آنچه این کاربر می‌بیند؛ بی آن، همهٔ کشور"),
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        kind, path = options["kind"], options["file"]
        scope = scope_of(options["user"])
        try:
            if kind == PROFILES:
                written = profiles.write(path)
            elif path.suffix.lower() in ENDINGS:
                written = export(
                    KINDS[kind], path, scope, gregorian=options["gregorian"]
                )
            else:
                raise CommandError(
                    _("پایان نام پرونده باید csv یا xlsx باشد."), returncode=2
                )
        except OSError as error:
            raise CommandError(str(error), returncode=2) from None
        self.stdout.write(
            _("%(path)s: %(rows)s ردیف") % {"path": path, "rows": number(written)}
        )
