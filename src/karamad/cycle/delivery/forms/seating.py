"""What is typed when places are given, taken or declined."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from karamad.registers.people.forms.naming import UnitField
from karamad.registers.people.models import UnitQuerySet
from karamad.web.fields import ChoiceField, TextField
from karamad.web.widgets import TextBox


class DecliningForm(forms.Form):
    """Why somebody is not let in."""

    reason = TextField(
        label=_("دلیل"),
        max_length=300,
        help_text=_("متقاضی همین را می‌خواند."),
    )


class OnceForm(forms.Form):
    """A form that is acted on once, however often its button is pressed."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)


class NamingForm(OnceForm):
    """Who is named: national ids, pasted or in a file."""

    ids = TextField(
        label=_("کدهای ملی"),
        max_length=400_000,
        required=False,
        widget=TextBox(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=_("هر سطر یکی؛ چنان‌که از برگه رونوشت می‌شود."),
    )
    file = forms.FileField(
        label=_("یا پرونده"),
        required=False,
        help_text=_("CSV یا XLSX با ستون «کد ملی»."),
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if bool(typed.get("ids")) == bool(typed.get("file")):
            raise forms.ValidationError(
                _("یا کدها را بنویسید، یا پرونده‌ای بدهید."), code="one-of-two"
            )
        return typed


class LackingForm(OnceForm):
    """Whose people are asked who lacks the course."""

    unit = UnitField(
        label=_("در واحدِ"),
        max_length=200,
        help_text=_("کد یا نام؛ افراد این واحد و زیر آن."),
    )

    def __init__(self, *args: Any, units: UnitQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["unit"]
        field.units = units


class NeededForm(OnceForm):
    """For which run the people of a need are named. runs: keys and names."""

    run = ChoiceField(label=_("برای کدام اجرا"), choices=[])

    def __init__(self, *args: Any, runs: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        run: Any = self.fields["run"]
        run.choices = runs

    @property
    def chosen(self) -> str:
        key: str = self.cleaned_data["run"]
        return key


class LettingInForm(forms.Form):
    """Why somebody is let in before his turn; his own turn needs no reason."""

    reason = TextField(
        label=_("دلیل"),
        max_length=300,
        required=False,
        help_text=_("در پیشینه می‌ماند؛ آنان که پیش از او بودند می‌توانند بپرسند."),
    )

    def __init__(self, *args: Any, asks: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].required = asks
