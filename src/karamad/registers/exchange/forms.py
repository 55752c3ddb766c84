"""Forms of loads: which file of which kind, and which of its columns is which."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karamad.registers.exchange.actions.receiving import FileColumn
from karamad.registers.exchange.rules.columns import Kind


class UploadForm(forms.Form):
    """A file and its kind. kinds: code and title of those the user may load."""

    kind = forms.ChoiceField(label=_("چه چیزی بارگذاری می‌شود"))
    file = forms.FileField(
        label=_("پرونده"),
        allow_empty_file=True,
        help_text=_("CSV یا XLSX؛ نمایه‌ها YAML. ردیف نخست نام ستون‌هاست."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.yaml,.yml"}),
    )

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField):
            field.choices = kinds


class ColumnsForm(forms.Form):
    """Which column of the file is which; a select a column, named by its place."""

    all_or_nothing = forms.BooleanField(
        label=_("همه یا هیچ"),
        required=False,
        help_text=_("اگر حتی یک ردیف پذیرفته نشود، هیچ ردیفی ثبت نشود."),
    )

    def __init__(
        self, *args: Any, kind: Kind, columns: tuple[FileColumn, ...], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        choices = [("", _("نادیده بگیر"))] + [
            (column.name, f"{column.persian} ({column.name})")
            for column in kind.columns
        ]
        for place, column in enumerate(columns):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=column.header,
                choices=choices,
                required=False,
                initial=column.column,
            )

    def mapping(self) -> dict[str, str]:
        """From each header to the kind's column, empty to ignore. Valid forms only."""
        return {
            column.header: self.cleaned_data[f"column-{place}"]
            for place, column in enumerate(self.columns)
        }

    def rows(self) -> list[tuple[FileColumn, forms.BoundField]]:
        """Each column of the file beside its select, in the file's order."""
        return [
            (column, self[f"column-{place}"])
            for place, column in enumerate(self.columns)
        ]
