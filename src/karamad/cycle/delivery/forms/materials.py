"""What is asked of whoever hands something out in a course."""

from __future__ import annotations

from typing import Any, NoReturn
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from karamad.registers.courses.actions.materials import Wish
from karamad.registers.people.forms.naming import UnitField
from karamad.registers.people.models import Unit, UnitQuerySet
from karamad.web.fields import CodeField, TextField


class LinkField(CodeField):
    """An address of the web; of another scheme, or with a password in it, is none."""

    default_error_messages = {
        "invalid": _("نشانی کامل را بنویسید؛ مانند https://example.ir/film."),
        "scheme": _("نشانی با https:// یا http:// آغاز می‌شود."),
        "secret": _("نام کاربری و گذرواژه را در نشانی نگذارید."),
    }

    def clean(self, value: Any) -> str:
        link = str(super().clean(value))
        if not link:
            return link
        try:
            parts = urlsplit(link)
        except ValueError:
            self._refuse("invalid")
        if parts.scheme.lower() not in {"http", "https"}:
            self._refuse("scheme")
        if parts.username is not None or parts.password is not None:
            self._refuse("secret")
        try:
            URLValidator(schemes=["http", "https"])(link)
        except forms.ValidationError:
            self._refuse("invalid")
        return link

    def _refuse(self, code: str) -> NoReturn:
        raise forms.ValidationError(self.error_messages[code], code=code)


class _MaterialFields(forms.Form):
    """What a material says of itself. everyone: whether he may hand out to all."""

    title = TextField(label=_("عنوان"), max_length=200)
    title_en = TextField(label=_("عنوان به انگلیسی"), max_length=200, required=False)
    unit = UnitField(label=_("برای اجراهای کدام واحد"), max_length=200, required=False)

    def __init__(
        self, *args: Any, units: UnitQuerySet, everyone: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["unit"]
        field.units, field.required = units, not everyone
        field.help_text = _("کد یا نام؛ اجراهای این واحد و زیر آن می‌گیرند.")
        if everyone:
            field.help_text = _("کد یا نام؛ خالی یعنی همهٔ اجراهای این دوره.")

    def wish(self) -> Wish:
        """Return what was typed; the form is valid."""
        said = self.cleaned_data
        unit: Unit | None = said["unit"]
        return Wish(title=said["title"], title_en=said["title_en"], unit=unit)


class _FileField(forms.FileField):
    default_error_messages = {
        "required": _("پرونده‌ای برگزینید."),
        "missing": _("پرونده‌ای برگزینید."),
    }

    def __init__(self) -> None:
        super().__init__(
            label=_("پرونده"),
            allow_empty_file=True,
            help_text=_("PDF، سند، کاربرگ، اسلاید، تصویر، صدا، فیلم، متن یا ZIP."),
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"data-largest": str(settings.LARGEST_MATERIAL)}


class MaterialForm(_MaterialFields):
    """A material's title and unit, to correct them."""


class NewFileForm(_MaterialFields):
    """A new material that is a file."""

    file = _FileField()
    field_order = ["file", "title", "title_en", "unit"]


class NewLinkForm(_MaterialFields):
    """A new material that is a link."""

    link = LinkField(label=_("نشانی"), max_length=500)
    field_order = ["link", "title", "title_en", "unit"]


class FileForm(forms.Form):
    """A new version that is a file."""

    file = _FileField()
    note = TextField(
        label=_("چه چیزی تازه است"),
        max_length=300,
        required=False,
        help_text=_("خوانندگان می‌بینند."),
    )


class LinkForm(forms.Form):
    """A new version that is a link."""

    link = LinkField(label=_("نشانی"), max_length=500)
    note = TextField(
        label=_("چه چیزی تازه است"),
        max_length=300,
        required=False,
        help_text=_("خوانندگان می‌بینند."),
    )


class WithdrawForm(forms.Form):
    """Which versions nobody is given any more, and why."""

    which = forms.ChoiceField(
        label=_("کدام نسخه"),
        choices=[("one", _("تنها همین نسخه")), ("all", _("همهٔ نسخه‌ها"))],
        widget=forms.RadioSelect,
        initial="one",
    )
    reason = TextField(
        label=_("دلیل"),
        max_length=300,
        help_text=_("همان‌گونه که خوانندگان می‌بینند."),
    )
