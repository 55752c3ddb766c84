"""Print a one-time link with which a user sets a new password.

karamad password-link USERNAME [--address URL]
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from karamad.trust.accounts import actions
from karamad.trust.accounts.management.address import address
from karamad.trust.accounts.models import User

NOTHING_DONE = 2


class Command(BaseCommand):
    help = "Print a one-time link with which a user sets a new password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--address", default="", help="where Karamad is served")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(
            username=options["username"], is_active=True, is_program=False
        ).first()
        if user is None:
            raise CommandError(
                "کسی با این نام کاربری وارد نمی‌شود.\nNobody signs in by this name.",
                returncode=NOTHING_DONE,
            )
        path = actions.link_for(user=user, by=None, at=timezone.now())
        self.stdout.write(f"{address(options['address'])}{path}")
        self.stderr.write(
            "این پیوند یک بار و تا سه روز کار می‌کند.\n"
            "The link works once, for three days."
        )
