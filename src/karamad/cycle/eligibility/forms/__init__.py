"""What is typed about candidacies, decisions, objections and who qualifies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karamad.cycle.eligibility.models.objections import AnswerWord, OutcomeWord
from karamad.registers.people.forms.naming import PostField, UnitField
from karamad.registers.people.models import AssignmentKind, UnitQuerySet
from karamad.web.fields import ChoiceField, JalaliDateField, TextField
from karamad.web.widgets import TextBox

NUMBER = 60  # letters of a document's number
TEXT = 2000


class CandidacyForm(forms.Form):
    """For which post somebody is considered, and from when."""

    post = PostField(label=_("پست"), max_length=200, help_text=_("عنوان یا کد"))
    unit = UnitField(
        label=_("واحد"), max_length=200, help_text=_("کد یا نام واحدی که می‌بینید.")
    )
    from_day = JalaliDateField(label=_("از روزِ"))

    def __init__(self, *args: Any, units: UnitQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["unit"]
        field.units = units


class CandidacyEndForm(forms.Form):
    """From when on somebody is no longer considered."""

    on = JalaliDateField(
        label=_("پایان نامزدی"), help_text=_("از این روز دیگر نامزد نیست.")
    )


class DecisionForm(forms.Form):
    """An appointment and its document."""

    document_number = TextField(label=_("شمارهٔ حکم"), max_length=NUMBER)
    document_date = JalaliDateField(label=_("تاریخ حکم"))
    effective_from = JalaliDateField(label=_("از روزِ"))
    kind = ChoiceField(label=_("نوع حکم"), choices=AssignmentKind.choices)
    reason = TextField(
        label=_("دلیل تصمیم، با آنکه واجد شرایط نیست"),
        max_length=TEXT,
        widget=TextBox,
        error_messages={
            "required": _(
                "نتیجه «واجد شرایط» نیست؛ دلیل این تصمیم و سند آن را بنویسید."
            )
        },
    )
    reason_document = TextField(label=_("سند این دلیل"), max_length=NUMBER)

    def __init__(self, *args: Any, against: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not against:
            del self.fields["reason"], self.fields["reason_document"]


class WithdrawalForm(forms.Form):
    """Why a decision is taken back, and by which document."""

    reason = TextField(label=_("دلیل"), max_length=TEXT, widget=TextBox)
    document = TextField(label=_("شمارهٔ سند"), max_length=NUMBER)


class ObjectionForm(forms.Form):
    """What the finding should be, and why."""

    asked = ChoiceField(label=_("به نظر شما باید چه باشد"), choices=OutcomeWord.choices)
    text = TextField(
        label=_("چرا"),
        max_length=TEXT,
        widget=TextBox,
        help_text=_("آنچه گذرانده‌اید یا دارید و شماره و تاریخ آن را بنویسید."),
    )


class AnswerForm(forms.Form):
    """An officer's answer to an objection."""

    word = ChoiceField(label=_("پاسخ"), choices=AnswerWord.choices)
    text = TextField(label=_("متن پاسخ"), max_length=TEXT, widget=TextBox)
    document = TextField(label=_("شمارهٔ سند"), max_length=NUMBER)


class VacancyForm(forms.Form):
    """A post, a day, and among whom."""

    post = PostField(label=_("پست"), max_length=200, help_text=_("عنوان یا کد"))
    profile = ChoiceField(label=_("نمایه"), choices=[], required=False)
    day = JalaliDateField(label=_("در روزِ"))
    unit = UnitField(
        label=_("در میان چه کسانی"),
        max_length=200,
        required=False,
        help_text=_("کد یا نام واحد؛ خالی یعنی همهٔ کسانی که می‌بینید."),
    )

    def __init__(
        self,
        *args: Any,
        units: UnitQuerySet,
        profiles: list[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["unit"]
        field.units = units
        chosen: Any = self.fields["profile"]
        chosen.choices = [("", _("آنچه ورود به این پست را می‌سنجد")), *profiles]
