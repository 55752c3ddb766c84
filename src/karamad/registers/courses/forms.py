"""Forms of the catalogue."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karamad.registers.courses.models import (
    Course,
    CourseClass,
    CourseQuerySet,
    Instructor,
    InstructorKind,
    InstructorQuerySet,
    Mode,
    Provider,
    ProviderKind,
    ProviderQuerySet,
    Scope,
)
from karamad.registers.people.forms.naming import UnitField
from karamad.registers.people.models import Person, PersonQuerySet, UnitQuerySet
from karamad.registers.regulations.models import Status
from karamad.web.fields import (
    AmountField,
    CalledField,
    CodeField,
    JalaliDateField,
    NationalIdField,
    NumberField,
    TextField,
)

UNSAID = [("", _("گفته نشده"))]


class CourseField(CalledField):
    """A course by its code, or by its title when only one bears it."""

    default_error_messages = {
        "unknown": _("دوره‌ای با این کد یا عنوان نیست."),
        "several": _("چند دوره این عنوان را دارند؛ کد یکی را بنویسید: %(codes)s"),
    }

    def called(self, text: str) -> CourseQuerySet:
        return Course.objects.called(text)


class ProviderField(CalledField):
    """A provider by its code, or by its name when only one bears it."""

    default_error_messages = {
        "unknown": _("مجری‌ای با این کد یا نام نیست."),
        "several": _("چند مجری این نام را دارند؛ کد یکی را بنویسید: %(codes)s"),
    }

    def called(self, text: str) -> ProviderQuerySet:
        return Provider.objects.called(text)


class InstructorField(CalledField):
    """An instructor by his code, or by his name when only one bears it."""

    default_error_messages = {
        "unknown": _("مدرسی با این کد یا نام نیست."),
        "several": _("چند مدرس این نام را دارند؛ کد یکی را بنویسید: %(codes)s"),
    }

    def called(self, text: str) -> InstructorQuerySet:
        return Instructor.objects.called(text)


class PersonField(NationalIdField):
    """A person by his national id, of those the officer may see."""

    default_error_messages = {
        "unknown": _("در میان افراد شما کسی با این کد نیست."),
    }
    people: PersonQuerySet

    def clean(self, value: Any) -> Any:
        digits = super().clean(value)
        if not digits:
            return None
        person = self.people.identified_by(digits).first()
        if person is None:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        return person


class CourseForm(forms.Form):
    """A course's facts; the code is asked only of a new one."""

    code = CodeField(label=_("کد دوره"), max_length=40)
    title = TextField(label=_("عنوان"), max_length=300)
    title_en = TextField(label=_("عنوان به انگلیسی"), max_length=300, required=False)
    course_class = forms.ChoiceField(
        label=_("طبقه"), choices=[*UNSAID, *CourseClass.choices], required=False
    )
    scope = forms.ChoiceField(
        label=_("دامنه"), choices=[*UNSAID, *Scope.choices], required=False
    )
    hours = AmountField(
        label=_("ساعت"),
        max_digits=7,
        decimal_places=2,
        min_value=0,
        required=False,
        help_text=_("اگر ساعت در سندی نیامده است، خالی بگذارید؛ خالی صفر نیست."),
    )
    mode = forms.ChoiceField(
        label=_("شیوه"), choices=[*UNSAID, *Mode.choices], required=False
    )
    provider = CodeField(label=_("کد مجری"), max_length=40, required=False)
    valid_years = NumberField(
        label=_("اعتبار به سال"),
        min_value=1,
        max_value=99,
        required=False,
        help_text=_("تنها تاریخ پایان گواهینامه را پیشنهاد می‌کند."),
    )
    creditable_from = JalaliDateField(label=_("قابل احتساب از"), required=False)
    creditable_until = JalaliDateField(
        label=_("قابل احتساب تا"),
        required=False,
        help_text=_("این روز دیگر در شمار نیست."),
    )
    degree_programme = forms.BooleanField(
        label=_("به مدرک تحصیلی می‌انجامد"),
        required=False,
        help_text=_("ساعت چنین دوره‌ای شمرده نمی‌شود."),
    )
    equivalent_to = TextField(
        label=_("هم‌ارز با"),
        required=False,
        help_text=_("کد دوره‌هایی که این دوره به جای آن‌ها پذیرفته است، با «|»."),
    )
    status = forms.ChoiceField(
        label=_("وضع تأیید"), choices=[*UNSAID, *Status.choices], required=False
    )

    def __init__(self, *args: Any, new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not new:
            del self.fields["code"]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if Course.objects.filter(code=code).exists():
            raise forms.ValidationError(
                _("دوره‌ای با این کد هست؛ هر کد یک بار به کار می‌رود."),
                code="code-taken",
            )
        return code

    def clean_provider(self) -> Provider | None:
        code = self.cleaned_data["provider"]
        if not code:
            return None
        provider = Provider.objects.filter(code=code).first()
        if provider is None:
            raise forms.ValidationError(
                _("مجری‌ای با این کد نیست."), code="provider-unknown"
            )
        return provider

    def clean_equivalent_to(self) -> list[Course]:
        text = self.cleaned_data["equivalent_to"]
        codes = [code for code in re.split(r"[|،,\s]+", text) if code]
        known = {row.code: row for row in Course.objects.filter(code__in=codes)}
        unknown = [code for code in codes if code not in known]
        if unknown:
            raise forms.ValidationError(
                _("این کدها در فهرست دوره‌ها نیستند: %(codes)s"),
                code="course-unknown",
                params={"codes": "، ".join(unknown)},
            )
        return list(known.values())

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        start, end = facts.get("creditable_from"), facts.get("creditable_until")
        if start and end and end <= start:
            self.add_error("creditable_until", _("پایان باید پس از آغاز باشد."))
        return facts


class ProviderForm(forms.Form):
    """A provider's facts; the code is asked only of a new one."""

    code = CodeField(label=_("کد مجری"), max_length=40)
    name = TextField(label=_("نام"), max_length=200)
    name_en = TextField(label=_("نام به انگلیسی"), max_length=200, required=False)
    kind = forms.ChoiceField(
        label=_("نوع"), choices=[*UNSAID, *ProviderKind.choices], required=False
    )

    def __init__(self, *args: Any, new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not new:
            del self.fields["code"]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if Provider.objects.filter(code=code).exists():
            raise forms.ValidationError(
                _("مجری‌ای با این کد هست؛ هر کد یک بار به کار می‌رود."),
                code="code-taken",
            )
        return code


class AccreditationForm(forms.Form):
    domain = TextField(label=_("حیطه"), max_length=100)
    from_day = JalaliDateField(label=_("از تاریخ"), required=False)
    until_day = JalaliDateField(
        label=_("تا تاریخ"),
        required=False,
        help_text=_("این روز دیگر در شمار نیست."),
    )

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        start, end = facts.get("from_day"), facts.get("until_day")
        if start and end and end <= start:
            self.add_error("until_day", _("پایان باید پس از آغاز باشد."))
        return facts


class InstructorForm(forms.Form):
    """An instructor's facts; the code is asked only of a new one."""

    code = CodeField(label=_("کد مدرس"), max_length=40)
    name = TextField(label=_("نام"), max_length=160)
    name_en = TextField(label=_("نام به انگلیسی"), max_length=160, required=False)
    kind = forms.ChoiceField(label=_("نوع"), choices=InstructorKind.choices)
    person = PersonField(
        label=_("کد ملی، اگر خود از کارکنان است"),
        required=False,
        help_text=_("با آن کلاس و نمره‌های خود را در همین سامانه می‌بیند."),
    )
    unlink = forms.BooleanField(label=_("پیوند به پرونده‌اش بریده شود"), required=False)
    unit = UnitField(
        label=_("کدام واحد او را نگه می‌دارد"), max_length=200, required=False
    )
    note = TextField(label=_("یادداشت"), max_length=300, required=False)

    def __init__(
        self,
        *args: Any,
        of: Instructor | None,
        people: PersonQuerySet,
        units: UnitQuerySet,
        everywhere: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        unit: Any = self.fields["unit"]
        person.people, unit.units = people, units
        unit.help_text = _("کد یا نام؛ خالی یعنی بالاترین واحد شما.")
        if everywhere:
            unit.help_text = _("کد یا نام؛ خالی یعنی کشور.")
        if of is not None:
            del self.fields["code"]
        if of is None or of.person is None:
            del self.fields["unlink"]
        else:
            self.linked = of.person
            words = _("اکنون پیوسته است به %(name)s؛ خالی یعنی همان بماند.")
            person.help_text = words % {"name": of.person.name}

    linked: Person | None = None

    def facts(self) -> dict[str, Any]:
        """Return the facts of the instructor; the form is valid."""
        said = dict(self.cleaned_data)
        cut = said.pop("unlink", False)
        said["person"] = said["person"] or (None if cut else self.linked)
        return said


class ApprovalForm(forms.Form):
    """What an instructor is approved to teach, by which document, until when."""

    course = CourseField(
        label=_("دوره"), max_length=300, required=False, help_text=_("کد یا عنوان.")
    )
    course_class = forms.ChoiceField(
        label=_("یا همهٔ دوره‌های طبقهٔ"),
        choices=[*UNSAID, *CourseClass.choices],
        required=False,
    )
    document = TextField(label=_("سند"), max_length=120)
    from_day = JalaliDateField(label=_("از تاریخ"), required=False)
    until_day = JalaliDateField(
        label=_("تا تاریخ"),
        required=False,
        help_text=_("این روز دیگر در شمار نیست."),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        one = bool(said.get("course")) != bool(said.get("course_class"))
        if not one and "course" not in self.errors:
            self.add_error("course", _("یا یک دوره، یا یک طبقه."))
        _in_order(self, said)
        return said


class LeaveForm(forms.Form):
    """Days on which an instructor does not teach."""

    from_day = JalaliDateField(label=_("از تاریخ"))
    until_day = JalaliDateField(
        label=_("تا تاریخ"), help_text=_("این روز دیگر در شمار نیست.")
    )
    note = TextField(label=_("یادداشت"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        _in_order(self, said)
        return said


def _in_order(form: forms.Form, said: dict[str, Any]) -> None:
    start, end = said.get("from_day"), said.get("until_day")
    if start and end and end <= start:
        form.add_error("until_day", _("پایان باید پس از آغاز باشد."))
