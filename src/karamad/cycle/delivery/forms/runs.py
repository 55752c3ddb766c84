"""What is typed to announce a run, and to call one off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karamad.cycle.delivery.actions.announcing import Wish, wish_of
from karamad.cycle.delivery.models import Admission, Run
from karamad.registers.courses.forms import CourseField, ProviderField
from karamad.registers.courses.models import Mode
from karamad.registers.people.forms.naming import UnitField
from karamad.registers.people.models import UnitQuerySet
from karamad.trust.accounts.permissions import Role
from karamad.web.fields import (
    AmountField,
    ChoiceField,
    ChoicesField,
    JalaliDateField,
    NumberField,
    TextField,
)

BOUNDS = {
    "min_value": _("دست‌کم ۱ بنویسید."),
    "max_value": _("این شمار بیش از اندازه است."),
}
# From the office nearest to the learner upwards; the order in which they agree.
CHAIN = (Role.HR_OFFICER, Role.PROVINCIAL_EXPERT, Role.NATIONAL_DEPUTY)


class RunForm(forms.Form):
    """What a run says."""

    course = CourseField(
        label=_("دوره"), max_length=300, help_text=_("کد یا عنوان دوره.")
    )
    title = TextField(
        label=_("عنوان این اجرا"),
        max_length=200,
        required=False,
        help_text=_("خالی یعنی عنوان دوره."),
    )
    unit = UnitField(
        label=_("برای کدام واحد"),
        max_length=200,
        help_text=_("کد یا نام؛ افراد این واحد و زیر آن می‌توانند بیایند."),
    )
    provider = ProviderField(
        label=_("مجری"),
        max_length=200,
        required=False,
        help_text=_("کد یا نام؛ پیش از اعلام باید دانسته باشد."),
    )
    mode = ChoiceField(label=_("شیوه"), choices=Mode.choices)
    admission = ChoiceField(label=_("پذیرش"), choices=Admission.choices)
    capacity = NumberField(
        label=_("گنجایش"),
        min_value=1,
        max_value=100_000,
        error_messages=BOUNDS,
        help_text=_("چند نفر جا دارند."),
    )
    chain = ChoicesField(
        label=_("چه کسانی باید موافقت کنند"),
        choices=[(role.value, role.label) for role in CHAIN],
        required=False,
        help_text=_("یکی پس از دیگری، از بالا به پایین؛ خالی یعنی هیچ‌کس."),
    )
    asking_from = JalaliDateField(label=_("ثبت‌نام از"), required=False)
    asking_until = JalaliDateField(
        label=_("ثبت‌نام پیش از"),
        required=False,
        help_text=_("این روز دیگر در شمار نیست."),
    )
    hours = AmountField(
        label=_("ساعت"),
        max_digits=7,
        decimal_places=2,
        min_value=0,
        required=False,
        help_text=_("خالی یعنی ساعت خود دوره."),
    )
    price = NumberField(
        label=_("بهای هر نفر، ریال"),
        min_value=0,
        max_value=10**15,
        required=False,
        error_messages=BOUNDS,
    )

    def __init__(self, *args: Any, units: UnitQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["unit"]
        field.units = units

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        start, end = facts.get("asking_from"), facts.get("asking_until")
        if start and end and end <= start:
            self.add_error("asking_until", _("پایان باید پس از آغاز باشد."))
        return facts

    def wish(self) -> Wish:
        """Return what was typed; the form is valid."""
        typed = dict(self.cleaned_data)
        chosen = typed.pop("chain")
        chain = [role.value for role in CHAIN if role.value in chosen]
        return Wish(**typed, chain=tuple(chain))


def initial_of(run: Run) -> dict[str, Any]:
    """Return what the form of a run starts with."""
    return wish_of(run).facts


class ReasonForm(forms.Form):
    """Why something is done that others are told of."""

    reason = TextField(
        label=_("دلیل"),
        max_length=300,
        help_text=_("همان‌گونه که افراد این اجرا می‌خوانند."),
    )
