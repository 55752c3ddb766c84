"""What is asked of whoever gives a role, names a substitute or issues a token."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from karamad.kernel.text import fold_digits
from karamad.registers.people.models import Unit
from karamad.trust.accounts.actions import NATION, Place
from karamad.trust.accounts.forms import LATIN, REFUSALS, UsernameField
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import PROGRAMS, Role
from karamad.trust.accounts.rules import Ground
from karamad.trust.audit.letters import THINGS
from karamad.web.fields import JalaliDateField, NationalIdField, TextField

FIELD_OF = {
    Ground.ALREADY_HELD: "role",
    Ground.HIMSELF: "username",
    Ground.MORE_THAN_HELD: "role",
    Ground.OUTLIVES: "until_day",
    Ground.OUT_OF_REACH: "unit",
    Ground.PERIOD_EMPTY: "until_day",
    Ground.PERIOD_PAST: "until_day",
}


def place_of(unit: Unit | None) -> Place:
    """Return a unit as grants see it: its code, and the codes of it and all above."""
    if unit is None:
        return NATION
    keys = [int(key) for key in unit.path.split(".") if key]
    codes = Unit.objects.filter(pk__in=keys).values_list("code", flat=True)
    return Place(unit.code, frozenset(codes) | {unit.code})


class RefusableForm(forms.Form):
    """A form that shows the rules' reasons beside the fields they are about."""

    def refuse(self, grounds: Iterable[Ground]) -> None:
        for ground in grounds:
            name = FIELD_OF.get(ground)
            self.add_error(name if name in self.fields else None, REFUSALS[ground])


class UnitField(forms.CharField):
    """A unit by its code; empty is the whole nation."""

    def __init__(self, **extra: Any) -> None:
        attrs = {**LATIN, "list": "units", "autocomplete": "off"}
        extra.setdefault("widget", forms.TextInput(attrs=attrs))
        extra.setdefault("label", _("کد واحد"))
        super().__init__(max_length=40, **extra)

    def clean(self, value: Any) -> Any:
        code = fold_digits(str(super().clean(value))).strip()
        if not code:
            return None
        unit = Unit.objects.filter(code=code).first()
        if unit is None:
            raise ValidationError(_("واحدی با این کد نیست."), code="no_unit")
        return unit


class KnownUser(UsernameField):
    """Somebody who can sign in, by his user name."""

    def clean(self, value: Any) -> Any:
        username = super().clean(value)
        user = User.objects.filter(
            username=username, is_active=True, is_program=False
        ).first()
        if user is None:
            raise ValidationError(_("کسی با این نام کاربری نیست."), code="no_user")
        return user


class GiveRole(RefusableForm):
    role = forms.ChoiceField(label=_("نقش"))
    unit = UnitField(
        required=False,
        help_text=_("نقش در این واحد و همهٔ زیرمجموعهٔ آن برقرار است؛ خالی: سراسر کشور."),
    )
    from_day = JalaliDateField(label=_("از روز"))
    until_day = JalaliDateField(
        label=_("تا روز"),
        required=False,
        help_text=_("خود این روز بیرون است؛ خالی: تا پس گرفته شود."),
    )

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(role.value, role.label) for role in roles]


class NewUser(GiveRole):
    username = UsernameField(help_text=_("حرف و رقم لاتین؛ با همین وارد می‌شود."))
    name = TextField(label=_("نام"), max_length=120)
    name_en = forms.CharField(label=_("نام به انگلیسی"), required=False, max_length=120)
    email = forms.EmailField(
        label=_("رایانامه"), required=False, widget=forms.EmailInput(attrs=LATIN)
    )
    field_order = (
        "username",
        "name",
        "name_en",
        "email",
        "role",
        "unit",
        "from_day",
        "until_day",
    )


class NameSubstitute(RefusableForm):
    username = KnownUser()
    from_day = JalaliDateField(label=_("از روز"))
    until_day = JalaliDateField(
        label=_("تا روز"), help_text=_("روز بازگشت؛ جانشین در این روز دیگر نیست.")
    )


class IssueToken(RefusableForm):
    name = TextField(
        label=_("نام سامانهٔ همکار"),
        max_length=120,
        help_text=_("مانند «سامانهٔ کارگزینی استان»."),
    )
    role = forms.ChoiceField(
        label=_("چه می‌تواند بکند"),
        choices=[(role.value, role.label) for role in sorted(PROGRAMS)],
    )
    unit = UnitField(
        required=False,
        help_text=_("تنها این واحد و زیرمجموعهٔ آن را می‌بیند؛ خالی: سراسر کشور."),
    )
    until_day = JalaliDateField(
        label=_("تا روز"), help_text=_("پس از آن نشانه کار نمی‌کند؛ حداکثر یک سال.")
    )


class FindPerson(forms.Form):
    """The person whose account this is, by national id; sent by post, never shown."""

    national_id = NationalIdField(label=_("کد ملی"))


class AuditFilter(forms.Form):
    """What an auditor looks for; every field may stay empty."""

    who = forms.CharField(
        label=_("نام کاربری"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs=LATIN),
    )
    act = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput())
    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput())
    since = JalaliDateField(label=_("از روز"), required=False)
    until = JalaliDateField(label=_("تا روز"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        things = sorted((kind, str(words)) for kind, words in THINGS.items())
        self.fields["kind"] = forms.ChoiceField(
            label=_("با چه چیزی"),
            required=False,
            choices=[("", _("هر چیز")), *things],
        )

    def clean(self) -> dict[str, Any]:
        """PostgreSQL takes no NUL in a text."""
        asked = super().clean() or {}
        return {
            name: value.replace("\x00", "") if isinstance(value, str) else value
            for name, value in asked.items()
        }
