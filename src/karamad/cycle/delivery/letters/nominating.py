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
from karamad.cycle.delivery.rules.seating import Ground, Refusal
from karamad.kernel.identifiers import IdFault
from karamad.web.components import RefusedRow
from karamad.web.display import number
from karamad.web.fields import ID_WORDS

_OWN = {
    "twice": gettext_lazy("پیش‌تر در همین فهرست آمده است"),
    "not_in_reach": gettext_lazy("چنین کسی در محدودهٔ شما نیست، یا در دفتر افراد نیست."),
}


@dataclass(frozen=True, slots=True)
class Why:
    """A reason, and of how many rows."""

    words: str
    rows: int


def headline(made: Nomination) -> str:
    """Answer "what became of them?" in one sentence."""
    taken = made.placed + made.waiting + made.asked
    if not taken:
        return _("هیچ‌کس پذیرفته نشد")
    told = ngettext("%(n)s نفر معرفی شد", "%(n)s نفر معرفی شدند", taken)
    words = told % {"n": number(taken)}
    if not made.refused:
        return words
    refused = len(made.refused)
    more = ngettext("؛ %(n)s ردیف نپذیرفته", "؛ %(n)s ردیف نپذیرفته", refused)
    return words + more % {"n": number(refused)}


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
