"""Words of criteria: numbers set or not, scales by their names, lists read aloud."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

from karamad.registers.competencies.rules import Rank
from karamad.registers.people.models import Degree
from karamad.web import display

register = template.Library()


@register.filter
def amount(value: Decimal | int) -> str:
    """Write a number of a criterion: no idle decimals, digits of the language."""
    number = Decimal(value)
    if number == number.to_integral_value():
        return display.number(int(number))
    return display.number(number.normalize(), -int(number.normalize().as_tuple()[2]))


@register.filter
def set_or_not(value: Decimal | int | None) -> str:
    """Write a number, or that it is not set yet."""
    return _("(تعیین‌نشده)") if value is None else amount(value)


@register.filter
def degree_word(value: str) -> str:
    return str(Degree(value).label)


@register.filter
def rank_word(value: str) -> str:
    return {
        Rank.NONE: _("بی‌رتبه"),
        Rank.BASE: _("پایه"),
        Rank.SENIOR: _("ارشد"),
        Rank.EXPERT: _("خبره"),
        Rank.DISTINGUISHED: _("عالی"),
    }[Rank(value)]


@register.filter
def and_list(words: Sequence[str]) -> str:
    """Join words as they are read: الف، ب و پ."""
    return _joined([str(word) for word in words], _("%(list)s و %(last)s"))


@register.filter
def or_list(words: Sequence[str]) -> str:
    """Join titles of which one is enough: «الف»، «ب» یا «پ»."""
    quoted = [_("«%(title)s»") % {"title": word} for word in words]
    return _joined(quoted, _("%(list)s یا %(last)s"))


def _joined(words: list[str], joint: str) -> str:
    if len(words) < 2:  # noqa: PLR2004 - one word needs no joint
        return "".join(words)
    listed = _("، ").join(words[:-1])
    return joint % {"list": listed, "last": words[-1]}
