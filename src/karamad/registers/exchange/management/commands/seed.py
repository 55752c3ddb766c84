"""`karamad seed`: the regulations, the provinces and the catalogue, once."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karamad.registers.exchange import seeding
from karamad.web.commands import HouseCommand
from karamad.web.display import number

SEEDED = {
    "documents": gettext_lazy("سند"),
    "links": gettext_lazy("پیوند میان سندها"),
    "provisions": gettext_lazy("مقدار از سندها"),
    "provinces": gettext_lazy("استان"),
    "places": gettext_lazy("جای استان در درخت"),
    "providers": gettext_lazy("مجری"),
    "courses": gettext_lazy("دوره"),
    "priorities": gettext_lazy("اولویت"),
    "tariffs": gettext_lazy("تعرفه"),
    "completion rules": gettext_lazy("قاعدهٔ گذراندن"),
}


class Command(HouseCommand):
    help = gettext_lazy("سندها، استان‌ها و فهرست دوره‌ها را، هر جا نیست، می‌افزاید.")

    def handle(self, *args: Any, **options: Any) -> None:
        added = seeding.seed(at=timezone.now())
        if options["verbosity"] and any(added.values()):
            counts = _("، ").join(
                f"{SEEDED[kind]}: {number(count)}" for kind, count in added.items()
            )
            self.stdout.write(_("افزوده شد؛ %(counts)s.") % {"counts": counts})
