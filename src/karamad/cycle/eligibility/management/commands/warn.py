"""`karamad warn`: tell people before something of theirs lapses; for a daily timer."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karamad.cycle.eligibility.actions.standing import NoExtract
from karamad.cycle.eligibility.actions.warning import warn
from karamad.web.commands import HouseCommand
from karamad.web.display import number

NOTHING_DONE = 2


class Command(HouseCommand):
    help = gettext_lazy(
        "به هر کس که واجد شرایط بودنش برای پست خود به‌زودی پایان می‌یابد، یک بار می‌گوید."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--days",
            type=int,
            default=30,
            help=_("به‌زودی یعنی در چند روز (%(default)s)"),
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            told = warn(days=options["days"], on=timezone.localdate(now), at=now)
        except NoExtract:
            words = _("نخست رونوشت ستونی را بسازید: karamad extract")
            raise CommandError(words, returncode=NOTHING_DONE) from None
        self.stdout.write(_("%(n)s پیام تازه در صف است.") % {"n": number(told)})
