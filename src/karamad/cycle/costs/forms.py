"""What is typed about costs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karamad.cycle.costs.actions.carrying import Opening
from karamad.cycle.costs.actions.invoicing import Wording
from karamad.cycle.costs.models import Invoice, InvoiceKind
from karamad.cycle.delivery.models import Admission
from karamad.kernel.text import fold_digits
from karamad.registers.courses.forms import ProviderField
from karamad.registers.people.forms.naming import UnitField
from karamad.registers.people.models import UnitQuerySet
from karamad.web.fields import ChoiceField, JalaliDateField, NumberField, TextField
from karamad.web.widgets import TextBox

MOST_RIALS = 10**15
MOST_PLACES = 100_000
COUNTED = {
    "min_value": _("دست‌کم ۱ بنویسید."),
    "max_value": _("این شمار بیش از اندازه است."),
}


class InvoiceForm(forms.Form):
    """What an invoice says."""

    number = TextField(label=_("شمارهٔ صورت‌حساب"), max_length=40)
    issued_on = JalaliDateField(label=_("روز صورت‌حساب"))
    amount = NumberField(
        label=_("مبلغ، ریال"), min_value=1, max_value=MOST_RIALS, error_messages=COUNTED
    )
    kind = ChoiceField(label=_("بابت"), choices=InvoiceKind.choices)
    provider = ProviderField(
        label=_("از کدام مجری"),
        max_length=200,
        required=False,
        help_text=_("نام یا کد؛ خالی یعنی صورت‌حساب از کسی دیگر است."),
    )
    document = TextField(
        label=_("سند پرداخت"), max_length=100, required=False, help_text=_("اگر هست.")
    )

    def clean_number(self) -> str:
        """Fold digits: ۷۷ and 77 are one number."""
        return fold_digits(self.cleaned_data["number"])

    def wording(self) -> Wording:
        """Return what was typed; the form is valid."""
        return Wording(**self.cleaned_data)


def initial_of(invoice: Invoice) -> dict[str, Any]:
    """Return what the form of an invoice starts with."""
    return {name: getattr(invoice, name) for name in InvoiceForm.base_fields}


class ReasonForm(forms.Form):
    """Why an invoice is called off."""

    note = TextField(label=_("چرا"), max_length=300, widget=TextBox)


class CarryForm(forms.Form):
    """Which line of a plan a run carries out."""

    line = ChoiceField(label=_("کدام ردیف برنامه"), choices=[])

    def __init__(
        self, *args: Any, lines: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        line: Any = self.fields["line"]
        line.choices = lines


class OpenForm(forms.Form):
    """How a run is opened for a line."""

    unit = UnitField(
        label=_("برای کدام واحد"),
        max_length=200,
        help_text=_("کد یا نام؛ افراد این واحد و زیر آن می‌توانند بیایند."),
    )
    capacity = NumberField(
        label=_("گنجایش"),
        min_value=1,
        max_value=MOST_PLACES,
        error_messages=COUNTED,
        help_text=_("چند نفر جا دارند."),
    )
    admission = ChoiceField(label=_("پذیرش"), choices=Admission.choices)

    def __init__(self, *args: Any, units: UnitQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        unit: Any = self.fields["unit"]
        unit.units = units

    def opening(self) -> Opening:
        """Return what was typed; the form is valid."""
        return Opening(**self.cleaned_data)
