"""What somebody is told before he ceases to be eligible."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from karamad.cycle.outbox.letters import Template
from karamad.web.display import jalali_long

LAPSES = Template(
    code="verdict-lapses",
    name=_("به‌زودی شرایط پستی را نخواهد داشت"),
    places={
        "name": "مریم کریمی",
        "profile": "شهردار درجهٔ ۵ تا ۸",
        "day": "۲۶ اردیبهشت ۱۴۰۵",
    },
    bundle="lapses",
    words={
        ("sms", "fa"): (
            "",
            "{name}، شرایط «{profile}» را تا {day} دارید. شناسنامه را ببینید.",
        ),
        ("sms", "en"): (
            "",
            "{name}, you meet “{profile}” only until {day}. See your passport.",
        ),
        ("email", "fa"): (
            "شرایط «{profile}» تا {day}",
            (
                "{name} گرامی،\n\nامروز شرایط «{profile}» را دارید، ولی از {day} نه. "
                "شناسنامهٔ آموزشی شما می‌گوید چه چیزی پایان می‌یابد و با چه چیزی "
                "دوباره برقرار می‌شود."
            ),
        ),
        ("email", "en"): (
            "“{profile}” until {day}",
            (
                "Dear {name},\n\nyou meet “{profile}” today, but not from {day} on. "
                "Your training passport says what lapses, and what would mend it."
            ),
        ),
    },
)


def said_of(title: str, until: date, language: str) -> dict[str, str]:
    """Return what the template says of a profile, in a language."""
    with override(language):
        return {"profile": title, "day": jalali_long(until)}
