"""Forms of the register of regulations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from karamad.kernel.text import document_key
from karamad.registers.regulations.models import (
    Document,
    DocumentKind,
    Effect,
    Status,
)
from karamad.web.fields import JalaliDateField, TextField


class DocumentForm(forms.Form):
    number = TextField(label=_("شمارهٔ سند"), max_length=60)
    issued_on = JalaliDateField(label=_("تاریخ صدور"), required=False)
    kind = forms.ChoiceField(label=_("نوع سند"), choices=DocumentKind)
    subject = TextField(label=_("موضوع"), max_length=400)
    subject_en = TextField(label=_("موضوع به انگلیسی"), max_length=400, required=False)
    issuer = TextField(label=_("صادرکننده"), max_length=200, required=False)
    issuer_en = TextField(
        label=_("صادرکننده به انگلیسی"), max_length=200, required=False
    )
    status = forms.ChoiceField(
        label=_("وضع تأیید"),
        choices=Status,
        help_text=_("تا متن سند با نسخهٔ رسمی برابر نشده است، تأییدنشده بماند."),
    )
    source_url = forms.URLField(
        label=_("نشانی متن"), max_length=300, required=False, assume_scheme="https"
    )
    note = TextField(label=_("یادداشت"), required=False, widget=forms.Textarea)


class ProvisionForm(forms.Form):
    title = TextField(label=pgettext_lazy("provision", "آنچه سند تعیین می‌کند"))
    article = TextField(label=_("ماده یا بند"), max_length=60, required=False)
    value = TextField(
        label=_("مقدار"),
        max_length=120,
        required=False,
        help_text=_("اگر مقدار را در سند ندیده‌اید، خالی بگذارید."),
    )
    unit = TextField(label=_("یکا"), max_length=40, required=False)
    from_day = JalaliDateField(label=_("از تاریخ"), required=False)
    until_day = JalaliDateField(
        label=_("تا تاریخ"),
        required=False,
        help_text=_("این روز دیگر در شمار نیست."),
    )
    status = forms.ChoiceField(label=_("وضع تأیید"), choices=Status)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        start, end = facts.get("from_day"), facts.get("until_day")
        if start and end and end <= start:
            self.add_error("until_day", _("پایان باید پس از آغاز باشد."))
        if facts.get("status") == Status.CONFIRMED and not facts.get("value"):
            self.add_error("value", _("بی‌مقدار نمی‌شود آن را تأییدشده نوشت."))
        return facts


class LinkForm(forms.Form):
    effect = forms.ChoiceField(label=_("این سند چه می‌کند"), choices=Effect)
    other = TextField(
        label=_("با سند شمارهٔ"),
        help_text=_("شماره را به هر دو ترتیب می‌شود نوشت."),
    )
    from_day = JalaliDateField(
        label=_("از تاریخ"),
        required=False,
        help_text=_("خالی: از تاریخ خود این سند."),
    )

    def clean_other(self) -> Document:
        found = Document.objects.numbered(document_key(self.cleaned_data["other"]))
        document = found.order_by("-issued_on", "pk").first()
        if document is None:
            raise forms.ValidationError(
                _("سندی با این شماره ثبت نشده است؛ نخست آن را ثبت کنید."),
                code="document-unknown",
            )
        return document
