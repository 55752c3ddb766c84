"""What is typed to move a run: other days, another instructor, two of one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karamad.cycle.delivery.forms.runs import BOUNDS
from karamad.cycle.delivery.models import Enrolment, Run
from karamad.registers.courses.forms import InstructorField
from karamad.registers.courses.models import Instructor
from karamad.registers.people.forms.naming import UnitField
from karamad.registers.people.models import UnitQuerySet
from karamad.web.display import said
from karamad.web.fields import (
    ChoiceField,
    ChoicesField,
    JalaliDateField,
    NumberField,
    TextField,
)

SAID = _("همان‌گونه که در پیام به افراد گفته می‌شود؛ خالی یعنی بی‌دلیل.")


class PostponingForm(forms.Form):
    """To which days, and why."""

    first = JalaliDateField(
        label=_("نخستین جلسه در"),
        help_text=_("جلسه‌های مانده همه به همین اندازه جابه‌جا می‌شوند."),
    )
    reason = TextField(label=_("دلیل"), max_length=200, required=False, help_text=SAID)


class SplittingForm(forms.Form):
    """Who goes to the new run, when that begins, and how many places both have."""

    unit = UnitField(
        label=_("همهٔ افراد واحدِ"),
        max_length=200,
        required=False,
        help_text=_("کد یا نام؛ افراد این واحد و زیر آن به اجرای تازه می‌روند."),
    )
    people = ChoicesField(label=_("و این افراد"), choices=[], required=False)
    first = JalaliDateField(
        label=_("نخستین جلسهٔ اجرای تازه"),
        help_text=_("جلسه‌ها همان ساعت‌ها و فاصله‌ها را دارند."),
    )
    places = NumberField(
        label=_("گنجایش اجرای تازه"),
        min_value=1,
        max_value=100_000,
        error_messages=BOUNDS,
    )
    left = NumberField(
        label=_("گنجایش این اجرا پس از آن"),
        min_value=1,
        max_value=100_000,
        error_messages=BOUNDS,
    )
    keep = ChoicesField(
        label=_("همان می‌ماند"),
        choices=[("rooms", _("کلاس‌ها")), ("instructors", _("مدرسان"))],
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        enrolments: Iterable[Enrolment],
        units: UnitQuerySet,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        chosen: Any = self.fields["people"]
        chosen.choices = [
            (
                str(row.pk),
                f"{row.person.name} ({row.person.masked})، {row.get_state_display()}",
            )
            for row in enrolments
        ]
        if not chosen.choices:
            del self.fields["people"]
        field: Any = self.fields["unit"]
        field.units = units


class MergingForm(forms.Form):
    """Into which run, and how many places it has then."""

    into = ChoiceField(label=_("به اجرای"), choices=[])
    places = NumberField(
        label=_("گنجایش آن پس از این"),
        min_value=1,
        max_value=100_000,
        error_messages=BOUNDS,
    )
    reason = TextField(label=_("دلیل"), max_length=200, required=False, help_text=SAID)

    def __init__(
        self, *args: Any, runs: Iterable[tuple[Run, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._runs = {str(run.pk): run for run, _title in runs}
        chosen: Any = self.fields["into"]
        chosen.choices = [(str(run.pk), title) for run, title in runs]

    @property
    def other(self) -> Run:
        """Return the run that stays; the form is valid."""
        return self._runs[self.cleaned_data["into"]]


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
            (key, said(each, "name")) for key, each in self._teaching.items()
        ]

    @property
    def replaced(self) -> Instructor:
        """Return whose sessions are taken over; the form is valid."""
        return self._teaching[self.cleaned_data["old"]]
