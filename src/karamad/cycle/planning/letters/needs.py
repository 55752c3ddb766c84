"""Needs and the reasons against them, in words."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from karamad.cycle.planning.models import Need, State
from karamad.cycle.planning.models.sources import REQUEST
from karamad.cycle.planning.rules import Ground
from karamad.web.display import jalali_long, number, plain_digits, said

GROUNDS = {
    Ground.NOTHING_ASKED: gettext_lazy("دوره‌ای را نام ببرید یا بنویسید چه می‌خواهید."),
    Ground.ASKED_ALREADY: gettext_lazy("همین درخواست باز است و پاسخ می‌گیرد."),
    Ground.TAKEN_ALREADY: gettext_lazy("این دوره گذرانده شده و هنوز به شمار می‌آید."),
    Ground.DEGREE_PROGRAMME: gettext_lazy(
        "دوره‌ای که به مدرک دانشگاهی می‌انجامد آموزش ضمن خدمت نیست "
        "(مادهٔ ۶۱ قانون مدیریت خدمات کشوری)."
    ),
    Ground.DAY_PASSED: gettext_lazy("روزی که نوشته‌اید گذشته است."),
    Ground.NOBODY: gettext_lazy("دست‌کم یک نفر لازم است."),
    Ground.NOT_OPEN: gettext_lazy("در این میان دیگر باز نیست؛ فهرست را تازه کنید."),
    Ground.ALONE: gettext_lazy("برای ادغام دست‌کم دو نیاز برگزینید."),
    Ground.OTHER_COURSE: gettext_lazy("تنها نیازهای یک دوره با هم ادغام می‌شوند."),
    Ground.INTO_A_PERSON: gettext_lazy(
        "چیزی در نیاز یک فرد ادغام نمی‌شود؛ نیاز واحد را مقصد بگذارید."
    ),
    Ground.REASON_MISSING: gettext_lazy("دلیل را بنویسید؛ درخواست‌کننده آن را می‌خواند."),
    Ground.OWN_CASE: gettext_lazy("به درخواست خودتان همکار دیگری پاسخ می‌دهد."),
    Ground.NOT_A_REQUEST: gettext_lazy("این نیاز درخواست کسی نیست."),
    Ground.BEYOND_THE_PLAN: gettext_lazy(
        "برنامهٔ یک واحد نیازهای خود و زیرمجموعه‌اش را می‌پوشاند."
    ),
    Ground.OPEN_ALREADY: gettext_lazy(
        "در این میان نیازی مانند آن ثبت شده و باز است؛ همان را پی بگیرید."
    ),
    Ground.NO_UNIT: gettext_lazy(
        "واحد این فرد در پرونده‌اش نیست؛ نخست حکم یا واحد او ثبت شود."
    ),
    Ground.SINCE_CHANGED: gettext_lazy(
        "پس از آن کار دیگری بر این نیازها انجام شده است؛ برگرداندنی نیست."
    ),
}
# Of the three verdicts that the style sheet knows.
TONES = {
    State.OPEN: "open",
    State.REJECTED: "no",
    State.MERGED: "open",
    State.COVERED: "yes",
    State.TAKEN: "no",
}


def ground_words(ground: str) -> str:
    """Return a reason against, in a sentence."""
    return str(GROUNDS[Ground(ground)])


def what(need: Need) -> str:
    """Return what is needed: a course by its title, or the wish as it was written."""
    if need.course is not None:
        return said(need.course, "title")
    return need.wish


def answer_words(need: Need, on: date) -> str:
    """Say how a request stands, to who asked."""
    if need.state == State.REJECTED:
        return _("رد شد: %(reason)s") % {"reason": need.reason}
    if need.state == State.TAKEN:
        return _("درخواست‌کننده آن را پس گرفت.")
    if need.state == State.MERGED:
        return _("با نیاز دیگران یکی شد و با آن پیش می‌رود.")
    if need.state == State.COVERED and need.plan is not None:
        year = {"year": plain_digits(need.plan.year)}
        return _("در برنامهٔ %(year)s آمده است.") % year
    if need.accepted_on is not None:
        words = {"day": jalali_long(need.accepted_on), "text": need.reason}
        accepted = _("در %(day)s پذیرفته شد و در برنامهٔ سال می‌آید.") % words
        return f"{accepted} {need.reason}".strip()
    return _waiting_words(need, on)


def _waiting_words(need: Need, on: date) -> str:
    if need.source != REQUEST or need.answer_by is None:
        return _("باز است و در برنامهٔ سال می‌آید.")
    day = {"day": jalali_long(need.answer_by)}
    if need.answer_by < on:
        return _("مهلت پاسخ در %(day)s گذشت؛ هنوز پاسخ نگرفته است.") % day
    return _("تا %(day)s پاسخ می‌گیرد.") % day


def list_title(count: int, heads: int) -> str:
    """Answer how much is asked for and not planned yet."""
    if not count:
        return _("نیازی نیست که چشم‌به‌راه برنامه باشد")
    words = ngettext(
        "%(count)s نیاز باز، برای %(heads)s نفر",
        "%(count)s نیاز باز، برای %(heads)s نفر",
        count,
    )
    return words % {"count": number(count), "heads": number(heads)}
