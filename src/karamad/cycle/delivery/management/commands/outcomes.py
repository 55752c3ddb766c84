"""`karamad outcomes`: compute anew what runs came to; the register follows."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karamad.cycle.delivery.actions import completing
from karamad.cycle.delivery.models import Run
from karamad.trust.audit.letters import fact_words
from karamad.web.commands import HouseCommand
from karamad.web.display import number


class Command(HouseCommand):
    help = gettext_lazy(
        "نتیجهٔ اجراها را از نو حساب می‌کند و دفتر پیرو آن است. دو بارش همان یک بار است."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("codes", nargs="*", metavar="RUN", help=_("کد اجراها"))
        parser.add_argument("--all", action="store_true", help=_("همهٔ اجراها"))

    def handle(self, *_args: Any, **options: Any) -> None:
        codes: list[str] = options["codes"]
        if bool(codes) == options["all"]:
            raise CommandError(_("اجراها را نام ببرید، یا --all."), returncode=2)
        runs = (
            Run.objects.all() if options["all"] else Run.objects.filter(code__in=codes)
        )
        found = {run.code: run for run in runs.order_by("pk")}
        if unknown := sorted(set(codes) - set(found)):
            words = _("اجرایی با این کد نیست: %(codes)s")
            raise CommandError(words % {"codes": ", ".join(unknown)}, returncode=2)
        for code, run in found.items():
            computed = completing.compute(run=run, by=None, at=now())
            words = _("%(run)s: %(judged)s نفر سنجیده، %(changed)s دگرگون") % {
                "run": code,
                "judged": number(computed.judged),
                "changed": number(computed.changed),
            }
            told = _("، ").join(
                f"{fact_words(what)} {number(count)}"
                for what, count in computed.register.items()
                if count
            )
            self.stdout.write(words + (_("؛ دفتر: %s") % told if told else ""))
