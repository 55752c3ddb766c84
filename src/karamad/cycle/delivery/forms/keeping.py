"""What is typed of rooms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karamad.registers.people.forms.naming import UnitField
from karamad.registers.people.models import UnitQuerySet
from karamad.web.fields import (
    JalaliDateField,
    NumberField,
    TextField,
)


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
