"""Why a run may not be announced or changed so, in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy

from karamad.cycle.delivery.letters.refusals import Reason
from karamad.cycle.delivery.rules.announcing import Fault, Objection
from karamad.registers.courses.letters import ground_words
from karamad.registers.courses.rules import Refusal
from karamad.web.display import number

_WORDS = {
    Fault.ANOTHER_COURSE: gettext_lazy("آن یکی اجرای دورهٔ دیگری است."),
    Fault.BEGUN: gettext_lazy("نخستین جلسه برگزار شده است."),
    Fault.DAY_IS_PAST: gettext_lazy("این روز گذشته است."),
    Fault.NOBODY_GOES: gettext_lazy("هیچ‌کس برای اجرای تازه برگزیده نشده است."),
    Fault.NOTHING_CHANGES: gettext_lazy("چیزی تغییر نمی‌کند."),
    Fault.TEACHES_IT: gettext_lazy("کسانی که می‌آیند در آن درس می‌دهند"),
    Fault.SAME_RUN: gettext_lazy("این همان اجراست."),
    Fault.ASKING_ENDS_BEFORE_IT_BEGINS: gettext_lazy(
        "ثبت‌نام پیش از آغازش پایان می‌یابد."
    ),
    Fault.CALLED_OFF: gettext_lazy("این اجرا لغو شده است."),
    Fault.CLOSED: gettext_lazy("نتیجه‌های این اجرا بسته شده است."),
    Fault.FEWER_PLACES_THAN_PEOPLE: gettext_lazy(
        "شمار کسانی که هم‌اکنون جا دارند بیشتر است"
    ),
    Fault.NO_PROVIDER: gettext_lazy("مجری آن گفته نشده است."),
    Fault.NO_SESSIONS: gettext_lazy("هنوز جلسه‌ای ندارد."),
    Fault.OTHER_COURSE_WITH_PEOPLE: gettext_lazy(
        "کسانی برای دورهٔ کنونی ثبت‌نام کرده‌اند؛ دوره را نمی‌توان دیگر کرد"
    ),
    Fault.ROOM_TOO_SMALL: gettext_lazy("کلاسی که در آن جلسه دارد کوچک‌تر است"),
}
_REMEDIES = {
    Fault.ANOTHER_COURSE: gettext_lazy("اجرای دیگری از همین دوره را برگزینید."),
    Fault.DAY_IS_PAST: gettext_lazy("روزی از فردا به بعد را بنویسید."),
    Fault.FEWER_PLACES_THAN_PEOPLE: gettext_lazy(
        "گنجایش را بیشتر بنویسید، یا نخست اجرا را دو بخش کنید."
    ),
    Fault.NO_PROVIDER: gettext_lazy("مجری را در مشخصات اجرا بنویسید."),
    Fault.NO_SESSIONS: gettext_lazy("نخستین جلسه را بیفزایید."),
    Fault.OTHER_COURSE_WITH_PEOPLE: gettext_lazy("این اجرا را لغو و دیگری اعلام کنید."),
    Fault.ROOM_TOO_SMALL: gettext_lazy("کلاس بزرگ‌تری برای جلسه‌ها برگزینید."),
}


def objections(objected: Iterable[Objection]) -> list[Reason]:
    """Return what stands against a run, as sentences."""
    return [
        Reason(each.fault.value, _words(each), str(_REMEDIES.get(each.fault, "")))
        for each in objected
    ]


def unauthorised(refusals: Iterable[Refusal]) -> list[Reason]:
    """Return why the provider may not run the course, as sentences."""
    return [Reason(each.ground.value, ground_words(each.ground)) for each in refusals]


def _words(objection: Objection) -> str:
    words = str(_WORDS[objection.fault])
    if not objection.about:
        return words
    return f"{words}: {number(int(objection.about))}"
