"""`karamad migrate`: Django's, in the language of the house."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karamad.web.commands import HouseCommand, reword
from karamad.web.display import number

PARTS = ("app_label", "migration_name", "plan", "check_unapplied", "prune", "fake")


class Command(HouseCommand, migrate.Command):
    help = gettext_lazy(  # type: ignore[assignment]
        "پایگاه داده را با این نسخه جور می‌کند و سندها، استان‌ها و فهرست دوره‌ها را "
        "می‌افزاید."
    )
    applied = 0
    told = 0  # how much is said: Django's own --verbosity

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        reword(
            parser,
            {
                "app_label": _("تنها این برنامک"),
                "migration_name": _("تا این گام؛ zero یعنی بازگشت از همه"),
                "plan": _("تنها بگوید چه خواهد شد"),
                "check_unapplied": _("تنها بگوید که گامی مانده است یا نه"),
            },
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if any(options[part] for part in PARTS):
            super().handle(*args, **options)  # a technician asks, and Django answers
            return
        self.told = options["verbosity"]
        super().handle(*args, **{**options, "verbosity": 0})
        if self.told:
            words = _("پایگاه داده آماده است؛ گامی نمانده بود.")
            if self.applied:
                words = _("پایگاه داده آماده است؛ %(n)s گام برداشته شد.")
            self.stdout.write(words % {"n": number(self.applied)})

    def migration_progress_callback(
        self,
        action: str,
        migration: Any = None,
        fake: bool = False,  # noqa: FBT001, FBT002
    ) -> None:
        if self.verbosity:
            super().migration_progress_callback(action, migration, fake)
        elif action == "apply_start" and self.told:
            self.stdout.write(f"  {migration} … ", ending="")
            self.stdout.flush()
        elif action == "apply_success":
            self.applied += 1
            if self.told:
                self.stdout.write(_("شد"))
