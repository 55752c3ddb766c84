"""Programmes in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karamad.cycle.planning.rules import ProgrammeGround, Progress, Turn
from karamad.web.display import number

GROUNDS = {
    ProgrammeGround.NO_COURSES: gettext_lazy("دست‌کم یک دوره را نام ببرید."),
    ProgrammeGround.NO_POSTS: gettext_lazy("دست‌کم یک پست را نام ببرید."),
    ProgrammeGround.DEGREE_PROGRAMME: gettext_lazy(
        "دوره‌ای که به مدرک دانشگاهی می‌انجامد آموزش ضمن خدمت نیست "
        "(مادهٔ ۶۱ قانون مدیریت خدمات کشوری)."
    ),
    ProgrammeGround.ENDS_BEFORE_START: gettext_lazy(
        "پایان نوبت باید پس از آغاز آن باشد."
    ),
    ProgrammeGround.NOT_A_PROVINCE: gettext_lazy("نوبت از آنِ یک استان است."),
    ProgrammeGround.TURN_ALREADY: gettext_lazy("این استان از پیش نوبت دارد."),
    ProgrammeGround.CLOSED: gettext_lazy(
        "این برنامهٔ سراسری بسته است؛ نخست آن را باز کنید."
    ),
    ProgrammeGround.NOT_CLOSED: gettext_lazy("این برنامهٔ سراسری بسته نیست."),
    ProgrammeGround.NOTHING_LEFT: gettext_lazy(
        "نیازی نماند: همه گذرانده‌اند یا نیازشان از پیش باز است."
    ),
}
TURNS = {
    Turn.NONE: gettext_lazy("بی‌نوبت"),
    Turn.AHEAD: gettext_lazy("در پیش"),
    Turn.RUNNING: gettext_lazy("نوبتش رسیده"),
    Turn.HELD: gettext_lazy("برگزارشده"),
}


def ground_words(ground: str) -> str:
    return str(GROUNDS[ProgrammeGround(ground)])


def headline(held: int | None, provinces: int, whole: Progress | None) -> str:
    """Answer in how many provinces it was held, and how many are done.

    held: None where it goes by no turns, as when all come to the capital.
    """
    if held is None:
        return _without_turns(whole)
    words = {"held": number(held), "all": number(provinces)}
    if whole is None or not whole.heads:
        return _("در %(held)s استان از %(all)s استان برگزار شده است") % words
    words |= {"left": number(whole.left), "heads": number(whole.heads)}
    if not whole.left:
        return (
            _("هر %(heads)s نفر گذرانده‌اند؛ در %(held)s استان برگزار شده است") % words
        )
    return (
        _(
            "%(left)s نفر از %(heads)s نفر مانده‌اند؛ "
            "در %(held)s استان از %(all)s برگزار شده"
        )
        % words
    )


def _without_turns(whole: Progress | None) -> str:
    if whole is None or not whole.heads:
        return _("به استان‌ها نوبتی داده نشده است")
    words = {"left": number(whole.left), "heads": number(whole.heads)}
    if not whole.left:
        return _("هر %(heads)s نفر گذرانده‌اند") % words
    return _("%(left)s نفر از %(heads)s نفر مانده‌اند") % words
