"""What is typed about programmes."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karamad.cycle.planning.actions.programmes import ProgrammeWish
from karamad.registers.courses.forms import CourseField
from karamad.registers.courses.models import Course
from karamad.registers.people.forms.naming import PostsField, UnitField
from karamad.registers.people.models import UnitQuerySet
from karamad.web.fields import JalaliDateField, TextField


class CoursesField(TextField):
    """Courses by code or title, with commas between."""

    def clean(self, value: Any) -> tuple[Course, ...]:
        text = super().clean(value)
        one = CourseField()
        found = [
            one.clean(name.strip())
            for name in re.split(r"[،,;\n]+", text)
            if name.strip()
        ]
        return tuple(dict.fromkeys(course for course in found if course is not None))


class ProgrammeForm(forms.Form):
    """A named set of courses for holders of posts."""

    title = TextField(label=_("عنوان برنامهٔ سراسری"), max_length=200)
    title_en = TextField(label=_("عنوان به انگلیسی"), max_length=200, required=False)
    audience = TextField(label=_("برای چه کسانی"), max_length=300)
    posts = PostsField(
        label=_("دارندگان کدام پست‌ها"),
        max_length=1000,
        help_text=_("کد یا عنوان پست‌ها، با «،» در میان."),
    )
    courses = CoursesField(
        label=_("کدام دوره‌ها، همه با هم"),
        max_length=1000,
        help_text=_("کد یا عنوان دوره‌ها، با «،» در میان."),
    )
    since = JalaliDateField(
        label=_("گذراندن از چه روزی به شمار می‌آید"),
        required=False,
        help_text=_("خالی یعنی هر گاه گذرانده باشند."),
    )

    def wish(self) -> ProgrammeWish:
        """Return what was typed; the form is valid."""
        return ProgrammeWish(**self.cleaned_data)


class DaysForm(forms.Form):
    """On which days a province has its turn."""

    from_day = JalaliDateField(label=_("از روزِ"))
    until_day = JalaliDateField(
        label=_("تا پیش از"), help_text=_("نخستین روز پس از نوبت.")
    )


class WaveForm(forms.Form):
    """A province's turn."""

    unit = UnitField(label=_("استان"), max_length=200)
    from_day = JalaliDateField(label=_("از روزِ"))
    until_day = JalaliDateField(
        label=_("تا پیش از"), help_text=_("نخستین روز پس از نوبت.")
    )

    def __init__(self, *args: Any, units: UnitQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["unit"]
        field.units = units
