"""What is said to people about requests and plans."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from karamad.cycle.outbox.letters import Template

ANSWER = Template(
    code="need-answered",
    name=_("پاسخ به درخواست آموزش"),
    places={
        "name": "مریم کریمی",
        "what": "مدیریت بحران",
        "answer": "در برنامهٔ ۱۴۰۵ آمده است.",
        "whose": "مریم کریمی",
    },
    bundle="needs",
    words={
        ("sms", "fa"): ("", "درخواست «{what}» برای {whose}: {answer}"),
        ("sms", "en"): ("", "Request “{what}” for {whose}: {answer}"),
        ("email", "fa"): (
            "پاسخ به درخواست «{what}»",
            "{name} گرامی،\n\nدرخواست «{what}» برای {whose}: {answer}",
        ),
        ("email", "en"): (
            "Answer to the request “{what}”",
            "Dear {name},\n\nthe request “{what}” for {whose}: {answer}",
        ),
    },
)
ANSWER_TAKEN_BACK = Template(
    code="need-answer-taken-back",
    name=_("پس گرفتن پاسخ به درخواست آموزش"),
    places={
        "name": "مریم کریمی",
        "what": "مدیریت بحران",
        "answer": "تا ۱۱ خرداد ۱۴۰۵ پاسخ می‌گیرد.",
        "whose": "مریم کریمی",
    },
    bundle="needs",
    words={
        ("sms", "fa"): (
            "",
            "پاسخ درخواست «{what}» برای {whose} پس گرفته شد؛ پابرجاست: {answer}",
        ),
        ("sms", "en"): (
            "",
            "The answer to “{what}” for {whose} was taken back; it stands: {answer}",
        ),
        ("email", "fa"): (
            "درخواست «{what}» پابرجاست",
            (
                "{name} گرامی،\n\nپاسخی که به درخواست «{what}» برای {whose} داده بودیم "
                "پس گرفته شد و درخواست پابرجاست: {answer}"
            ),
        ),
        ("email", "en"): (
            "The request “{what}” stands",
            (
                "Dear {name},\n\nthe answer we gave to the request “{what}” for "
                "{whose} was taken back, and the request stands: {answer}"
            ),
        ),
    },
)
RETURN = Template(
    code="plan-returned",
    name=_("بازگشت برنامه از کارگروه"),
    places={
        "name": "مریم کریمی",
        "plan": "برنامهٔ ۱۴۰۵ خراسان جنوبی",
        "note": "بهای ردیف ۳ را بازبینی کنید.",
    },
    bundle="plans",
    words={
        ("sms", "fa"): ("", "{plan} بازگشت: {note}"),
        ("sms", "en"): ("", "{plan} came back: {note}"),
        ("email", "fa"): (
            "{plan} از کارگروه بازگشت",
            "{name} گرامی،\n\n{plan} با این یادداشت بازگشت: {note}",
        ),
        ("email", "en"): (
            "{plan} came back from the working group",
            "Dear {name},\n\n{plan} came back with this note: {note}",
        ),
    },
)
