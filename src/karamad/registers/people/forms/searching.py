"""What is typed to find people."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karamad.kernel.identifiers import LENGTH, NationalId, read_national_id
from karamad.kernel.text import fold_digits
from karamad.registers.people.forms.naming import PostField, UnitField
from karamad.registers.people.models import (
    AssignmentKind,
    Degree,
    Employment,
    UnitQuerySet,
)
from karamad.web.fields import TextField

# A spreadsheet may have dropped two zeros of a national id.
_DIGITS = re.compile(r"\d{8,}")
WHO = [
    ("", _("در خدمت")),
    ("left", _("بازنشسته یا درگذشته")),
    ("all", _("همه")),
]


def looks_like_id(text: str) -> bool:
    """Test whether a typed text is a national id, or was meant to be one."""
    digits = "".join(fold_digits(text).replace("-", " ").split())
    return _DIGITS.fullmatch(digits) is not None


class PeopleSearch(forms.Form):
    """Find people. Posted, so that a national id never stands in an address."""

    q = TextField(label=_("نام یا کد ملی"), required=False, max_length=120)
    unit = UnitField(label=_("واحد و زیر آن"), required=False, max_length=200)
    post = PostField(label=_("پست"), required=False, max_length=200)
    kind = forms.ChoiceField(
        label=_("نوع حکم"), choices=[("", _("هر حکمی")), *AssignmentKind.choices]
    )
    degree = forms.ChoiceField(
        label=_("مدرک"), choices=[("", _("هر مدرکی")), *Degree.choices]
    )
    employment = forms.ChoiceField(
        label=_("استخدام"), choices=[("", _("هر استخدامی")), *Employment.choices]
    )
    who = forms.ChoiceField(label=_("چه کسانی"), choices=WHO)

    def __init__(self, *args: Any, units: UnitQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        unit = self.fields["unit"]
        assert isinstance(unit, UnitField)  # noqa: S101 - for the type checker
        unit.units = units
        for name in ("kind", "degree", "employment", "who"):
            self.fields[name].required = False

    def national_id(self) -> str | None:
        """Return the id that was typed as the search, if it is one."""
        read = read_national_id(self.cleaned_data.get("q", ""))
        long_enough = looks_like_id(self.cleaned_data.get("q", ""))
        if long_enough and isinstance(read, NationalId) and len(read.digits) >= LENGTH:
            return read.digits
        return None

    def address(self) -> dict[str, str]:
        """Return the filters as parameters of the list's address."""
        asked = {
            name: getattr(value, "code", value) or ""
            for name, value in self.cleaned_data.items()
        }
        return {name: value for name, value in asked.items() if value}
