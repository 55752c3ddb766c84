"""Costs and the reasons against them, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karamad.cycle.costs.rules import Figures, Ground, Held
from karamad.cycle.planning.letters.plans import rials
from karamad.web.display import number

GROUNDS = {
    Ground.NO_NUMBER: gettext_lazy("شمارهٔ صورت‌حساب را بنویسید."),
    Ground.NO_AMOUNT: gettext_lazy("مبلغ باید بیش از صفر باشد."),
    Ground.DAY_AHEAD: gettext_lazy("روز صورت‌حساب هنوز نرسیده است."),
    Ground.TWICE: gettext_lazy(
        "صورت‌حسابی با این شماره از همین مجری برای این اجرا ثبت است."
    ),
    Ground.CANCELLED: gettext_lazy("این صورت‌حساب ابطال شده است؛ نخست آن را برگردانید."),
    Ground.NOT_CANCELLED: gettext_lazy("این صورت‌حساب ابطال نشده است."),
    Ground.REASON_MISSING: gettext_lazy("دلیل را بنویسید."),
    Ground.OTHER_COURSE: gettext_lazy("دورهٔ این اجرا دورهٔ آن ردیف نیست."),
    Ground.OTHER_PLACE: gettext_lazy("این اجرا از آنِ واحدی بیرون از این برنامه است."),
    Ground.OTHER_YEAR: gettext_lazy("نخستین جلسهٔ این اجرا در سال آن برنامه نیست."),
    Ground.NOT_APPROVED: gettext_lazy("ردیفی با این شماره در برنامهٔ مصوب نیست."),
}
FIELDS = {
    Ground.NO_NUMBER: "number",
    Ground.NO_AMOUNT: "amount",
    Ground.DAY_AHEAD: "issued_on",
    Ground.TWICE: "number",
    Ground.REASON_MISSING: "note",
}


def ground_words(ground: Ground) -> str:
    """Return a reason against, in a sentence."""
    return str(GROUNDS[ground])


def rials_or_none(amount: int | None) -> str:
    """Return an amount, or the dash of what is not known."""
    return "—" if amount is None else rials(amount)


def run_headline(held: Held) -> str:
    """Answer what a run cost."""
    if not held.spent:
        return _("هنوز صورت‌حسابی برای این اجرا نیست")
    words = {"spent": rials(held.spent), "heads": number(held.heads)}
    if not held.heads:
        return _("این اجرا %(spent)s هزینه داشته است") % words
    words["head"] = rials(round(held.spent / held.heads))
    return _("این اجرا %(spent)s هزینه داشته است؛ هر نفر %(head)s") % words


def actual_headline(figures: Figures) -> str:
    """Answer how much of what was planned was done."""
    if not figures.planned.lines:
        return _("در این روز برنامهٔ مصوبی نیست")
    words = {
        "held": number(figures.held.heads),
        "planned": number(figures.planned.heads),
        "due": number(figures.due.heads),
    }
    return (
        _("%(held)s نفر از %(planned)s نفرِ برنامه آموزش دیده‌اند؛ تا این ماه %(due)s")
        % words
    )
