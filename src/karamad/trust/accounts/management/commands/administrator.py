"""Open an administrator's account and print the link that sets its password.

karamad administrator USERNAME [--name NAME] [--another] [--address URL]
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from karamad.trust.accounts import actions
from karamad.trust.accounts.management.address import address

NOTHING_DONE = 2


class Command(BaseCommand):
    help = "Make an administrator; prints the one-time link that sets the password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", default="", help="as shown to others")
        parser.add_argument(
            "--another", action="store_true", help="although there is one already"
        )
        parser.add_argument("--address", default="", help="where Karamad is served")

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
                "مدیر سامانه از پیش هست؛ برای مدیری دیگر --another بیفزایید.\n"
                "There is an administrator already; add --another for one more.",
                returncode=NOTHING_DONE,
            ) from refused
        except actions.NameTaken as refused:
            raise CommandError(
                "این نام کاربری گرفته شده است.\nThis user name is taken.",
                returncode=NOTHING_DONE,
            ) from refused
        path = actions.link_for(user=user, by=None, at=now)
        self.stdout.write(f"{address(options['address'])}{path}")
        self.stderr.write(
            "این پیوند یک بار و تا سه روز کار می‌کند.\n"
            "The link works once, for three days."
        )
