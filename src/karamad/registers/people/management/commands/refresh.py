"""`karamad refresh`: derive what follows from the register's facts for today."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karamad.registers.people import actions
from karamad.registers.people.tasks import schedule_next
from karamad.web.commands import HouseCommand
from karamad.web.display import number


class Command(HouseCommand):
    help = gettext_lazy(
        "جابه‌جایی واحدها را که امروز آغاز می‌شود برقرار می‌کند. اگر یک بار --daily گفته "
        "شود، چنان‌که karamad serve می‌گوید، کارگر هر شب پس از نیمه‌شب چنین می‌کند."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--names", action="store_true", help=_("کلیدهای جست‌وجوی نام‌ها را هم")
        )
        parser.add_argument(
            "--seen",
            action="store_true",
            help=_("این را هم که هر کس از کجا دیده می‌شود"),
        )
        parser.add_argument(
            "--daily", action="store_true", help=_("و کارگر هر روز چنین کند")
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        changed = actions.refresh_paths(on=localdate())
        if options["verbosity"]:
            self.stdout.write(_("%(n)s واحد جابه‌جا شد.") % {"n": number(changed)})
        if options["daily"]:
            schedule_next()
        if options["seen"]:
            words = _("%(n)s ردیف از جای دیگری دیده می‌شود.")
            self.stdout.write(words % {"n": number(actions.refresh_seen())})
        if options["names"]:
            words = _("نام %(n)s نفر خوانده شد.")
            self.stdout.write(words % {"n": number(actions.rebuild_names())})
