"""What is typed about units and posts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karamad.registers.people.actions.posts import PostDetails
from karamad.registers.people.actions.units import UnitDetails
from karamad.registers.people.forms.naming import UnitField
from karamad.registers.people.models import Level, UnitKind, UnitQuerySet
from karamad.web.fields import CodeField, JalaliDateField, NumberField, TextField
from karamad.web.provinces import NAMES

INCOME_CLASSES, GRADES = 10, 12


def province_choices() -> list[tuple[str, str]]:
    """Return the provinces by their codes."""
    return [
        ("", "—"),
        *(
            (code, f"{code} {names[0].replace('|', ' ')}")
            for code, names in sorted(NAMES.items())
        ),
    ]


class UnitForm(forms.Form):
    """What a unit's row says."""

    name = TextField(label=_("نام"), max_length=200)
    name_en = TextField(label=_("نام انگلیسی"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("نوع"), choices=UnitKind.choices)
    province = forms.ChoiceField(
        label=_("استان"), choices=province_choices, required=False
    )
    population = NumberField(label=_("جمعیت"), min_value=0, required=False)
    income_class = NumberField(
        label=_("طبقهٔ درآمدی"),
        min_value=1,
        max_value=INCOME_CLASSES,
        required=False,
        help_text=_("از ۱ تا ۱۰"),
    )
    grade = NumberField(
        label=_("درجهٔ شهرداری"),
        min_value=1,
        max_value=GRADES,
        required=False,
        help_text=_("از ۱ تا ۱۲"),
    )
    opened_on = JalaliDateField(label=_("روز تأسیس"), required=False)

    def details(self) -> UnitDetails:
        names = UnitDetails.__dataclass_fields__
        return UnitDetails(**{name: self.cleaned_data[name] for name in names})


class ParentForm(forms.Form):
    """A unit within reach, typed by code or name."""

    def __init__(self, *args: Any, units: UnitQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, UnitField):
                field.units = units


class NewUnitForm(UnitForm, ParentForm):
    """A unit that opens."""

    code = CodeField(label=_("کد"), max_length=40)
    parent = UnitField(
        label=_("زیر کدام واحد"), max_length=200, help_text=_("کد یا نام واحد")
    )
    field_order = ["code", "name", "name_en", "kind", "parent", "province", "opened_on"]


class MoveForm(ParentForm):
    """Where a unit goes, and from when."""

    parent = UnitField(
        label=_("زیر کدام واحد"), max_length=200, help_text=_("کد یا نام واحد")
    )
    from_day = JalaliDateField(
        label=_("از روز"), help_text=_("تا پیش از این روز درخت همان است که بود.")
    )


class MergeUnitsForm(ParentForm):
    """Into which unit, from when."""

    into = UnitField(
        label=_("در کدام واحد"), max_length=200, help_text=_("کد یا نام واحد")
    )
    on = JalaliDateField(label=_("از روز"))


class CloseForm(forms.Form):
    """From when a unit is not there."""

    on = JalaliDateField(
        label=_("از روز"), help_text=_("نخستین روزی که واحد دیگر نیست")
    )


class PostForm(forms.Form):
    """What a post's row says."""

    title = TextField(label=_("عنوان"), max_length=200)
    title_en = TextField(label=_("عنوان انگلیسی"), max_length=200, required=False)
    family = TextField(label=_("رسته"), max_length=100, required=False)
    level = forms.ChoiceField(label=_("سطح"), choices=Level.choices)
    managerial = forms.BooleanField(label=_("مدیریتی است"), required=False)
    unit_kind = forms.ChoiceField(
        label=_("در چه نوع واحدی"),
        choices=[("", _("هر نوعی")), *UnitKind.choices],
        required=False,
    )

    def details(self) -> PostDetails:
        names = PostDetails.__dataclass_fields__
        return PostDetails(**{name: self.cleaned_data[name] for name in names})


class NewPostForm(PostForm):
    """A post that is new."""

    code = CodeField(label=_("کد"), max_length=40)
    field_order = ["code", "title"]
