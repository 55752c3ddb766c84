"""What is typed about a factor of a tariff."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from karamad.cycle.planning.actions.factors import FactorWish
from karamad.cycle.planning.models import CustomerWord, VenueWord
from karamad.registers.courses.models import Mode
from karamad.web.fields import AmountField, ChoiceField

ANY = ("", _("هر کدام"))


class FactorForm(forms.Form):
    """By what the base is multiplied, and in which cases."""

    customer = ChoiceField(
        label=_("آموزش‌گیرنده"), choices=[ANY, *CustomerWord.choices], required=False
    )
    venue = ChoiceField(
        label=_("کجا برگزار می‌شود"), choices=[ANY, *VenueWord.choices], required=False
    )
    mode = ChoiceField(label=_("شیوه"), choices=[ANY, *Mode.choices], required=False)
    value = AmountField(
        label=_("ضریب"),
        min_value=Decimal("0.001"),
        max_value=100,
        decimal_places=3,
        required=False,
        help_text=_("خالی یعنی سند بها را به تصمیم واگذاشته است."),
    )
    at_most = forms.BooleanField(label=_("سند «تا» گفته است: دست بالا"), required=False)

    def wish(self) -> FactorWish:
        """Return what was typed; the form is valid."""
        return FactorWish(**self.cleaned_data)
