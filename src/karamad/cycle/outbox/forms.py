"""What is typed to word a template anew."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karamad.cycle.outbox.models import Pace
from karamad.cycle.outbox.rules import Flaw
from karamad.web.fields import ChoiceField, TextField
from karamad.web.widgets import TextBox

FLAWS = {
    Flaw.EMPTY: _("چیزی بنویسید."),
    Flaw.LONE_BRACE: _("یک آکولاد تنها مانده است؛ جای‌خالی را {name} بنویسید."),
    Flaw.UNKNOWN_PLACE: _("این پیام جای‌خالیِ «%(name)s» ندارد."),
}


class WordingForm(forms.Form):
    """Subject and text; an SMS has no subject."""

    subject = TextField(label=_("موضوع"), max_length=200)
    text = TextField(label=_("متن"), max_length=2000, widget=TextBox)

    def __init__(self, *args: Any, has_subject: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_subject:
            del self.fields["subject"]

    def refuse(self, found: dict[str, tuple[tuple[Flaw, str], ...]]) -> None:
        """Say beside each field what is wrong with its words."""
        for name, flaws in found.items():
            for flaw, about in flaws:
                self.add_error(name, str(FLAWS[flaw]) % {"name": about})


class PreferenceForm(forms.Form):
    """How often to hear over each way; one of them at least is heard over."""

    sms = ChoiceField(label=_("پیامک"), choices=Pace.choices, widget=forms.RadioSelect)
    email = ChoiceField(
        label=_("رایانامه"), choices=Pace.choices, widget=forms.RadioSelect
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("sms") == said.get("email") == Pace.NEVER:
            self.add_error(
                "email",
                _("یکی از دو راه را باز بگذارید تا از دوره‌هایتان بی‌خبر نمانید."),
            )
        return said
