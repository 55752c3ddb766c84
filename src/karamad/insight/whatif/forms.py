"""What a scenario is asked beside its change, and whom it is shared with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karamad.insight.whatif.actions.scenarios import Plan, offices
from karamad.insight.whatif.models import Measure, Scenario
from karamad.trust.accounts.models import User
from karamad.web.fields import (
    ChoiceField,
    CodeField,
    JalaliDateField,
    NumberField,
    TextField,
)

_MOST = 10**15


class PlanForm(forms.Form):
    """A scenario's name, its day, and what training costs and how much there can be."""

    name = TextField(label=_("نام سناریو"), max_length=120)
    day = JalaliDateField(label=_("در روزِ"))
    price = NumberField(
        label=_("بهای هر ساعت آموزش یک نفر، ریال"),
        required=False,
        min_value=0,
        max_value=_MOST,
    )
    capacity = NumberField(
        label=_("ظرفیت آموزش در سال"), required=False, min_value=1, max_value=_MOST
    )
    measure = ChoiceField(label=_("واحد ظرفیت"), choices=Measure.choices)

    def plan(self) -> Plan:
        """Return what was said. The form is to be valid."""
        said = self.cleaned_data
        return Plan(
            name=said["name"],
            day=said["day"],
            price=said["price"],
            capacity=said["capacity"],
            measure=Measure(said["measure"]),
        )


class NewForm(PlanForm):
    """Begin a scenario from a profile's newest edition."""

    profile = ChoiceField(label=_("از نمایهٔ"))
    field_order = ("profile", "name", "day", "price", "capacity", "measure")

    def __init__(
        self, *args: Any, profiles: Sequence[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        field = self.fields["profile"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = list(profiles)


class ShareForm(forms.Form):
    """Let a colleague or an office read a scenario: one of the two."""

    username = CodeField(label=_("نام کاربری همکار"), required=False, max_length=150)
    role = ChoiceField(label=_("یا همهٔ دارندگان نقش"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        roles = [(role.value, role.label) for role in offices()]
        field.choices = [("", "—"), *roles]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        name = said.get("username", "")
        if bool(name) == bool(said.get("role")):
            self.add_error(None, _("همکاری را نام ببرید یا نقشی را برگزینید."))
        elif name:
            said["user"] = User.objects.filter(username=name, is_active=True).first()
            if said["user"] is None:
                self.add_error("username", _("کسی با این نام کاربری نیست."))
        return said


def plan_values(scenario: Scenario) -> dict[str, Any]:
    """Return what `PlanForm` shows of a scenario."""
    names = ("name", "day", "price", "capacity", "measure")
    return {name: getattr(scenario, name) for name in names}
