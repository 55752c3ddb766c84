"""What an act of naming came to, and why each of the refused was refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from karamad.cycle.delivery.letters.refusals import Names, reason_words
from karamad.cycle.delivery.models import Nomination
from karamad.cycle.delivery.models.nominations import AT_WORK, Progress
from karamad.cycle.delivery.rules.seating import Ground, Refusal
from karamad.cycle.delivery.rules.unnaming import Stays
from karamad.kernel.identifiers import IdFault
from karamad.web.components import RefusedRow
from karamad.web.display import number
from karamad.web.fields import ID_WORDS

_OWN = {
    "twice": gettext_lazy("پیش‌تر در همین فهرست آمده است"),
    "not_in_reach": gettext_lazy("چنین کسی در محدودهٔ شما نیست، یا در دفتر افراد نیست."),
}


STAYS = {
    Stays.AT_WORK: gettext_lazy("معرفی هنوز در جریان است؛ نخست آن را بایستانید."),
    Stays.UNDONE: gettext_lazy("این معرفی پیش‌تر پس گرفته شده است."),
    Stays.NOT_STANDING: gettext_lazy("این اجرا لغو یا بسته شده است."),
    Stays.BEGUN: gettext_lazy(
        "دوره آغاز شده است؛ انصراف هر کس را برگزارکننده جدا در فهرست افراد می‌نویسد."
    ),
    Stays.NOBODY: gettext_lazy("از این معرفی دیگر کسی در این اجرا نیست."),
}


@dataclass(frozen=True, slots=True)
class Why:
    """A reason, and of how many rows."""

    words: str
    rows: int


def headline(made: Nomination) -> str:
    """Answer "what became of them?" in one sentence."""
    taken = made.placed + made.waiting + made.asked
    if made.progress == Progress.UNDONE:
        return _("این معرفی پس گرفته شد")
    if made.is_undoing:
        return _("این معرفی پس گرفته می‌شود")
    if not made.is_over:
        words = ngettext("معرفی %(n)s نفر", "معرفی %(n)s نفر", made.named)
        return words % {"n": number(made.named)}
    if not taken:
        return _("هیچ‌کس پذیرفته نشد") if made.named else _("کسی نبود که معرفی شود")
    told = ngettext("%(n)s نفر معرفی شد", "%(n)s نفر معرفی شدند", taken)
    words = told % {"n": number(taken)}
    if not made.refused:
        return words
    refused = len(made.refused)
    more = ngettext("؛ %(n)s ردیف نپذیرفته", "؛ %(n)s ردیف نپذیرفته", refused)
    return words + more % {"n": number(refused)}


def progress_words(made: Nomination) -> str:
    """Say how far an act that goes on has come."""
    words = {"done": number(made.reached), "all": number(made.named)}
    if made.progress == Progress.WAITING and not made.reached:
        return _("در صف است؛ %(all)s ردیف بررسی می‌شود.") % words
    return _("%(done)s ردیف از %(all)s ردیف بررسی شده است.") % words


def leaving_words(left: int, people: int) -> str:
    """Say how many of those who are taken back have left the run."""
    words = {"done": number(people - left), "all": number(people)}
    return _("%(done)s نفر از %(all)s نفر بیرون رفته‌اند.") % words


def left_words(made: Nomination) -> str:
    """Say what is left where an act ended before its last row."""
    left = made.named - made.reached
    over = (Progress.DONE, Progress.UNDOING, Progress.UNDONE)
    if made.progress in (*over, *AT_WORK) or not left:
        return ""
    words = ngettext(
        "پیش از پایان ایستاد؛ %(n)s ردیف مانده است. آنان که معرفی شده‌اند می‌مانند.",
        "پیش از پایان ایستاد؛ %(n)s ردیف مانده است. آنان که معرفی شده‌اند می‌مانند.",
        left,
    )
    return words % {"n": number(left)}


def refused_rows(rows: Iterable[list[Any]]) -> list[RefusedRow]:
    """Return the refused, each with every reason in one sentence after another."""
    told = list(rows)
    names = Names.of_refusals(_seatings(told))
    return [
        RefusedRow(
            row=row,
            column=_("کد ملی"),
            value=masked,
            reason=" ".join(_words(code, about, names) for code, about in grounds),
            code=", ".join(code for code, _about in grounds),
        )
        for row, masked, grounds in told
    ]


def whys(rows: Iterable[list[Any]]) -> list[Why]:
    """Return the reasons, the most frequent first, without what decided each."""
    counted = Counter(code for _row, _masked, grounds in rows for code, _ in grounds)
    nothing = Names({}, {})
    return [Why(_words(code, "", nothing), n) for code, n in counted.most_common()]


def _seatings(rows: Iterable[list[Any]]) -> list[Refusal]:
    known = set(Ground)
    return [
        Refusal(Ground(code), about)
        for _row, _masked, grounds in rows
        for code, about in grounds
        if code in known
    ]


def _words(code: str, about: str, names: Names) -> str:
    if code in _OWN:
        words = str(_OWN[code])
        return (
            _("%(words)s، در ردیف %(n)s.")
            % {
                "words": words,
                "n": number(int(about)),
            }
            if about
            else words
        )
    if code in set(IdFault):
        return str(ID_WORDS[IdFault(code)])
    return reason_words(Refusal(Ground(code), about), names)
