"""Form fields that take what Persian hands type, and say in words what is wrong.

What was typed is never lost: a refused text comes back as it was.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from datetime import date, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from karamad.kernel.identifiers import IdFault, NationalId, read_national_id
from karamad.kernel.jalali import (
    FIRST_YEAR,
    LAST_YEAR,
    BadDay,
    DayFault,
    days_in_month,
    parse_day,
)
from karamad.kernel.text import clean, fold_digits
from karamad.web import display
from karamad.web.widgets import JalaliDateInput, NumberInput

DAY_WORDS = {
    DayFault.EMPTY: _("روزی نوشته نشده است."),
    DayFault.UNREADABLE: _("این نوشته روز نیست؛ مانند ۱۴۰۴/۰۲/۱۱ بنویسید."),
    DayFault.DAY_FIRST: _("سال را نخست بنویسید؛ مانند ۱۴۰۴/۰۲/۱۱."),
    DayFault.TWO_DIGIT_YEAR: _("سال را با چهار رقم بنویسید؛ مانند ۱۴۰۴/۰۲/۱۱."),
    DayFault.NO_SUCH_MONTH: _("ماه از ۱ تا ۱۲ است."),
    DayFault.NO_SUCH_DAY: _("این ماه چنین روزی ندارد."),
    DayFault.OUT_OF_RANGE: _("این سال دور از کار ماست؛ شاید رقمی جابه‌جا شده باشد."),
}

ID_WORDS = {
    IdFault.CHARACTERS: _("کد ملی تنها رقم دارد."),
    IdFault.LENGTH: _("کد ملی ده رقم است؛ شناسهٔ بیگانگان دوازده رقم."),
    IdFault.REPEATED: _("ده رقم یکسان کد ملی نیست."),
    IdFault.CHECKSUM: _(
        "رقم آخر این کد ملی با بقیه نمی‌خواند؛ احتمالاً رقمی جابه‌جا شده است."
    ),
}
MONTH_AND_YEAR = 2
MOST_NAMED = 6  # codes in an error

_GROUPED = re.compile(r"[-−]?\d{1,3}(?:[,٬]\d{3})+|[-−]?\d+", re.ASCII)
_DECIMAL = re.compile(r"([-−]?\d{1,3}(?:[,٬]\d{3})+|[-−]?\d+)(?:[.٫](\d+))?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2}))?", re.ASCII)
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\s]")


def day_fault(bad: BadDay) -> str:
    """Return a bad day's reason in the words of the page's language."""
    numbers = re.findall(r"\d+", fold_digits(bad.text))
    if bad.code == DayFault.NO_SUCH_DAY and len(numbers) >= MONTH_AND_YEAR:
        year, month = int(numbers[0]), int(numbers[1])
        if FIRST_YEAR <= year <= LAST_YEAR:
            days = days_in_month(year, month)
            return gettext("%(month)s %(year)s، %(days)s روز دارد.") % {
                "month": display.month_name(month),
                "year": display.plain_digits(year),
                "days": display.plain_digits(days),
            }
    return str(DAY_WORDS[bad.code])


class JalaliDateField(forms.Field):
    """A day typed year first in any digits, or picked from the calendar.

    earliest, latest: bounds, inclusive; a form that bounds by today sets them when
    it is made, so that no field reads the clock.
    """

    widget = JalaliDateInput
    default_error_messages = {
        "required": _("روز را بنویسید."),
        "early": _("این روز پیش از %(bound)s است."),
        "late": _("این روز پس از %(bound)s است."),
    }

    def __init__(
        self,
        *,
        earliest: date | None = None,
        latest: date | None = None,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.earliest = earliest
        self.latest = latest

    def prepare_value(self, value: Any) -> Any:
        return display.jalali(value) if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        try:
            return parse_day(str(value))
        except BadDay as bad:
            if bad.code == DayFault.EMPTY:
                return None
            raise ValidationError(day_fault(bad), code=bad.code) from None

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if self.earliest and value < self.earliest:
            self._refuse("early", self.earliest)
        if self.latest and value > self.latest:
            self._refuse("late", self.latest)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(initial != self.to_python(data))
        except ValidationError:
            return True

    def _refuse(self, code: str, bound: date) -> None:
        words = self.error_messages[code]
        shown = {"bound": display.jalali_long(bound)}
        raise ValidationError(words, code=code, params=shown)


_BOUNDS = {
    "min_value": _("دست‌کم %(bound)s بنویسید."),
    "max_value": _("بیش از %(bound)s پذیرفته نیست."),
}


def _keep_within(field: Any, value: Any) -> None:
    """Errors: ValidationError that names the bound in the reader's digits."""
    if value in field.empty_values:
        return
    for code, bound, beyond in (
        ("min_value", field.min_value, -1),
        ("max_value", field.max_value, 1),
    ):
        if bound is not None and (value - bound) * beyond > 0:
            words, shown = field.error_messages[code], {"bound": display.number(bound)}
            raise ValidationError(words, code=code, params=shown)


