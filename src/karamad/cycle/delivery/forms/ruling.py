"""What is typed to set the rule of a class of courses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karamad.cycle.delivery.actions.ruling import Wish
from karamad.cycle.delivery.models import CompletionRule
from karamad.kernel.text import document_key
from karamad.registers.courses.models import CourseClass
from karamad.registers.regulations.models import Document, Status
from karamad.web.fields import AmountField, ChoiceField, JalaliDateField, TextField

BOUNDS = {
    "min_value": _("از ۰ تا ۱۰۰ بنویسید."),
    "max_value": _("از ۰ تا ۱۰۰ بنویسید."),
}


class DocumentField(TextField):
    """A document of the register by its number."""

    default_error_messages = {
        "unknown": _("سندی با این شماره در مقررات ثبت نشده است."),
        "several": _("چند سند این شماره را دارند؛ شماره را کامل بنویسید."),
    }

    def prepare_value(self, value: Any) -> Any:
        return value.number if isinstance(value, Document) else value

    def clean(self, value: Any) -> Document | None:
        text = super().clean(value)
        if not text:
            return None
        found = list(Document.objects.numbered(document_key(text)).order_by("pk")[:2])
        if len(found) != 1:
            fault = "several" if found else "unknown"
            raise forms.ValidationError(self.error_messages[fault], code=fault)
        return found[0]


class RuleForm(forms.Form):
    """What a class of courses asks, from a day on."""

    course_class = ChoiceField(
        label=_("ردهٔ دوره"),
        choices=[("", _("هر رده‌ای که قاعدهٔ خود را ندارد")), *CourseClass.choices],
        required=False,
    )
    from_day = JalaliDateField(
        label=_("از روزِ"),
        help_text=_("برای اجراهایی که آخرین جلسه‌شان از این روز به بعد است."),
    )
    least_share = AmountField(
        label=_("کمترین حضور، درصد زمان جلسه‌ها"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        required=False,
        error_messages=BOUNDS,
        help_text=_("اگر در سندی ندیده‌اید خالی بگذارید؛ آنگاه نتیجه باز می‌ماند."),
    )
    leave_counts = forms.BooleanField(
        label=_("مرخصی حضور به شمار می‌آید"), required=False
    )
    asks_exam = forms.BooleanField(label=_("آزمون پایانی لازم است"), required=False)
    least_score = AmountField(
        label=_("کمترین نمره از ۱۰۰"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        required=False,
        error_messages=BOUNDS,
    )
    asks_assignment = forms.BooleanField(label=_("تکلیف لازم است"), required=False)
    document = DocumentField(
        label=_("شمارهٔ سند"),
        max_length=60,
        required=False,
        help_text=_("سندی که این عددها در آن است، چنان‌که در مقررات ثبت شده."),
    )
    status = ChoiceField(
        label=_("وضع تأیید"),
        choices=[("", _("نوشته نشده")), *Status.choices],
        required=False,
    )

    def wish(self) -> Wish:
        """Return what was typed; the form is valid."""
        return Wish(**self.cleaned_data)


def initial_of(rule: CompletionRule) -> dict[str, Any]:
    """Return what the form starts with where a rule is to be corrected."""
    names = RuleForm.base_fields
    return {name: getattr(rule, name) for name in names}
