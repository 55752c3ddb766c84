"""What was reached and what was asked, with the unit of each kind of criterion."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karamad.cycle.eligibility.letters.titles import Titles
from karamad.cycle.eligibility.rules import Amount, Between, Finding, Outcome
from karamad.registers.competencies.rules import Kind
from karamad.registers.competencies.templatetags.profiles import rank_word
from karamad.registers.people.models import Degree
from karamad.web.display import number

_SHOWN = Decimal("0.01")
FULL = 100  # the top of every scored scale
SCORED = frozenset({Kind.ASSESSMENT, Kind.EXAM, Kind.APPRAISAL})


def reached_words(finding: Finding, titles: Titles) -> str:
    """Return what was reached, in words; what is lacking where nothing was."""
    reached, kind = finding.reached, finding.criterion.kind
    if reached is None:
        return _nothing(finding)
    if kind is Kind.COURSE:
        return _("گذرانده")
    if kind is Kind.CREDENTIAL:
        return _("دارد")
    return _amount(kind, reached)


def asked_words(finding: Finding) -> str:
    """Return what was asked, in words; empty where yes or no says it all."""
    asked, kind = finding.asked, finding.criterion.kind
    if kind in (Kind.COURSE, Kind.CREDENTIAL):
        return ""
    match asked:
        case None:
            return _("(تعیین‌نشده)")
        case Between(minimum, maximum):
            return between_words(minimum, maximum)
        case tuple():
            return ""
    return _("دست‌کم %(amount)s") % {"amount": _plain(kind, asked)}


def scale(finding: Finding) -> tuple[float, float] | None:
    """Return where the value and the limit stand on a bar, from 0 to 1."""
    asked = finding.asked
    if not isinstance(asked, int | Decimal) or not asked:
        return None
    if isinstance(finding.reached, str | tuple | Between):
        return None
    kind = finding.criterion.kind
    if kind not in (*SCORED, Kind.HOURS, Kind.SERVICE):
        return None
    if finding.reached is None and finding.outcome is Outcome.UNKNOWN:
        return None
    reached = float(finding.reached or 0)
    top = FULL if kind in SCORED else max(float(asked) * 1.2, reached)
    return reached / top, float(asked) / top


def between_words(minimum: int | None, maximum: int | None) -> str:
    """Return «از ۱۸ تا ۴۵», or the one bound there is."""
    if minimum is not None and maximum is not None:
        words = {"low": number(minimum), "high": number(maximum)}
        return _("از %(low)s تا %(high)s") % words
    if maximum is not None:
        return _("حداکثر %(high)s") % {"high": number(maximum)}
    return _("دست‌کم %(amount)s") % {"amount": number(minimum or 0)}


def hours_words(hours: Decimal | int) -> str:
    """Return «۱۴ ساعت»."""
    words = ngettext("%(hours)s ساعت", "%(hours)s ساعت", _counted(hours))
    return words % {"hours": number(hours)}


def years_words(years: int) -> str:
    """Return «۱۴ سال»."""
    return ngettext("%(years)s سال", "%(years)s سال", years) % {"years": number(years)}


def stored_words(kind: Kind, text: str) -> str:
    """Return an amount as a frozen record keeps it, in words.

    Source: docs/formats.md, "Findings".
    """
    if not text:
        return ""
    if kind is Kind.COURSE:
        return _("گذرانده")
    if kind is Kind.CREDENTIAL:
        return _("دارد")
    low, bounds, high = text.partition("..")
    if bounds:
        return between_words(int(low) if low else None, int(high) if high else None)
    try:
        return _amount(kind, Decimal(text))
    except InvalidOperation:
        return _plain(kind, text)


def _amount(kind: Kind, amount: Amount) -> str:
    if isinstance(amount, int | Decimal):
        if kind is Kind.HOURS:
            return hours_words(amount)
        if kind in (Kind.SERVICE, Kind.AGE):
            return years_words(int(amount))
        if kind is Kind.COMPETENCY:
            return _("سطح %(level)s") % {"level": number(amount)}
        if kind is Kind.APPRAISAL:
            # Never up: a mean just short must not read as enough.
            return number(Decimal(amount).quantize(_SHOWN, rounding=ROUND_FLOOR))
    return _plain(kind, amount)


def _plain(kind: Kind, amount: Amount) -> str:
    if isinstance(amount, int | Decimal):
        return number(amount)
    if kind is Kind.DEGREE:
        return str(Degree(str(amount)).label)
    if kind is Kind.RANK:
        return rank_word(str(amount))
    return str(amount)


def _nothing(finding: Finding) -> str:
    if finding.outcome is Outcome.UNKNOWN:
        return _("معلوم نیست")
    return {
        Kind.COURSE: _("گذرانده نشده"),
        Kind.HOURS: hours_words(0),
        Kind.CREDENTIAL: _("ندارد"),
        Kind.SERVICE: _("هنوز آغاز نشده"),
        Kind.RANK: _("رتبه‌ای نگرفته"),
    }.get(finding.criterion.kind, _("نتیجه‌ای نیست"))


def _counted(amount: Decimal | int) -> int:
    return 1 if amount == 1 else 2
