"""Why an act is refused, in words."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karamad.cycle.eligibility.rules.deciding import Ground, Refusal
from karamad.web.display import jalali_long

_WORDS = {
    Ground.ALREADY_ANSWERED: gettext_lazy("به این اعتراض پیش‌تر پاسخ داده شده است."),
    Ground.ALREADY_CONSIDERED: gettext_lazy("او پیش‌تر نامزد همین پست شده است."),
    Ground.ALREADY_DECIDED: gettext_lazy("همین انتصاب پیش‌تر ثبت شده است."),
    Ground.ALREADY_OBJECTED: gettext_lazy(
        "اعتراضی به همین یافته ثبت است و هنوز پاسخ نگرفته است."
    ),
    Ground.ALREADY_WITHDRAWN: gettext_lazy("این تصمیم پیش‌تر پس گرفته شده است."),
    Ground.ANSWER_MISSING: gettext_lazy("پاسخ و دلیل آن را بنویسید."),
    Ground.ASSIGNMENT_REFUSED: gettext_lazy("دفتر افراد این حکم را نمی‌پذیرد."),
    Ground.CRITERION_NOT_IN_FORCE: gettext_lazy("این شرط در آن روز در اجرا نیست."),
    Ground.DAY_IN_FUTURE: gettext_lazy("روز سنجش هنوز نرسیده است."),
    Ground.DOCUMENT_IN_FUTURE: gettext_lazy("تاریخ سند هنوز نرسیده است."),
    Ground.DOCUMENT_MISSING: gettext_lazy("شماره و تاریخ سند را بنویسید."),
    Ground.ENDS_BEFORE_START: gettext_lazy("پایان پیش از آغاز است."),
    Ground.NOT_ON_RECORD: gettext_lazy("این فرد در آن هنگام در دفتر نبود."),
    Ground.NOT_THE_PERSON: gettext_lazy("تنها خود فرد می‌تواند اعتراض کند."),
    Ground.NOTHING_ASKED: gettext_lazy("یافته همین است که خواسته‌اید."),
    Ground.OWN_CASE: gettext_lazy("کسی دربارهٔ خودش تصمیم نمی‌گیرد."),
    Ground.PERSON_DEAD: gettext_lazy("این فرد تا آن روز درگذشته است."),
    Ground.PERSON_RETIRED: gettext_lazy("این فرد تا آن روز بازنشسته شده است."),
    Ground.PROFILE_DOES_NOT_APPLY: gettext_lazy(
        "این نمایه پست یا استخدام او را در بر نمی‌گیرد."
    ),
    Ground.REASON_MISSING: gettext_lazy(
        "نتیجه «واجد شرایط» نیست؛ دلیل این تصمیم و سند آن را بنویسید."
    ),
    Ground.RECORD_MERGED: gettext_lazy("این پرونده در پرونده‌ای دیگر ادغام شده است."),
    Ground.SEAT_HELD: gettext_lazy("او در آن روز همین پست را دارد."),
    Ground.TEXT_MISSING: gettext_lazy("بنویسید چرا این یافته درست نیست."),
}


def refusal_words(refusal: Refusal) -> str:
    """Return a refusal as a sentence, with the day it speaks of."""
    words = str(_WORDS[refusal.ground])
    try:
        day = jalali_long(date.fromisoformat(refusal.about))
    except ValueError:
        return words
    return _("%(words)s (%(day)s)") % {"words": words, "day": day}
