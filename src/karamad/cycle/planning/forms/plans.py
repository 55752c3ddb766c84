"""What is typed about plans, their lines and their money."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karamad.cycle.planning.actions.drafting import LineWish
from karamad.cycle.planning.actions.tariffs import Wording
from karamad.cycle.planning.letters.plans import factor_words
from karamad.cycle.planning.models import (
    CustomerWord,
    Line,
    TariffFactor,
    VenueWord,
)
from karamad.registers.courses.forms import CourseField, ProviderField
from karamad.registers.courses.models import Course, Mode
from karamad.registers.people.forms.naming import PostsField, UnitField
from karamad.registers.people.models import UnitQuerySet
from karamad.registers.regulations.models import Status
from karamad.web.display import MONTHS_FA, month_name, plain_digits
from karamad.web.fields import AmountField, ChoiceField, NumberField, TextField
from karamad.web.widgets import TextBox

TEXT = 500
MOST = 1_000_000
MOST_RUNS = 10_000
MOST_RIALS = 10**15
MOST_HOURS = 10_000
FIRST_YEAR, LAST_YEAR = 1380, 1500
COUNTED = {
    "min_value": _("دست‌کم ۱ بنویسید."),
    "max_value": _("این شمار بیش از اندازه است."),
}


def months() -> list[tuple[str, str]]:
    """Return the Jalali months to choose from."""
    return [(str(n), month_name(n)) for n in range(1, len(MONTHS_FA) + 1)]


class PlanForm(forms.Form):
    """Whose plan, and of which year."""

    unit = UnitField(
        label=_("برنامهٔ کدام واحد"),
        max_length=200,
        help_text=_("کد یا نام واحدی که می‌بینید."),
    )
    year = ChoiceField(label=_("سال"), choices=[])

    def __init__(
        self, *args: Any, units: UnitQuerySet, years: list[int], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        unit: Any = self.fields["unit"]
        unit.units = units
        year: Any = self.fields["year"]
        year.choices = [(str(each), plain_digits(each)) for each in years]


class LineForm(forms.Form):
    """One course of a plan: for whom, how many, when, by whom."""

    course = CourseField(label=_("دوره"), max_length=300, help_text=_("عنوان یا کد"))
    audience = TextField(
        label=_("برای چه کسانی"),
        max_length=300,
        help_text=_("چنان‌که در برنامه خوانده شود؛ مانند «بخشداران تازه‌منصوب»."),
    )
    posts = PostsField(
        label=_("دارندگان کدام پست‌ها"),
        max_length=1000,
        required=False,
        help_text=_("کد یا عنوان پست‌ها، با «،» در میان."),
    )
    heads = NumberField(
        label=_("چند نفر"), min_value=1, max_value=MOST, error_messages=COUNTED
    )
    hours = AmountField(
        label=_("هر نفر چند ساعت"),
        min_value=Decimal("0.25"),
        max_value=MOST_HOURS,
        decimal_places=2,
        required=False,
        help_text=_("خالی یعنی ساعت خود دوره."),
    )
    runs = NumberField(
        label=_("چند بار برگزار می‌شود"),
        min_value=1,
        max_value=MOST_RUNS,
        initial=1,
        error_messages=COUNTED,
    )
    month = ChoiceField(label=_("از کدام ماه"), choices=months)
    provider = ProviderField(
        label=_("مجری"),
        max_length=200,
        required=False,
        help_text=_("نام یا کد؛ صلاحیتش برای آن ماه سنجیده می‌شود."),
    )
    mode = ChoiceField(
        label=_("شیوه"),
        choices=[("", _("چنان‌که دوره می‌گوید")), *Mode.choices],
        required=False,
    )
    customer = ChoiceField(label=_("آموزش‌گیرنده"), choices=CustomerWord.choices)
    venue = ChoiceField(label=_("کجا برگزار می‌شود"), choices=VenueWord.choices)
    agreed = NumberField(
        label=_("مبلغ توافقی، ریال"),
        min_value=1,
        max_value=MOST_RIALS,
        required=False,
        error_messages=COUNTED,
        help_text=_("خالی یعنی بها از تعرفه؛ اگر بنویسید به جای آن می‌نشیند."),
    )
    agreed_document = TextField(
        label=_("سند مبلغ توافقی"), max_length=100, required=False
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        course: Course | None = typed.get("course")
        if course is not None and typed.get("hours") is None and "hours" in typed:
            typed["hours"] = course.hours
            if course.hours is None:
                self.add_error("hours", _("ساعت این دوره تعیین نشده است؛ بنویسید."))
        return typed

    def wish(self) -> LineWish:
        """Return what was typed; the form is valid."""
        typed = dict(self.cleaned_data)
        typed["month"] = int(typed["month"])
        typed["mode"] = typed["mode"] or typed["course"].mode
        return LineWish(**typed)


def initial_of(line: Line) -> dict[str, Any]:
    """Return what the form of a line starts with."""
    names = [name for name in LineForm.base_fields if name != "month"]
    return {name: getattr(line, name) for name in names} | {"month": str(line.month)}


class BudgetForm(forms.Form):
    """Money for a plan."""

    source = TextField(label=_("از کجا"), max_length=200)
    amount = NumberField(
        label=_("مبلغ، ریال"),
        min_value=1,
        max_value=MOST_RIALS,
        error_messages=COUNTED,
    )
    document = TextField(label=_("سند"), max_length=100, required=False)


class CommentForm(forms.Form):
    """A word on a version, or on one of its lines."""

    line = ChoiceField(label=_("دربارهٔ"), choices=[], required=False)
    text = TextField(label=_("نوشتهٔ یادداشت"), max_length=1000, widget=TextBox)

    def __init__(
        self, *args: Any, lines: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        line: Any = self.fields["line"]
        line.choices = [("", _("همهٔ برنامه")), *lines]


class NoteForm(forms.Form):
    """Why a plan is given back, amended or closed."""

    note = TextField(label=_("چرا"), max_length=TEXT, widget=TextBox)


class NothingForm(forms.Form):
    """An act that asks for nothing but a yes."""


class CoverForm(forms.Form):
    """In which draft, and by which of its lines, needs are covered."""

    line = ChoiceField(label=_("در کدام ردیف"), choices=[])

    def __init__(
        self, *args: Any, lines: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        line: Any = self.fields["line"]
        line.choices = lines
        self.has_lines = bool(lines)


class TariffForm(forms.Form):
    """The tariff of a year: its document, base and factors."""

    year = NumberField(
        label=_("سال"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={
            "min_value": _("سال را با چهار رقم بنویسید."),
            "max_value": _("سال را با چهار رقم بنویسید."),
        },
    )
    document = TextField(label=_("سند"), max_length=100)
    base = NumberField(
        label=_("نرخ پایهٔ هر نفرساعت، ریال"),
        min_value=1,
        max_value=MOST_RIALS,
        required=False,
        error_messages=COUNTED,
        help_text=_("خالی یعنی هنوز دانسته نیست؛ تا آنگاه ردیف‌ها بها ندارند."),
    )
    status = ChoiceField(
        label=_("اطمینان"),
        choices=[("", _("گفته نشده")), *Status.choices],
        required=False,
    )
    source_url = forms.URLField(
        label=_("نشانی سند"), required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, factors: list[TariffFactor], **options: Any) -> None:
        super().__init__(*args, **options)
        self._positions = [row.position for row in factors]
        for row in factors:
            self.fields[f"factor-{row.position}"] = AmountField(
                label=_("ضریب: %(when)s") % {"when": factor_words(row)},
                min_value=Decimal("0.001"),
                max_value=100,
                decimal_places=3,
                required=False,
                initial=row.value,
                help_text=_("خالی یعنی سند بها را به تصمیم واگذاشته است."),
            )

    def wording(self) -> Wording:
        """Return what was typed; the form is valid."""
        names = ("document", "base", "status", "source_url")
        return Wording(**{name: self.cleaned_data[name] for name in names})

    def values(self) -> dict[int, Decimal | None]:
        """Return the factors typed, by position."""
        return {n: self.cleaned_data[f"factor-{n}"] for n in self._positions}
