"""What is typed about persons and their assignments."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karamad.registers.people.actions.assignments import Seat
from karamad.registers.people.actions.persons import PersonDetails
from karamad.registers.people.forms.naming import PostField, UnitField
from karamad.registers.people.forms.units import ParentForm
from karamad.registers.people.models import (
    AssignmentKind,
    Degree,
    Employment,
    Gender,
)
from karamad.web.fields import JalaliDateField, NationalIdField, TextField

UNSTATED = [("", _("نامعلوم"))]


class PersonForm(forms.Form):
    """What a person's row says."""

    first_name = TextField(label=_("نام"), max_length=80)
    last_name = TextField(label=_("نام خانوادگی"), max_length=80)
    father_name = TextField(label=_("نام پدر"), max_length=80, required=False)
    birth_date = JalaliDateField(label=_("زادروز"), required=False)
    gender = forms.ChoiceField(
        label=_("جنسیت"), choices=[*UNSTATED, *Gender.choices], required=False
    )
    degree = forms.ChoiceField(
        label=_("مدرک"), choices=[*UNSTATED, *Degree.choices], required=False
    )
    service_start = JalaliDateField(label=_("شروع خدمت"), required=False)
    employment = forms.ChoiceField(
        label=_("استخدام"), choices=[*UNSTATED, *Employment.choices], required=False
    )
    mobile = TextField(label=_("همراه"), max_length=20, required=False)
    email = forms.EmailField(label=_("رایانامه"), max_length=120, required=False)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        born = self.fields["birth_date"]
        if isinstance(born, JalaliDateField):
            born.latest = today

    def details(self) -> PersonDetails:
        names = PersonDetails.__dataclass_fields__
        return PersonDetails(**{name: self.cleaned_data[name] for name in names})


class NewPersonForm(PersonForm, ParentForm):
    """A person recorded for the first time."""

    national_id = NationalIdField(label=_("کد ملی"), max_length=20)
    home_unit = UnitField(
        label=_("واحد ثبت‌کننده"),
        max_length=200,
        help_text=_("کد یا نام واحد؛ تا پستی ثبت شود، این واحد او را می‌بیند."),
    )
    field_order = ["national_id", "first_name", "last_name", "home_unit"]


class NationalIdForm(forms.Form):
    """The id that is really his."""

    national_id = NationalIdField(label=_("کد ملی درست"), max_length=20)


class MergeForm(forms.Form):
    """The other record of the same human being."""

    national_id = NationalIdField(
        label=_("کد ملی پروندهٔ دیگر"),
        max_length=20,
        help_text=_("پرونده‌ای که در این یکی ادغام می‌شود."),
    )


class LeaveForm(forms.Form):
    """How and when a person leaves."""

    how = forms.ChoiceField(
        label=_("چه رخ داده است"),
        choices=[("retire", _("بازنشستگی")), ("die", _("درگذشت"))],
        widget=forms.RadioSelect,
    )
    on = JalaliDateField(label=_("از روز"), help_text=_("از این روز در شمارش‌ها نیست."))
    with_seats = forms.BooleanField(
        label=_("پست‌هایی که در آن روز دارد پایان یابد"),
        required=False,
        initial=True,
        help_text=_("با درگذشت، همهٔ پست‌ها پایان می‌یابد."),
    )


class EmptyForm(forms.Form):
    """Nothing is asked but to confirm."""


class AssignmentForm(ParentForm):
    """A post in a unit for some days."""

    post = PostField(label=_("پست"), max_length=200, help_text=_("کد یا عنوان پست"))
    unit = UnitField(label=_("واحد"), max_length=200, help_text=_("کد یا نام واحد"))
    from_day = JalaliDateField(label=_("از روز"))
    until_day = JalaliDateField(
        label=_("تا روز"),
        required=False,
        help_text=_("نخستین روزی که دیگر این پست را ندارد؛ خالی اگر پایانی ندارد."),
    )
    kind = forms.ChoiceField(label=_("نوع حکم"), choices=AssignmentKind.choices)

    def seat(self) -> Seat:
        names = Seat.__dataclass_fields__
        return Seat(**{name: self.cleaned_data[name] for name in names})


class EndForm(forms.Form):
    """The day from which a post is no longer held."""

    until_day = JalaliDateField(
        label=_("تا روز"), help_text=_("نخستین روزی که دیگر این پست را ندارد")
    )
