"""What narrows a page: chosen from lists, kept in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karamad.insight.coverage.letters import AGES
from karamad.registers.people.models import Employment, Gender


class Filters(forms.Form):
    """Narrow the counts. criterion: offered once a profile is chosen."""

    post = forms.ChoiceField(label=_("پست"), required=False)
    profile = forms.ChoiceField(label=_("نمایه"), required=False)
    criterion = forms.ChoiceField(label=_("شرط"), required=False)
    employment = forms.ChoiceField(
        label=_("استخدام"),
        choices=[("", _("هر استخدامی")), *Employment.choices],
        required=False,
    )
    gender = forms.ChoiceField(
        label=_("جنسیت"), choices=[("", _("زن و مرد")), *Gender.choices], required=False
    )
    age = forms.ChoiceField(
        label=_("سن"), choices=[("", _("هر سنی")), *AGES.items()], required=False
    )

    def __init__(
        self,
        *args: Any,
        posts: list[tuple[str, str]],
        profiles: list[tuple[str, str]],
        criteria: list[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._offer("post", _("هر پستی"), posts)
        self._offer("profile", _("همهٔ نمایه‌ها با هم"), profiles)
        self._offer("criterion", _("همهٔ شرط‌ها با هم"), criteria)
        if not criteria:
            del self.fields["criterion"]

    def _offer(self, name: str, none: Any, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", none), *choices]
