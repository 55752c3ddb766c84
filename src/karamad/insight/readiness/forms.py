"""What is typed to set a target and to close one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karamad.insight.readiness.actions.setting import Wish
from karamad.insight.readiness.models import Target
from karamad.registers.competencies.models import Profile
from karamad.registers.courses.forms import CourseField
from karamad.registers.people.forms.naming import PostsField, UnitField
from karamad.registers.people.models import UnitQuerySet
from karamad.web.fields import ChoiceField, JalaliDateField, NumberField, TextField

BOUNDS = {
    "min_value": _("دست‌کم ۱ بنویسید."),
    "max_value": _("این شمار بیش از اندازه است."),
}


class TargetForm(forms.Form):
    """Who must have what by which day."""

    title = TextField(
        label=_("عنوان هدف"),
        max_length=200,
        help_text=_("چنان‌که در فهرست و بر دیوار دیده شود."),
    )
    title_en = TextField(label=_("عنوان به انگلیسی"), max_length=200, required=False)
    course = CourseField(
        label=_("دوره‌ای که باید گذرانده شود"),
        max_length=300,
        required=False,
        help_text=_("کد یا عنوان؛ دوره‌های هم‌ارز آن هم پذیرفته است."),
    )
    profile = ChoiceField(
        label=_("یا نمایه‌ای که باید برآورده شود"), choices=[], required=False
    )
    posts = PostsField(
        label=_("دارندگان کدام پست‌ها"),
        max_length=1000,
        help_text=_("کد یا عنوان پست‌ها، با «،» در میان."),
    )
    unit = UnitField(
        label=_("دارندگان در کدام واحد"),
        max_length=200,
        required=False,
        help_text=_("کد یا نام واحد؛ خالی یعنی همهٔ کشور."),
    )
    from_day = JalaliDateField(label=_("آغاز"))
    deadline = JalaliDateField(
        label=_("مهلت"), help_text=_("آخرین روزی که به شمار می‌آید.")
    )
    share = NumberField(
        label=_("چند درصد باید برسند"),
        min_value=1,
        max_value=100,
        initial=100,
        error_messages=BOUNDS,
    )
    seats = NumberField(
        label=_("گنجایش روزانه"),
        min_value=1,
        max_value=1_000_000,
        required=False,
        error_messages=BOUNDS,
        help_text=_("در همهٔ کلاس‌ها روزی چند نفر؛ خالی یعنی نمی‌دانیم."),
    )

    def __init__(
        self,
        *args: Any,
        units: UnitQuerySet,
        profiles: list[tuple[str, str]],
        everywhere: bool,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["unit"]
        field.units = units
        if not everywhere:
            field.required = True
            field.help_text = _("کد یا نام واحدی که می‌بینید.")
        chosen: Any = self.fields["profile"]
        chosen.choices = [("", _("هیچ کدام")), *profiles]

    def wish(self) -> Wish:
        """Return what was typed; the form is valid."""
        typed = dict(self.cleaned_data)
        code = typed.pop("profile")
        profile = Profile.objects.filter(code=code).first() if code else None
        return Wish(**typed, profile=profile)


def initial_of(target: Target) -> dict[str, Any]:
    """Return what the form of a target starts with."""
    names = ("title", "title_en", "course", "posts", "unit", "from_day", "deadline")
    facts = {name: getattr(target, name) for name in (*names, "share", "seats")}
    return {**facts, "profile": target.profile.code if target.profile else ""}


class ClosingForm(forms.Form):
    """Why a target is followed no more."""

    note = TextField(
        label=_("چرا بسته می‌شود"),
        max_length=300,
        help_text=_("مانند «همه رسیدند» یا شمارهٔ سندی که آن را برداشت."),
    )
