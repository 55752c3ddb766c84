"""The forms of a profile's head, and of the whole as text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karamad.registers.competencies.forms.criterion import codes_in
from karamad.registers.competencies.rules import Plain, PostLevel
from karamad.registers.people.models import Employment, Level, UnitKind
from karamad.web.fields import CodeField, TextField


class HeadForm(forms.Form):
    """A profile's title, and the posts it speaks of."""

    code = CodeField(label=_("کد نمایه"), max_length=60)
    title_fa = TextField(label=_("عنوان"), max_length=200)
    title_en = TextField(label=_("عنوان به انگلیسی"), max_length=200, required=False)
    posts = TextField(
        label=_("کد پست‌ها"),
        required=False,
        help_text=_("با «|»؛ خالی با سطح خالی: همهٔ پست‌ها."),
    )
    level = forms.ChoiceField(
        label=_("سطح مدیریتی"),
        choices=[("", _("نپرس")), *Level.choices],
        required=False,
    )
    managerial = forms.ChoiceField(
        label=_("پست مدیریتی است؟"),
        choices=[("", _("نپرس")), ("1", _("بله")), ("0", _("نه"))],
        required=False,
    )
    employment = forms.MultipleChoiceField(
        label=_("نوع استخدام"),
        choices=Employment,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    unit_kind = forms.MultipleChoiceField(
        label=_("نوع واحد"),
        choices=UnitKind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    unit_grade = TextField(
        label=_("درجهٔ شهرداری"),
        required=False,
        help_text=_("شماره‌های ۱ تا ۱۲، با «|»."),
    )

    def __init__(self, *args: Any, new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not new:
            del self.fields["code"]

    def clean_unit_grade(self) -> list[int]:
        codes = codes_in(self.cleaned_data["unit_grade"])
        try:
            return [int(code) for code in codes]
        except ValueError:
            raise forms.ValidationError(_("تنها شماره بنویسید.")) from None

    def applies_to(self) -> dict[str, Plain]:
        """Return the mapping under `applies_to`. The form is to be valid."""
        said = self.cleaned_data
        written: dict[str, Plain] = {
            "posts": list(codes_in(said["posts"])),
            "level": PostLevel(said["level"]).value if said["level"] else "",
            "employment": list(said["employment"]),
            "unit_kind": list(said["unit_kind"]),
            "unit_grade": list(said["unit_grade"]),
        }
        written = {name: value for name, value in written.items() if value}
        if said["managerial"]:
            written["managerial"] = int(said["managerial"])
        return written


class TextForm(forms.Form):
    """The whole profile as it lies on disk."""

    text = forms.CharField(
        label=_("متن نمایه"),
        strip=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 30, "dir": "ltr", "spellcheck": "false"}),
    )


def head_values(written: dict[str, Any]) -> dict[str, Any]:
    """Return what `HeadForm` shows of a profile as `write_profile` wrote it."""
    wanted = written.get("applies_to", {})
    managerial = wanted.get("managerial")
    return {
        "title_fa": written["title"]["fa"],
        "title_en": written["title"].get("en", ""),
        "posts": "|".join(wanted.get("posts", [])),
        "level": wanted.get("level", ""),
        "managerial": "" if managerial is None else str(managerial),
        "employment": wanted.get("employment", []),
        "unit_kind": wanted.get("unit_kind", []),
        "unit_grade": "|".join(str(grade) for grade in wanted.get("unit_grade", [])),
    }
