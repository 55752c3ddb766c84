"""Days, numbers, codes and addresses in templates. Built in: no `load` needed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from karamad.web import display

register = template.Library()


@register.filter
def jalali(value: date | datetime | None) -> str:
    return display.jalali(value) if value else ""


@register.filter
def jalali_long(value: date | datetime | None) -> str:
    return display.jalali_long(value) if value else ""


@register.filter
def digits(value: object, places: int | None = None) -> str:
    """Group numbers; in text change the digits only. Nothing stays nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return display.number(value, places)
    return display.plain_digits(value)


@register.filter
def year(value: object) -> str:
    """Write a year, or any number that is a name: digits, no grouping."""
    return "" if value is None else display.plain_digits(value)


@register.filter
def size(value: int) -> str:
    """Write a number of bytes: «۲٫۳ مگابایت»."""
    return display.size(value)


@register.filter
def percent(value: float | Decimal | None, places: int = 0) -> str:
    """Write a share from 0 to 1 as a percentage."""
    if value is None:
        return ""
    shown = display.number(Decimal(str(value)) * 100, places)
    return f"{shown}٪" if display.is_persian() else f"{shown}%"


@register.filter
def code(value: object) -> SafeString | str:
    """Set a code left to right, apart from the sentence around it."""
    if value is None or value == "":
        return ""
    return format_html('<bdi class="code">{}</bdi>', value)


@register.simple_tag
def time_tag(
    value: date | datetime | None,
    *,
    long: bool = False,
    clock: bool = False,
    none: str = "",
) -> SafeString | str:
    """Write a `<time>` with its Gregorian day; `none` stands for a missing one."""
    if value is None:
        return none
    if not isinstance(value, datetime):
        return _day(value, long, display.is_persian())
    text = display.jalali_long(value) if long else display.jalali(value)
    if clock:
        text = f"{text}، {display.clock(value)}"
        if not display.is_persian():
            text = text.replace("،", ",")
    return _time(value.isoformat(timespec="seconds"), text)


@lru_cache(maxsize=4096)
def _day(value: date, long: bool, _persian: bool) -> SafeString:  # noqa: FBT001
    """Write a day once: the same few days stand on every page.

    _persian: a day of one language is none of another.
    """
    text = display.jalali_long(value) if long else display.jalali(value)
    return _time(value.isoformat(), text)


def _time(machine: str, text: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', machine, text)


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: Any) -> str:
    """Return this page's address with parameters changed; None or "" drops one.

    Any change but that of the page itself goes back to the first page.
    """
    query = context["request"].GET.copy()
    if "page" not in changes:
        query.pop("page", None)
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        elif isinstance(value, (list, tuple)):
            query.setlist(name, [str(each) for each in value])
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.filter
def said(row: Any, name: str) -> SafeString | str:
    """Write a text kept in two languages (`title`, `title_en`) in the page's own.

    A text with no English stands in Persian, marked so that it is read and set aright.
    """
    words = display.said(row, name)
    if display.is_persian() or not words or words == getattr(row, f"{name}_en", None):
        return words
    return format_html('<span lang="fa" dir="rtl">{}</span>', words)


@register.simple_tag(takes_context=True)
def allowed(context: Context, permission: str) -> bool:
    """Test whether the reader may; `{% allowed "people:person:edit" as may_edit %}`."""
    may = context.get("may")
    return bool(may and may(permission))
