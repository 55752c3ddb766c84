"""Why a mark or a score is not taken, in sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MARKS = {
    "key_taken": _("این علامت پیش‌تر با مقدار دیگری رسیده است."),
    "not_in_run": _("این کس دیگر در این اجرا جا ندارد."),
    "session_off": _("این جلسه لغو شده است."),
    "too_early": _("این جلسه هنوز آغاز نشده است."),
    "too_late_to_be_late": _("تأخیر از درازای جلسه بیشتر است."),
}
SCORES = {
    "not_in_run": _("این کس در این اجرا جا ندارد."),
    "out_of_bounds": _("نمره از ۰ تا ۱۰۰ است."),
}


def mark_words(fault: str) -> str:
    return str(MARKS[fault])


def score_words(fault: str) -> str:
    return str(SCORES[fault])
