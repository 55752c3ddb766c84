"""How a target stands, in sentences."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from karamad.insight.readiness.models import Target
from karamad.insight.readiness.rules import Answer, Ground, Row
from karamad.registers.people.models import Post
from karamad.web.display import is_persian, jalali_long, jalali_short, number, said

GROUNDS = {
    Ground.ENDS_BEFORE_START: gettext_lazy("مهلت باید پس از روز آغاز باشد."),
    Ground.TOO_LONG: gettext_lazy("هدف بیش از هزار روز را در بر نمی‌گیرد."),
    Ground.ASKS_NOTHING: gettext_lazy("دوره یا نمایه‌ای را نام ببرید."),
    Ground.ASKS_TWICE: gettext_lazy(
        "هدف یک چیز می‌خواهد: دوره یا نمایه؛ یکی را خالی بگذارید."
    ),
    Ground.NO_POSTS: gettext_lazy("دست‌کم یک پست را نام ببرید."),
    Ground.CLOSED: gettext_lazy("این هدف بسته است؛ نخست بازش کنید."),
}
WORDS = {
    Answer.NOBODY: gettext_lazy("کسی نیست"),
    Answer.HIDDEN: gettext_lazy("پنهان"),
    Answer.NOT_BEGUN: gettext_lazy("آغاز نشده"),
    Answer.DONE: gettext_lazy("رسیده است"),
    Answer.WILL: gettext_lazy("می‌رسد"),
    Answer.MAY: gettext_lazy("شاید برسد"),
    Answer.WILL_NOT: gettext_lazy("نمی‌رسد"),
    Answer.UNKNOWN: gettext_lazy("هنوز نمی‌توان گفت"),
    Answer.LAST_DAY: gettext_lazy("امروز مهلت است"),
    Answer.MET: gettext_lazy("رسید"),
    Answer.MISSED: gettext_lazy("نرسید"),
}
# Of the three verdicts that the style sheet knows.
TONES = {
    Answer.DONE: "yes",
    Answer.WILL: "yes",
    Answer.MET: "yes",
    Answer.WILL_NOT: "no",
    Answer.MISSED: "no",
}


def headline(row: Row, target: Target) -> str:
    """Answer "will we make it?" in one sentence, with the band."""
    words = _shown(row, target)
    sentences = {
        Answer.NOBODY: _("هیچ کس در گروه این هدف نیست"),
        Answer.HIDDEN: _("رقم‌های این هدف کمتر از آن است که بی نام گفته شود"),
        Answer.NOT_BEGUN: _(
            "از %(from)s آغاز می‌شود؛ %(done)s نفر از %(heads)s نفر از پیش گذرانده‌اند"
        ),
        Answer.DONE: _("رسیده است: %(done)s نفر از %(heads)s نفر گذرانده‌اند"),
        Answer.UNKNOWN: _("هنوز نمی‌توان گفت: %(done)s نفر از %(heads)s نفر گذرانده‌اند"),
        Answer.LAST_DAY: _("امروز مهلت است: %(left)s نفر از %(heads)s نفر مانده‌اند"),
        Answer.MET: _("به مهلت رسید: %(done)s نفر از %(heads)s نفر گذراندند"),
        Answer.MISSED: _("به مهلت نرسید: %(left)s نفر از %(heads)s نفر ماندند"),
    }
    if row.answer in sentences:
        return sentences[row.answer] % words
    return _foreseen(row, words)


def _foreseen(row: Row, words: dict[str, str]) -> str:
    sentences = {
        Answer.WILL: _(
            "به مهلت می‌رسد: تا %(deadline)s، %(band)s نفر از %(heads)s نفر می‌گذرانند"
        ),
        Answer.MAY: _(
            "شاید به مهلت برسد: تا %(deadline)s، "
            "%(band)s نفر از %(heads)s نفر می‌گذرانند"
        ),
        Answer.WILL_NOT: _(
            "به مهلت نمی‌رسد: تا %(deadline)s، %(band)s نفر از %(heads)s نفر می‌گذرانند"
        ),
    }
    return sentences[row.answer] % words


def _shown(row: Row, target: Target) -> dict[str, str]:
    return {
        "from": jalali_long(target.from_day),
        "deadline": jalali_short(target.deadline),
        "done": number(row.done),
        "heads": number(row.heads),
        "left": number(row.left),
        "band": between(row.band.low, row.band.high) if row.band else "",
    }


def between(low: int, high: int) -> str:
    """Return a band as it is read: «۱٬۰۲۰ تا ۱٬۰۸۰», or one number."""
    if low == high:
        return number(low)
    return _("%(low)s تا %(high)s") % {"low": number(low), "high": number(high)}


def chance_words(row: Row) -> str:
    """Return the chance in hundredths, never quite nought or all while it is open."""
    if row.chance is None or row.answer in {Answer.MET, Answer.MISSED}:
        return "—"
    hundredths = round(100 * row.chance)
    if row.band is not None and row.answer not in {Answer.DONE, Answer.MET}:
        if hundredths == 0:
            return _("کمتر از ۱٪")
        if hundredths == 100:  # noqa: PLR2004 - hundredths
            return _("بیش از ۹۹٪")
    return _("%(share)s٪") % {"share": number(hundredths)}


def seats_words(row: Row, days: int) -> str:
    """Say how many seats a day would close the gap; empty where none is.

    Empty too once nothing can be planned any more. days: open days left.
    """
    need = row.needs
    if row.answer in {Answer.MET, Answer.MISSED, Answer.LAST_DAY}:
        return ""
    if need.a_day is None:
        return _("تا مهلت روز بازی نمانده است.")
    if not need.a_day:
        return ""
    shown = {"seats": number(need.a_day), "days": number(days)}
    words = ngettext(
        "برای رسیدن به نصاب، در %(days)s روزِ باز تا مهلت روزی %(seats)s صندلی لازم است",
        "برای رسیدن به نصاب، در %(days)s روزِ باز تا مهلت روزی %(seats)s صندلی لازم است",
        days,
    )
    if row.band is None:
        return words % shown + _(".")  # nothing is foreseen, so no chance is told
    if not need.more:
        return words % shown + _("؛ آهنگ کنونی بس است.")
    more = _("؛ روزی %(more)s صندلی بیش از آهنگ کنونی، تا احتمالش به ۸۰٪ برسد.")
    return words % shown + more % {"more": number(need.more)}


def title_of(target: Target) -> str:
    return said(target, "title")


def asks(target: Target) -> str:
    """Say what is asked, by its own title."""
    if target.course is not None:
        return _("گذراندن دورهٔ «%(title)s»") % {"title": said(target.course, "title")}
    edition = (
        target.profile.editions.order_by("-number").first() if target.profile else None
    )
    title = said(edition, "title") if edition else ""
    return _("برآوردن نمایهٔ «%(title)s»") % {"title": title}


def posts_words(posts: list[Post]) -> str:
    """Name the posts as a reader lists them."""
    names = [said(post, "title") for post in posts]
    if len(names) < 2:  # noqa: PLR2004 - two make a list
        return "".join(names)
    comma = "، " if is_persian() else ", "
    return _("%(list)s و %(last)s") % {
        "list": comma.join(names[:-1]),
        "last": names[-1],
    }


def countdown(target: Target, on: date) -> str:
    """Say how many days are left, since when it is over, or that it is closed."""
    if target.closed_on is not None and on >= target.closed_on:
        return _("بسته")
    left = (target.deadline - on).days
    if left > 0:
        words = ngettext("%(n)s روز تا مهلت", "%(n)s روز تا مهلت", left)
    elif left == 0:
        return _("امروز مهلت است")
    else:
        words = ngettext("%(n)s روز از مهلت گذشته", "%(n)s روز از مهلت گذشته", -left)
    return words % {"n": number(abs(left))}


def ground_words(ground: Ground) -> str:
    return str(GROUNDS[ground])
