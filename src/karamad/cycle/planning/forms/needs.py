"""What is typed about needs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karamad.cycle.planning.models import Level, Need, Priority, State
from karamad.cycle.planning.models.sources import sources
from karamad.registers.courses.forms import CourseField
from karamad.registers.people.forms.naming import UnitField
from karamad.registers.people.models import UnitQuerySet
from karamad.web.display import said
from karamad.web.fields import (
    ChoiceField,
    JalaliDateField,
    NumberField,
    TextField,
)
from karamad.web.widgets import TextBox

TEXT = 500
WISH = 300
MOST = 1_000_000
COUNTED = {
    "min_value": _("دست‌کم ۱ بنویسید."),
    "max_value": _("این شمار بیش از اندازه است."),
}
ANY = ("", _("همه"))


def priority_choices() -> list[tuple[str, str]]:
    """Return the priorities to choose from, the most pressing first."""
    rows = Priority.objects.most_pressing_first()
    return [(row.code, said(row, "title")) for row in rows]


class PriorityField(ChoiceField):
    """A priority by its code."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"choices": priority_choices, **options})

    def clean(self, value: Any) -> Priority | None:
        code = super().clean(value)
        return Priority.objects.filter(code=code).first() if code else None


class NeedsFilter(forms.Form):
    """Which needs the list shows; read from the address."""

    unit = UnitField(label=_("واحد"), max_length=200, required=False)
    level = ChoiceField(label=_("سطح"), choices=[ANY, *Level.choices], required=False)
    priority = PriorityField(label=_("اولویت"), required=False)
    state = ChoiceField(
        label=_("وضع"), choices=[*State.choices, ("all", _("همه"))], required=False
    )
    source = ChoiceField(label=_("از کجا"), choices=[], required=False)

    def __init__(self, *args: Any, units: UnitQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        unit: Any = self.fields["unit"]
        unit.units = units
        priority: Any = self.fields["priority"]
        priority.choices = [ANY, *priority_choices()]
        source: Any = self.fields["source"]
        source.choices = [ANY, *[(each.key, each.label) for each in sources()]]


class JudgeForm(forms.Form):
    """Under which unit the judge is asked who lacks what."""

    unit = UnitField(
        label=_("زیر کدام واحد"),
        max_length=200,
        help_text=_("کد یا نام واحدی که می‌بینید؛ همهٔ زیرمجموعه‌اش شمرده می‌شود."),
    )
    each = forms.BooleanField(
        label=_("برای هر واحدِ یک پله پایین‌تر جدا"), required=False
    )

    def __init__(self, *args: Any, units: UnitQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["unit"]
        field.units = units


class DerivedForm(forms.Form):
    """How pressing the needs chosen are, and until when."""

    priority = PriorityField(label=_("اولویت"))
    needed_by = JalaliDateField(label=_("تا چه روزی"), required=False)


class OrderForm(forms.Form):
    """A need that the organisation itself orders."""

    unit = UnitField(
        label=_("برای کدام واحد"),
        max_length=200,
        help_text=_("کد یا نام واحدی که می‌بینید."),
    )
    course = CourseField(
        label=_("دوره"), max_length=300, required=False, help_text=_("عنوان یا کد")
    )
    wish = TextField(
        label=_("یا به نوشته"),
        max_length=WISH,
        required=False,
        help_text=_("اگر هنوز دوره‌ای آن را نمی‌پوشاند."),
    )
    heads = NumberField(
        label=_("چند نفر"), min_value=1, max_value=MOST, error_messages=COUNTED
    )
    priority = PriorityField(label=_("اولویت"))
    needed_by = JalaliDateField(label=_("تا چه روزی"), required=False)

    def __init__(self, *args: Any, units: UnitQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["unit"]
        field.units = units


class RequestForm(forms.Form):
    """What one person asks to be trained in."""

    course = CourseField(
        label=_("دوره"),
        max_length=300,
        required=False,
        help_text=_("کد یا عنوان آن در فهرست دوره‌ها"),
    )
    wish = TextField(
        label=_("یا بنویسید چه می‌خواهید بیاموزید و چرا"),
        max_length=WISH,
        required=False,
        widget=TextBox,
    )
    needed_by = JalaliDateField(label=_("تا چه روزی لازم است"), required=False)


class AcceptForm(forms.Form):
    """An answer to a request: it will be planned."""

    course = CourseField(
        label=_("دوره‌ای که آن را می‌پوشاند"), max_length=300, required=False
    )
    priority = PriorityField(label=_("اولویت"))
    text = TextField(
        label=_("پاسخ به درخواست‌کننده"), max_length=TEXT, required=False, widget=TextBox
    )

    def __init__(self, *args: Any, need: Need, **options: Any) -> None:
        super().__init__(*args, **options)
        if need.course_id is not None:
            del self.fields["course"]


class RejectForm(forms.Form):
    """Why needs are turned down."""

    reason = TextField(
        label=_("چرا"),
        max_length=TEXT,
        widget=TextBox,
        help_text=_("هر که درخواست کرده است آن را می‌خواند."),
    )


class MergeForm(forms.Form):
    """Into which of the needs chosen the others go, and for how many heads."""

    into = ChoiceField(label=_("در کدام"), choices=[])
    heads = NumberField(
        label=_("روی هم چند نفر"),
        min_value=1,
        max_value=MOST,
        error_messages=COUNTED,
        help_text=_("اگر کسانی در بیش از یکی از آن‌ها هستند، یک بار بشمارید."),
    )

    def __init__(
        self, *args: Any, targets: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        into: Any = self.fields["into"]
        into.choices = targets
        self.has_targets = bool(targets)


class PrioritiesForm(forms.Form):
    """In which order needs press."""

    def __init__(self, *args: Any, rows: list[Priority], **options: Any) -> None:
        super().__init__(*args, **options)
        for row in rows:
            self.fields[row.code] = NumberField(
                label=said(row, "title"),
                min_value=1,
                max_value=len(rows),
                initial=row.position,
                error_messages=COUNTED,
            )
