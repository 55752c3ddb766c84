"""What is typed, or read from a file, of the official holidays of a year."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django import forms
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from karamad.cycle.delivery.actions.holidays import typed_of_file
from karamad.kernel.jalali import BadDay, jalali_iso, jalali_year, parse_day
from karamad.registers.exchange.rules.faults import Unreadable
from karamad.registers.exchange.wording import of_file
from karamad.web.display import number
from karamad.web.fields import TextField, day_fault
from karamad.web.widgets import TextBox

COMMAS = ("،", ",", ";", "\t")
LARGEST = 2 * 1024 * 1024  # bytes; a year has few days
LONGEST = 200


class HolidaysForm(forms.Form):
    """The holidays of one year, as a file or a line each; and whence they come."""

    file = forms.FileField(
        label=_("پرونده"),
        required=False,
        help_text=_("CSV یا XLSX با ستون‌های «روز» و «نام»."),
    )
    lines = TextField(
        label=_("یا سطر به سطر"),
        max_length=20_000,
        required=False,
        widget=TextBox(attrs={"rows": 12}),
        help_text=_("هر سطر یکی: روز، ویرگول، نام؛ مانند «۱۴۰۵/۰۱/۰۱، نوروز»."),
    )
    document = TextField(
        label=_("سند"),
        max_length=120,
        required=False,
        help_text=_("شمارهٔ مصوبه یا نام تقویم رسمی. خالی یعنی تأییدنشده."),
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if bool(typed.get("file")) == bool(typed.get("lines")):
            words = _("یا پرونده‌ای بدهید، یا سطرها را بنویسید.")
            raise forms.ValidationError(words, code="one-of-two")
        name = "file" if typed.get("file") else "lines"
        rows = _rows_of(typed["file"]) if typed.get("file") else _rows(typed["lines"])
        days, faults = _days(rows)
        if faults:
            self.add_error(name, faults)
        return {**typed, "days": days}


def lines_of(days: dict[date, str]) -> str:
    """Return a list as it is typed, so that what was shown is what is loaded."""
    return "\n".join(f"{jalali_iso(day)}، {name}" for day, name in sorted(days.items()))


Row = tuple[int, str, str]


def _rows(text: str) -> list[Row]:
    lines = enumerate(text.splitlines(), start=1)
    return [(row, *_parted(line)) for row, line in lines if line.strip()]


def _rows_of(file: File[bytes]) -> list[Row]:
    if (file.size or 0) > LARGEST:
        raise forms.ValidationError({"file": _("این پرونده بزرگ‌تر از یک سال است.")})
    with NamedTemporaryFile() as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        try:
            return typed_of_file(Path(kept.name))
        except Unreadable as bad:
            words = of_file(bad.code, bad.about)
            raise forms.ValidationError({"file": words}) from None


def _parted(line: str) -> tuple[str, str]:
    for comma in COMMAS:
        day, found, name = line.partition(comma)
        if found:
            return day.strip(), name.strip()
    return line.strip(), ""


def _days(rows: list[Row]) -> tuple[dict[date, str], list[str]]:
    """Return the names by day, and everything that is wrong."""
    days: dict[date, str] = {}
    faults: list[str] = []
    for row, text, name in rows:
        try:
            day = parse_day(text)
        except BadDay as bad:
            faults.append(_at(row, day_fault(bad)))
            continue
        if not name:
            faults.append(_at(row, _("نام این تعطیل نوشته نشده است.")))
        elif day in days:
            faults.append(_at(row, _("این روز دو بار آمده است.")))
        else:
            days[day] = name[:LONGEST]
    if len({jalali_year(day) for day in days}) > 1:
        faults.append(str(_("همهٔ روزها باید از یک سال باشند.")))
    if not days and not faults:
        faults.append(str(_("روزی در آن نیست.")))
    return days, faults


def _at(row: int, words: Any) -> str:
    return str(_("سطر %(n)s: %(words)s")) % {"n": number(row), "words": words}
