"""How a run stands, in a sentence and in a word."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from karamad.cycle.delivery.models import Run
from karamad.cycle.delivery.rules.phases import Phase
from karamad.cycle.delivery.rules.seating import free_places
from karamad.web.display import jalali_long, number

WORDS = {
    Phase.DRAFT: gettext_lazy("اعلام نشده"),
    Phase.ASKING: gettext_lazy("ثبت‌نام باز است"),
    Phase.COMING: gettext_lazy("در راه"),
    Phase.UNDER_WAY: gettext_lazy("در حال برگزاری"),
    Phase.ENDED: gettext_lazy("برگزار شده"),
    Phase.CLOSED: gettext_lazy("بسته شده"),
    Phase.CANCELLED: gettext_lazy("لغو شده"),
}
# Of the three verdicts that the style sheet knows.
TONES = {
    Phase.ASKING: "yes",
    Phase.UNDER_WAY: "yes",
    Phase.CANCELLED: "no",
}


def tone(phase: Phase) -> str:
    return TONES.get(phase, "open")


def headline(run: Run, phase: Phase, placed: int) -> str:
    """Answer "how does it stand?" in one sentence."""
    if phase == Phase.CANCELLED:
        day = jalali_long(run.cancelled_on) if run.cancelled_on else ""
        told = {"day": day, "reason": run.reason}
        return _("این اجرا در %(day)s لغو شد: %(reason)s") % told
    if phase in {Phase.ENDED, Phase.CLOSED}:
        words = ngettext("%(n)s نفر در آن بودند", "%(n)s نفر در آن بودند", placed)
        return words % {"n": number(placed)}
    return _places(run.capacity, placed)


def _places(capacity: int, placed: int) -> str:
    free = free_places(capacity=capacity, placed=placed)
    shown = {"free": number(free), "all": number(capacity)}
    if not free:
        return _("هر %(all)s جا پر است") % shown
    words = ngettext(
        "%(free)s جا از %(all)s جا خالی است",
        "%(free)s جا از %(all)s جا خالی است",
        free,
    )
    return words % shown
