"""Print a one-time link with which a user sets a new password.

karamad password-link USERNAME [--address URL]
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karamad.trust.accounts import actions
from karamad.trust.accounts.management.address import address
from karamad.trust.accounts.models import User
from karamad.web.commands import HouseCommand

NOTHING_DONE = 2


class Command(HouseCommand):
    help = gettext_lazy("پیوندی یک‌باره می‌نویسد که کاربر با آن گذرواژهٔ تازه می‌گذارد.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help=_("نام کاربری"))
        parser.add_argument(
            "--address", default="", help=_("نشانی‌ای که کارآمد در آن پاسخ می‌دهد")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(
            username=options["username"], is_active=True, is_program=False
        ).first()
        if user is None:
            raise CommandError(
                _("کسی با این نام کاربری وارد نمی‌شود."),
                returncode=NOTHING_DONE,
            )
        path = actions.link_for(user=user, by=None, at=timezone.now())
        self.stdout.write(f"{address(options['address'])}{path}")
        self.stderr.write(_("این پیوند یک بار و تا سه روز کار می‌کند."))
