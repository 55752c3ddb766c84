"""How days, numbers and codes are written for a reader, in his language."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Choices
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from karamad.kernel.jalali import jalali_parts

LATIN = "0123456789"
PERSIAN = "۰۱۲۳۴۵۶۷۸۹"
TO_PERSIAN = str.maketrans(LATIN, PERSIAN)
TO_LATIN = str.maketrans(PERSIAN + "٠١٢٣٤٥٦٧٨٩", LATIN * 2)
SEPARATORS = str.maketrans(",.", "٬٫")

MONTHS_FA = (
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
)
MONTHS_EN = (
    "Farvardin",
    "Ordibehesht",
    "Khordad",
    "Tir",
    "Mordad",
    "Shahrivar",
    "Mehr",
    "Aban",
    "Azar",
    "Dey",
    "Bahman",
    "Esfand",
)

WEEKDAYS_FA = (
    "شنبه",
    "یکشنبه",
    "دوشنبه",
    "سه‌شنبه",
    "چهارشنبه",
    "پنجشنبه",
    "جمعه",
)
WEEKDAYS_EN = (
    "Saturday",
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
)


def is_persian() -> bool:
    """Say whether the page is written in Persian."""
    return (get_language() or "fa").startswith("fa")


def said(row: Any, name: str) -> str:
    """Return a text kept in two languages (`title`, `title_en`) in the page's own.

    Without English it stands in Persian: plain words for a sentence, a title, a file.
    """
    persian = str(getattr(row, name))
    if is_persian():
        return persian
    return str(getattr(row, f"{name}_en", "") or persian)


def labels(choices: type[Choices]) -> dict[Any, str]:
    """Return the words for each choice, in the language of the page.

    Once for a table: a row's own `get_…_display` makes all of them for every cell.
    """
    return {value: str(label) for value, label in choices.choices}


def plain_digits(text: object) -> str:
    """Return the text with the digits of the page's language, nothing else changed."""
    if is_persian():
        return str(text).translate(TO_PERSIAN)
    return str(text).translate(TO_LATIN)


def number(value: int | float | Decimal, places: int | None = None) -> str:
    """Return a number grouped by thousands: ۱۲٬۴۳۷ or 12,437.

    places: decimals shown; None shows what the number has, without trailing zeros.
    """
    exact = value if isinstance(value, int) else Decimal(str(value))
    if places is not None:
        step = Decimal(1).scaleb(-places)
        exact = Decimal(exact).quantize(step, ROUND_HALF_UP)
    text = f"{exact:,f}" if isinstance(exact, Decimal) else f"{exact:,}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    if not is_persian():
        return text.replace("-", "−")
    # The minus sign takes a mark, so that it stays before its number.
    return text.translate(SEPARATORS).translate(TO_PERSIAN).replace("-", "\u200e−")


def local_day(value: date | datetime) -> date:
    """Return the day in Tehran; a moment is converted, a day is itself."""
    if isinstance(value, datetime):
        return localtime(value).date()
    return value


def month_name(month: int) -> str:
    """Return the name of a Jalali month; 1 is Farvardin."""
    return (MONTHS_FA if is_persian() else MONTHS_EN)[month - 1]


def weekday_name(weekday: int) -> str:
    """Return the name of a day of the week; 0 is Saturday."""
    return (WEEKDAYS_FA if is_persian() else WEEKDAYS_EN)[weekday]


def jalali(value: date | datetime) -> str:
    """Return ۱۴۰۵/۰۲/۱۱, or 1405/02/11 in English."""
    year, month, day = jalali_parts(local_day(value))
    return plain_digits(f"{year:04}/{month:02}/{day:02}")


def jalali_short(day: date) -> str:
    """Return a day without its year: «۱۱ اردیبهشت», 11 Ordibehesht."""
    _year, month, number_of_day = jalali_parts(day)
    return f"{plain_digits(number_of_day)} {month_name(month)}"


def jalali_long(value: date | datetime) -> str:
    """Return «۱۱ اردیبهشت ۱۴۰۵», or “11 Ordibehesht 1405”."""
    year, month, day = jalali_parts(local_day(value))
    return plain_digits(f"{day} {month_name(month)} {year}")


def clock(value: datetime) -> str:
    """Return the time of day in Tehran: ۱۴:۰۵."""
    return plain_digits(f"{localtime(value):%H:%M}")


KILO = 1 << 10


def size(count: int) -> str:
    """Return a number of bytes as one asks before a download: «۲٫۳ مگابایت»."""
    if count < KILO:
        return _("%(n)s بایت") % {"n": number(count)}
    if count < KILO**2:
        return _("%(n)s کیلوبایت") % {"n": number(round(count / KILO))}
    if count < KILO**3:
        return _("%(n)s مگابایت") % {"n": number(round(count / KILO**2, 1))}
    return _("%(n)s گیگابایت") % {"n": number(round(count / KILO**3, 1))}
