"""What is typed to move a run: other days, another instructor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karamad.registers.courses.forms import InstructorField
from karamad.registers.courses.models import Instructor
from karamad.web.fields import ChoiceField, JalaliDateField, TextField
from karamad.web.templatetags.words import said

SAID = _("همان‌گونه که در پیام به افراد گفته می‌شود؛ خالی یعنی بی‌دلیل.")


class PostponingForm(forms.Form):
    """To which days, and why."""

    first = JalaliDateField(
        label=_("نخستین جلسه در"),
        help_text=_("جلسه‌های مانده همه به همین اندازه جابه‌جا می‌شوند."),
    )
    reason = TextField(label=_("دلیل"), max_length=200, required=False, help_text=SAID)


class ReplacingForm(forms.Form):
    """Who teaches in whose stead."""

    old = ChoiceField(label=_("به جای"), choices=[])
    new = InstructorField(
        label=_("مدرس تازه"), max_length=160, help_text=_("کد یا نام.")
    )
    reason = TextField(label=_("دلیل"), max_length=200, required=False, help_text=SAID)

    def __init__(
        self, *args: Any, teaching: Iterable[Instructor], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._teaching = {str(each.pk): each for each in teaching}
        chosen: Any = self.fields["old"]
        chosen.choices = [
            (key, str(said(each, "name"))) for key, each in self._teaching.items()
        ]

    @property
    def replaced(self) -> Instructor:
        """Return whose sessions are taken over; the form is valid."""
        return self._teaching[self.cleaned_data["old"]]
