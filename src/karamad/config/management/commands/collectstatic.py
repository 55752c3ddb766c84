"""`karamad collectstatic`: Django's, in the language of the house."""

from __future__ import annotations

from typing import Any

from django.contrib.staticfiles.management.commands import collectstatic
from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karamad.web.commands import HouseCommand, reword
from karamad.web.display import number


class Command(HouseCommand, collectstatic.Command):
    help = gettext_lazy(  # type: ignore[assignment]
        "شیوه‌نامه‌ها، قلم و برنامه‌های مرورگر را در خانه گرد می‌آورد."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        reword(
            parser,
            {
                "interactive": _("چیزی نپرسد؛ همواره چنین است"),
                "clear": _("نخست آنچه از پیش هست پاک شود"),
                "dry_run": _("تنها بگوید چه خواهد شد"),
            },
        )

    def handle(self, **options: Any) -> None:
        """Put the files there without asking: the folder is the home's own."""
        self.set_options(**options)
        collected = self.collect()
        if self.verbosity:
            words = _("%(n)s پرونده تازه شد و %(same)s پرونده همان بود که بود.") % {
                "n": number(len(collected["modified"])),
                "same": number(len(collected["unmodified"])),
            }
            self.stdout.write(words)
