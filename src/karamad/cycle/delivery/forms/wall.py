"""What is asked before a code is put on the wall."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from karamad.cycle.delivery.models.wall import MOST_ON_TIME
from karamad.web.fields import NumberField

ON_TIME = 10


class WallForm(forms.Form):
    """How many minutes after the beginning one still comes in time."""

    on_time = NumberField(
        label=_("تا چند دقیقه پس از آغاز، به‌موقع است؟"),
        initial=ON_TIME,
        min_value=0,
        max_value=MOST_ON_TIME,
        help_text=_("هر که پس از آن رمز را بخواند، «با تأخیر» ثبت می‌شود."),
    )