class NumberField(forms.IntegerField):
    """A whole number in any digits, its thousands grouped or not."""

    widget = NumberInput
    default_error_messages = {
        "required": _("شماری بنویسید."),
        "invalid": _("این نوشته شمار درست نیست؛ مانند ۱٬۲۰۰ بنویسید."),
        **_BOUNDS,
    }

    def run_validators(self, value: Any) -> None:
        _keep_within(self, value)
        super().run_validators(value)

    def prepare_value(self, value: Any) -> Any:
        return display.plain_digits(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or isinstance(value, int):
            return super().to_python(value)
        plain = _INVISIBLE.sub("", fold_digits(str(value)))
        if not plain:
            return None
        if not _GROUPED.fullmatch(plain):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(_ungrouped(plain))


class AmountField(forms.DecimalField):
    """A decimal in any digits; the fraction after «٫» or a full stop."""

    widget = NumberInput
    default_error_messages = {
        "required": _("عددی بنویسید."),
        "invalid": _("این نوشته عدد نیست؛ مانند ۱۷٫۵ بنویسید."),
        "slash": _("اعشار را با «٫» یا نقطه بنویسید، نه با «/»."),
        **_BOUNDS,
    }

    def run_validators(self, value: Any) -> None:
        _keep_within(self, value)
        super().run_validators(value)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, (int, float, Decimal)):
            return value
        shown = format(Decimal(str(value)), "f")
        if display.is_persian():
            shown = shown.replace(".", "٫")
        return display.plain_digits(shown)

    def to_python(  # type: ignore[override]  # the stubs make a decimal an integer
        self, value: Any
    ) -> Decimal | None:
        if value in self.empty_values or isinstance(value, (int, float, Decimal)):
            return super().to_python(value)
        plain = _INVISIBLE.sub("", fold_digits(str(value)))
        if not plain:
            return None
        if "/" in plain:
            raise ValidationError(self.error_messages["slash"], code="slash")
        match = _DECIMAL.fullmatch(plain)
        if match is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        whole, fraction = match.groups()
        return super().to_python(f"{_ungrouped(whole)}.{fraction or 0}")


class TextField(forms.CharField):
    """Text with one spelling for each letter: ي and ك come in as ی and ک."""

    default_error_messages = {
        "required": _("این خانه خالی است."),
        "max_length": _("این متن %(n)s نویسه است و بیش از %(most)s نویسه جا نمی‌گیرد."),
    }

    def run_validators(self, value: Any) -> None:
        if self.max_length and len(value) > self.max_length:
            told = {
                "n": display.number(len(value)),
                "most": display.number(self.max_length),
            }
            words = self.error_messages["max_length"]
            raise ValidationError(words, code="max_length", params=told)
        super().run_validators(value)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if isinstance(self.widget, forms.Textarea):
            return "\n".join(clean(line) for line in text.splitlines()).strip()
        return clean(text)


class ClockField(TextField):
    """A time of day in any digits: «۸», «۸:۳۰», «08:30»."""

    widget = NumberInput
    default_error_messages = {
        "required": _("ساعت را بنویسید."),
        "invalid": _("این نوشته ساعت نیست؛ مانند ۸:۳۰ بنویسید."),
    }

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, time):
            return display.plain_digits(f"{value:%H:%M}")
        return value

    def clean(self, value: Any) -> time | None:
        text = _INVISIBLE.sub("", fold_digits(super().clean(value)))
        if not text:
            return None
        match = _CLOCK.fullmatch(text)
        if match is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return time(int(match[1]), int(match[2] or 0))
        except ValueError:
            raise ValidationError(
                self.error_messages["invalid"], code="invalid"
            ) from None


class CodeField(TextField):
    """A code: Latin digits, left to right, no blanks around it."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        return {**attrs, "dir": "ltr", "autocomplete": "off", "spellcheck": "false"}

    def to_python(self, value: Any) -> str:
        return fold_digits(super().to_python(value)).strip()


class NationalIdField(TextField):
    """A national id or a foreigner's; lost zeros at its head are put back."""

    widget = NumberInput
    default_error_messages = {"required": _("کد ملی را بنویسید.")}

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if not text:
            return ""
        read = read_national_id(text)
        if isinstance(read, NationalId):
            return read.digits
        raise ValidationError(ID_WORDS[read], code=read)


class ChoiceField(forms.ChoiceField):
    """One of several."""

    default_error_messages = {
        "required": _("یکی را برگزینید."),
        "invalid_choice": _("این گزینه در فهرست نیست."),
    }


class ChoicesField(forms.MultipleChoiceField):
    """Any of several, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "required": _("دست‌کم یکی را برگزینید."),
        "invalid_choice": _("این گزینه در فهرست نیست."),
    }


def _ungrouped(text: str) -> str:
    return text.replace(",", "").replace("٬", "").replace("−", "-")


class CalledField(TextField, ABC):
    """A row by its code, or by its name when only one bears it."""

    @abstractmethod
    def called(self, text: str) -> Any:
        """Return the query set of the rows of this code, else of this name."""

    def prepare_value(self, value: Any) -> Any:
        """Return a row's name where it alone bears it here, else its code."""
        if not hasattr(value, "code"):
            return value
        name = str(getattr(value, "name", "") or getattr(value, "title", ""))
        return name if list(self.called(name)[:2]) == [value] else value.code

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = list(self.called(text)[:MOST_NAMED])
        if not found:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        if len(found) > 1:
            codes = "، ".join(row.code for row in found)
            words = self.error_messages["several"]
            raise ValidationError(words, code="several", params={"codes": codes})
        return found[0]
