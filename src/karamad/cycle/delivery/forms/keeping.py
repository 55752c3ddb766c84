"""What is typed of rooms and of the official holidays of a year."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karamad.kernel.jalali import BadDay, jalali_year, parse_day
from karamad.registers.people.forms.naming import UnitField
from karamad.registers.people.models import UnitQuerySet
from karamad.web.display import number
from karamad.web.fields import (
    JalaliDateField,
    NumberField,
    TextField,
    day_fault,
)
from karamad.web.widgets import TextBox


class RoomForm(forms.Form):
    """Where sessions meet."""

    unit = UnitField(
        label=_("از آنِ کدام واحد"), max_length=200, help_text=_("کد یا نام.")
    )
    name = TextField(label=_("نام"), max_length=120)
    address = TextField(label=_("نشانی"), max_length=300, required=False)
    seats = NumberField(
        label=_("شمار صندلی"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("خالی یعنی نشمرده‌ایم."),
    )
    closed_on = JalaliDateField(
        label=_("به کار نمی‌رود از"),
        required=False,
        help_text=_("خالی یعنی به کار است."),
    )

    def __init__(self, *args: Any, units: UnitQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["unit"]
        field.units = units


class HolidaysForm(forms.Form):
    """The official holidays of a year: a line each, the day and its name."""

    lines = TextField(
        label=_("تعطیل‌های یک سال"),
        max_length=20_000,
        widget=TextBox(attrs={"rows": 12}),
        help_text=_("هر سطر یکی: روز، ویرگول، نام؛ مانند «۱۴۰۵/۰۱/۰۱، نوروز»."),
    )

    def clean_lines(self) -> dict[date, str]:
        days: dict[date, str] = {}
        faults: list[str] = []
        for row, line in enumerate(self.cleaned_data["lines"].splitlines(), start=1):
            if not line.strip():
                continue
            try:
                day, name = _read(line)
            except BadDay as bad:
                faults.append(_at(row, day_fault(bad)))
                continue
            if not name:
                faults.append(_at(row, _("نام این تعطیل نوشته نشده است.")))
            elif day in days:
                faults.append(_at(row, _("این روز دو بار آمده است.")))
            else:
                days[day] = name
        if len({jalali_year(day) for day in days}) > 1:
            faults.append(str(_("همهٔ روزها باید از یک سال باشند.")))
        if faults:
            raise forms.ValidationError(faults)
        return days


def _read(line: str) -> tuple[date, str]:
    for comma in ("،", ",", ";", "\t"):
        day, found, name = line.partition(comma)
        if found:
            return parse_day(day.strip()), name.strip()[:200]
    return parse_day(line.strip()), ""


def _at(row: int, words: Any) -> str:
    return str(_("سطر %(n)s: %(words)s")) % {"n": number(row), "words": words}
