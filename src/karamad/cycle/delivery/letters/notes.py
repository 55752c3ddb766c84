"""What people are told of their places: the templates, and what these say."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from karamad.cycle.delivery.models import EnrolmentState, Run
from karamad.cycle.outbox.letters import Template, register
from karamad.web.display import jalali_long

PLACES = {
    "name": "مریم کریمی",
    "course": "مدیریت بحران در شهرداری",
    "run": "RUN-1405-012",
    "day": "۲۶ اردیبهشت ۱۴۰۵",
}

PLACED = Template(
    code="place-given",
    name=_("جایی در یک دوره گرفت"),
    places=PLACES,
    bundle="places",
    waits=False,
    words={
        ("sms", "fa"): ("", "{name}، در دورهٔ «{course}» جا دارید. آغاز: {day}"),
        ("sms", "en"): ("", "{name}, you have a place in “{course}”. It begins {day}"),
        ("email", "fa"): (
            "جای شما در دورهٔ «{course}»",
            (
                "{name} گرامی،\n\nدر دورهٔ «{course}» (اجرای {run}) جا دارید. "
                "دوره در {day} آغاز می‌شود.\n\n"
                "اگر نمی‌توانید بیایید، انصراف بدهید تا نفر بعدی جا بگیرد."
            ),
        ),
        ("email", "en"): (
            "Your place in “{course}”",
            (
                "Dear {name},\n\nyou have a place in “{course}” (run {run}). "
                "It begins {day}.\n\n"
                "If you cannot come, give the place up for the next in line."
            ),
        ),
    },
)
WAITING = Template(
    code="place-waited-for",
    name=_("در فهرست انتظار یک دوره است"),
    places=PLACES,
    bundle="places",
    words={
        ("sms", "fa"): (
            "",
            "{name}، دورهٔ «{course}» پر است؛ در فهرست انتظارید و خبر می‌دهیم.",
        ),
        ("sms", "en"): (
            "",
            "{name}, “{course}” is full. You are on the waiting list; more later.",
        ),
        ("email", "fa"): (
            "نوبت شما در دورهٔ «{course}»",
            (
                "{name} گرامی،\n\nجاهای دورهٔ «{course}» (اجرای {run}) پر است. "
                "در فهرست انتظار هستید؛ هر کس زودتر آمده باشد، زودتر جا می‌گیرد. "
                "همین که جایی برایتان باز شود، خبر می‌دهیم."
            ),
        ),
        ("email", "en"): (
            "Your turn in “{course}”",
            (
                "Dear {name},\n\nall places in “{course}” (run {run}) are taken. "
                "You are on the waiting list; whoever came first, goes first. "
                "We shall tell you as soon as there is a place for you."
            ),
        ),
    },
)
DECLINED = Template(
    code="place-declined",
    name=_("درخواستش پذیرفته نشد"),
    places={**PLACES, "reason": "این دوره برای مدیران پایه است"},
    bundle="places",
    words={
        ("sms", "fa"): (
            "",
            "{name}، درخواست شما برای دورهٔ «{course}» پذیرفته نشد: {reason}",
        ),
        ("sms", "en"): (
            "",
            "{name}, your request for “{course}” was declined: {reason}",
        ),
        ("email", "fa"): (
            "درخواست دورهٔ «{course}» پذیرفته نشد",
            (
                "{name} گرامی،\n\nدرخواست شما برای دورهٔ «{course}» (اجرای {run}) "
                "پذیرفته نشد. دلیل: {reason}"
            ),
        ),
        ("email", "en"): (
            "Your request for “{course}” was declined",
            (
                "Dear {name},\n\nyour request for “{course}” (run {run}) was declined. "
                "The reason: {reason}"
            ),
        ),
    },
)
STANDS_AGAIN = Template(
    code="request-stands-again",
    name=_("درخواستش که پذیرفته نشده بود دوباره پابرجاست"),
    places=PLACES,
    bundle="places",
    words={
        ("sms", "fa"): (
            "",
            (
                "{name}، آنچه دربارهٔ درخواست شما برای دورهٔ «{course}» نوشتیم پس گرفته "
                "شد؛ درخواستتان پابرجاست."
            ),
        ),
        ("sms", "en"): (
            "",
            (
                "{name}, what we wrote about your request for “{course}” was taken "
                "back: the request stands."
            ),
        ),
        ("email", "fa"): (
            "درخواست شما برای دورهٔ «{course}» پابرجاست",
            (
                "{name} گرامی،\n\nنوشته بودیم که درخواست شما برای دورهٔ «{course}» "
                "(اجرای {run}) پذیرفته نشد. آن تصمیم پس گرفته شد: درخواستتان پابرجاست "
                "و در انتظار موافقت است. نتیجه را خبر می‌دهیم."
            ),
        ),
        ("email", "en"): (
            "Your request for “{course}” stands",
            (
                "Dear {name},\n\nwe wrote that your request for “{course}” (run {run}) "
                "was declined. That decision was taken back: the request stands and "
                "waits for agreement. We shall tell you what comes of it."
            ),
        ),
    },
)
RELEASED = Template(
    code="run-called-off",
    name=_("اجرایی که در آن بود لغو شد"),
    places={**PLACES, "reason": "مدرس بیمار است"},
    bundle="places",
    waits=False,
    words={
        ("sms", "fa"): ("", "{name}، دورهٔ «{course}» برگزار نمی‌شود: {reason}"),
        ("sms", "en"): ("", "{name}, “{course}” does not take place: {reason}"),
        ("email", "fa"): (
            "دورهٔ «{course}» برگزار نمی‌شود",
            (
                "{name} گرامی،\n\nدورهٔ «{course}» (اجرای {run})، که قرار بود در "
                "{day} آغاز شود، لغو شد. دلیل: {reason}\n\n"
                "جای شما آزاد شده است و می‌توانید برای اجرای دیگری درخواست دهید."
            ),
        ),
        ("email", "en"): (
            "“{course}” does not take place",
            (
                "Dear {name},\n\n“{course}” (run {run}), which was to begin {day}, was "
                "called off. The reason: {reason}\n\n"
                "You are free to ask for a place in another run."
            ),
        ),
    },
)
UNNAMED = Template(
    code="naming-taken-back",
    name=_("معرفی‌اش برای یک دوره پس گرفته شد"),
    places={**PLACES, "reason": "نام‌ها جابه‌جا نوشته شده بود."},
    bundle="places",
    waits=False,
    words={
        ("sms", "fa"): (
            "",
            "{name}، معرفی شما برای دورهٔ «{course}» پس گرفته شد: {reason}",
        ),
        ("sms", "en"): (
            "",
            "{name}, you are no longer named for “{course}”: {reason}",
        ),
        ("email", "fa"): (
            "معرفی شما برای دورهٔ «{course}» پس گرفته شد",
            (
                "{name} گرامی،\n\nمعرفی شما برای دورهٔ «{course}» (اجرای {run}، آغاز: "
                "{day}) پس گرفته شد. دلیل: {reason}\n\n"
                "اگر این درست نیست، به کارشناس آموزش خود بگویید."
            ),
        ),
        ("email", "en"): (
            "You are no longer named for “{course}”",
            (
                "Dear {name},\n\nyou are no longer named for “{course}” (run {run}, "
                "beginning {day}). The reason: {reason}\n\n"
                "If that is wrong, tell your training expert."
            ),
        ),
    },
)
CHANGED = Template(
    code="run-changed",
    name=_("چیزی در اجرایی که با آن کار دارد تغییر کرد"),
    places={**PLACES, "what": "جلسه‌ها به روزهای دیگر رفت؛ آغاز: ۲ خرداد ۱۴۰۵."},
    bundle="places",
    waits=False,
    words={
        ("sms", "fa"): ("", "{name}، دورهٔ «{course}»: {what}"),
        ("sms", "en"): ("", "{name}, “{course}”: {what}"),
        ("email", "fa"): (
            "تغییری در دورهٔ «{course}»",
            "{name} گرامی،\n\nدر دورهٔ «{course}» (اجرای {run}): {what}",
        ),
        ("email", "en"): (
            "A change in “{course}”",
            "Dear {name},\n\nin “{course}” (run {run}): {what}",
        ),
    },
)
CALLED_OFF = Template(
    code="run-called-off-told",
    name=_("اجرایی که در آن درس می‌داد یا برای آن معرفی کرده بود لغو شد"),
    places={**PLACES, "reason": "مدرس بیمار است"},
    bundle="places",
    waits=False,
    words={
        ("sms", "fa"): ("", "{name}، دورهٔ «{course}» برگزار نمی‌شود: {reason}"),
        ("sms", "en"): ("", "{name}, “{course}” does not take place: {reason}"),
        ("email", "fa"): (
            "دورهٔ «{course}» برگزار نمی‌شود",
            (
                "{name} گرامی،\n\nدورهٔ «{course}» (اجرای {run})، که قرار بود در "
                "{day} آغاز شود، لغو شد. دلیل: {reason}\n\n"
                "به کسانی که در آن جا داشتند یا در انتظار بودند خبر داده می‌شود."
            ),
        ),
        ("email", "en"): (
            "“{course}” does not take place",
            (
                "Dear {name},\n\n“{course}” (run {run}), which was to begin {day}, was "
                "called off. The reason: {reason}\n\n"
                "Those who had a place in it or waited for one are told."
            ),
        ),
    },
)
COMPLETED = Template(
    code="course-completed",
    name=_("دوره‌ای را گذراند"),
    places=PLACES,
    bundle="outcomes",
    words={
        ("sms", "fa"): (
            "",
            "{name}، دورهٔ «{course}» را گذراندید. گام بعدی در صفحهٔ نخست کارآمد است.",
        ),
        ("sms", "en"): (
            "",
            "{name}, you completed “{course}”. Karamad shows your next step.",
        ),
        ("email", "fa"): (
            "دورهٔ «{course}» را گذراندید",
            (
                "{name} گرامی،\n\nدورهٔ «{course}» (اجرای {run}) را گذراندید "
                "و در شناسنامهٔ آموزشی شما ثبت شد.\n\n"
                "صفحهٔ نخست شما در کارآمد می‌گوید با آن چه داوری‌ای جابه‌جا شد و "
                "گام بعدی چیست."
            ),
        ),
        ("email", "en"): (
            "You completed “{course}”",
            (
                "Dear {name},\n\nyou completed “{course}” (run {run}), and it "
                "stands in your training record.\n\n"
                "Your first page in Karamad says which verdict moved by it, and what "
                "your next step is."
            ),
        ),
    },
)
NOT_COMPLETED = Template(
    code="course-not-completed",
    name=_("دوره‌ای برایش گذرانده به شمار نیامد"),
    places=PLACES,
    bundle="outcomes",
    words={
        ("sms", "fa"): (
            "",
            (
                "{name}، دورهٔ «{course}» برای شما گذرانده به شمار نیامد. "
                "دلیل در صفحهٔ اجراست."
            ),
        ),
        ("sms", "en"): (
            "",
            "{name}, “{course}” does not count as completed. Its page says why.",
        ),
        ("email", "fa"): (
            "نتیجهٔ دورهٔ «{course}»",
            (
                "{name} گرامی،\n\nدورهٔ «{course}» (اجرای {run}) برای شما گذرانده "
                "به شمار نیامد. دلیلش در صفحهٔ نتیجه‌های همین اجرا نوشته شده است.\n\n"
                "اگر درست نیست، به مدرس یا کارشناس آموزش بگویید."
            ),
        ),
        ("email", "en"): (
            "What “{course}” came to",
            (
                "Dear {name},\n\n“{course}” (run {run}) does not count as completed by "
                "you. The page of its outcomes says why.\n\n"
                "If that is wrong, tell your instructor or training expert."
            ),
        ),
    },
)
TEMPLATES = {
    EnrolmentState.PLACED: PLACED,
    EnrolmentState.WAITING: WAITING,
    EnrolmentState.DECLINED: DECLINED,
    EnrolmentState.RELEASED: RELEASED,
    EnrolmentState.UNNAMED: UNNAMED,
}


def register_all() -> None:
    """Say to the outbox what may be said."""
    for template in (
        *TEMPLATES.values(),
        STANDS_AGAIN,
        CHANGED,
        CALLED_OFF,
        COMPLETED,
        NOT_COMPLETED,
    ):
        register(template)


def said_of(run: Run) -> tuple[dict[str, str], dict[str, str]]:
    """Return what the templates say of a run, in Persian and in English."""
    course = run.course
    persian = {
        "course": course.title,
        "run": run.code,
        "day": _day(run.first_day, "fa"),
    }
    english = {
        "course": course.title_en or course.title,
        "run": run.code,
        "day": _day(run.first_day, "en"),
    }
    return persian, english


def _day(day: date | None, language: str) -> str:
    with override(language):
        return jalali_long(day) if day else "—"
