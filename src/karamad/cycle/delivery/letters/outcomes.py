"""What a run came to, and why not, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from karamad.cycle.delivery.models import Outcome, Result
from karamad.cycle.delivery.rules.completing import Why
from karamad.web.display import number

WHY = {
    Why.ABSENT_TOO_MUCH: gettext_lazy(
        "در %(reached)s٪ زمان جلسه‌ها بوده است؛ دست‌کم %(asked)s٪ لازم است."
    ),
    Why.ASSIGNMENT_MISSING: gettext_lazy("نمرهٔ تکلیفش ثبت نشده است."),
    Why.ATTENDANCE_OPEN: gettext_lazy("حضورش در همهٔ جلسه‌ها ثبت نشده است."),
    Why.EXAM_MISSING: gettext_lazy("نمرهٔ آزمون پایانی‌اش ثبت نشده است."),
    Why.NO_PLACE: gettext_lazy("دیگر در این اجرا جا ندارد."),
    Why.NO_RULE: gettext_lazy("برای این رده از دوره‌ها قاعدهٔ گذراندن ثبت نشده است."),
    Why.NOT_OVER: gettext_lazy("جلسه‌ها هنوز به پایان نرسیده است."),
    Why.SCORE_TOO_LOW: gettext_lazy(
        "نمره‌اش %(reached)s از ۱۰۰ است؛ دست‌کم %(asked)s لازم است."
    ),
    Why.SCORE_NOT_SET: gettext_lazy("کمترین نمرهٔ قبولی در قاعده ثبت نشده است."),
    Why.SHARE_NOT_SET: gettext_lazy("کمترین سهم حضور در قاعده ثبت نشده است."),
}
# Of the three verdicts that the style sheet knows.
TONES = {Result.PASSED.value: "yes", Result.FAILED.value: "no"}


def tone(result: str) -> str:
    return TONES.get(result, "open")


def reasons(outcome: Outcome) -> list[str]:
    """Return why somebody did not pass, or what is still open; a sentence each."""
    return [_sentence(reason) for reason in outcome.reasons]


def _sentence(reason: Mapping[str, str]) -> str:
    told = {name: _amount(reason.get(name, "")) for name in ("reached", "asked")}
    return str(WHY[Why(reason["why"])]) % told


def _amount(text: str) -> str:
    if not text:
        return ""
    value = Decimal(text)
    return number(value.normalize() if value % 1 else int(value))


def headline(results: Mapping[str, int], placed: int) -> str:
    """Answer "what did it come to?" in one sentence."""
    if not sum(results.values()):
        return _("نتیجه‌ها هنوز محاسبه نشده است")
    passed = results.get(Result.PASSED.value, 0)
    words = ngettext(
        "%(n)s نفر از %(all)s نفر گذراندند",
        "%(n)s نفر از %(all)s نفر گذراندند",
        passed,
    )
    return words % {"n": number(passed), "all": number(placed)}
