"""Open an administrator's account and print the link that sets its password.

karamad administrator USERNAME [--name NAME] [--another] [--address URL]
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karamad.trust.accounts import actions
from karamad.trust.accounts.management.address import address
from karamad.web.commands import HouseCommand

NOTHING_DONE = 2


class Command(HouseCommand):
    help = gettext_lazy("مدیری می‌افزاید و پیوند یک‌بارهٔ گذاشتن گذرواژه را می‌نویسد.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help=_("نام کاربری"))
        parser.add_argument("--name", default="", help=_("نامی که دیگران می‌بینند"))
        parser.add_argument(
            "--another", action="store_true", help=_("با آن که مدیری هست")
        )
        parser.add_argument(
            "--address", default="", help=_("نشانی‌ای که کارآمد در آن پاسخ می‌دهد")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        username, now = options["username"], timezone.now()
        try:
            user = actions.make_administrator(
                username=username,
                name=options["name"] or username,
                another=options["another"],
                at=now,
            )
        except actions.AdministratorExists as refused:
            raise CommandError(
                _("مدیر سامانه از پیش هست؛ برای مدیری دیگر --another بیفزایید."),
                returncode=NOTHING_DONE,
            ) from refused
        except actions.NameTaken as refused:
            raise CommandError(
                _("این نام کاربری گرفته شده است."),
                returncode=NOTHING_DONE,
            ) from refused
        path = actions.link_for(user=user, by=None, at=now)
        self.stdout.write(f"{address(options['address'])}{path}")
        self.stderr.write(_("این پیوند یک بار و تا سه روز کار می‌کند."))
