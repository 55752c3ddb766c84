"""What is asked of a file of scores."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from karamad.web.fields import ChoiceField


class ScoreFileForm(forms.Form):
    """A file, and out of how many its scores are."""

    file = forms.FileField(
        label=_("پرونده"),
        help_text=_(
            "CSV یا XLSX با ستون «کد ملی» و یک یا چند ستون از «پیش‌آزمون»، «پس‌آزمون»، "
            "«آزمون پایانی» و «تکلیف». خانهٔ خالی چیزی را دگرگون نمی‌کند."
        ),
    )
    out_of = ChoiceField(
        label=_("نمره‌های پرونده از چند است؟"),
        choices=[("100", _("از ۱۰۰")), ("20", _("از ۲۰"))],
        initial="100",
    )
