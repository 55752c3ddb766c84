"""What is said to a person about a code; the codes stand in `rules.faults`."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from karamad.registers.exchange.rules.columns import Kind
from karamad.registers.exchange.rules.faults import Code, FileCode
from karamad.registers.exchange.rules.kinds import KINDS
from karamad.web.display import is_persian, plain_digits

Words = Mapping[str, str | Promise]

# Why, in a few words: the head of a group of refused rows.
REASONS: Words = {
    Code.REQUIRED: _("خانهٔ بایسته خالی است"),
    Code.FORMULA_ERROR: _("فرمول خانه به خطا رسیده است"),
    Code.TEXT_TOO_LONG: _("متن از اندازه بلندتر است"),
    Code.TOO_MANY_CELLS: _("ردیف از سرستون‌ها بیشتر خانه دارد"),
    Code.MAIL_INVALID: _("این نوشته نشانی رایانامه نیست"),
    Code.NID_CHARACTERS: _("کد ملی جز رقم چیزی در خود دارد"),
    Code.NID_LENGTH: _("شمار رقم‌های کد ملی درست نیست"),
    Code.NID_REPEATED: _("ده رقم یکسان کد ملی نیست"),
    Code.NID_CHECKSUM: _("رقم آخر کد ملی نمی‌خواند"),
    Code.DATE_INVALID: _("چنین روزی در تقویم نیست"),
    Code.DATE_SERIAL: _("به جای تاریخ عددی آمده است"),
    Code.DATE_DAY_FIRST: _("تاریخ از روز آغاز شده است"),
    Code.DATE_TWO_DIGIT_YEAR: _("سال تاریخ دورقمی است"),
    Code.DATE_OUT_OF_RANGE: _("سال تاریخ دور از باور است"),
    Code.DATE_FUTURE: _("تاریخ هنوز نرسیده است"),
    Code.ENDS_BEFORE_START: _("پایان پیش از آغاز است"),
    Code.BOOL_INVALID: _("پاسخ بله یا خیر نیست"),
    Code.NUMBER_INVALID: _("عدد خوانا نیست"),
    Code.NUMBER_RANGE: _("مقدار بیرون از دامنه است"),
    Code.NUMBER_PRECISION: _("عدد بیش از دو رقم اعشار دارد"),
    Code.WORD_UNKNOWN: _("واژه از واژه‌های این ستون نیست"),
    Code.CODE_INVALID: _("کد نشانه‌ای دارد که در کد نمی‌آید"),
    Code.RANK_UNKNOWN: _("چنین رتبه‌ای نیست"),
    Code.INSTRUMENT_MISMATCH: _("ابزار سنجش با نوع نتیجه نمی‌خواند"),
    Code.PERSON_UNKNOWN: _("فردی با این کد ملی نیست"),
    Code.COURSE_UNKNOWN: _("دوره‌ای با این کد نیست"),
    Code.POST_UNKNOWN: _("پستی با این کد نیست"),
    Code.UNIT_UNKNOWN: _("واحدی با این کد نیست"),
    Code.PROVIDER_UNKNOWN: _("مجری‌ای با این کد نیست"),
    Code.PROFILE_UNKNOWN: _("نمایه‌ای با این کد نیست"),
    Code.CRITERION_UNKNOWN: _("این نمایه چنین شرطی ندارد"),
    Code.OUT_OF_SCOPE: _("در دسترس شما نیست"),
    Code.NOT_ALLOWED: _("بارگذاری این کد با نقش شما نیست"),
    Code.DUPLICATE_IN_FILE: _("کلید در همین پرونده با مقدار دیگری آمده است"),
    Code.REFERS_TO_ITSELF: _("ردیف به خود اشاره کرده است"),
    Code.BELOW_ITSELF: _("واحد زیر خودش می‌افتد"),
    Code.PROFILE_INVALID: _("نمایه خوانا نیست"),
}

# What to do, where there is more to say; %(about)s is what helps.
ADVICE: Words = {
    Code.REQUIRED: _("این خانه را پر کنید؛ بی آن ردیف ثبت نمی‌شود."),
    Code.FORMULA_ERROR: _("در صفحه‌گسترده به جای فرمول، خود مقدار را بگذارید."),
    Code.TEXT_TOO_LONG: _("بیش از %(about)s نویسه پذیرفته نیست."),
    Code.TOO_MANY_CELLS: _(
        "سرستون‌ها %(about)s تا هستند؛ شاید درون متنی نشانهٔ جداکننده آمده باشد."
    ),
    Code.MAIL_INVALID: _(
        "نشانی رایانامه یکی است و مانند name@example.ir؛ "
        "اگر نیست، خانه را خالی بگذارید."
    ),
    Code.NID_CHARACTERS: _("کد ملی ده رقم است."),
    Code.NID_LENGTH: _("کد ملی ده رقم و کد فراگیر اتباع دوازده رقم است."),
    Code.NID_CHECKSUM: _(
        "رقم آخر این کد ملی با بقیه نمی‌خواند؛ شاید رقمی جابه‌جا شده باشد."
    ),
    Code.DATE_INVALID: _("تاریخ را مانند ۱۴۰۴/۰۲/۱۱ بنویسید."),
    Code.DATE_SERIAL: _("قالب خانه را در صفحه‌گسترده تاریخ کنید؛ شاید %(about)s باشد."),
    Code.DATE_DAY_FIRST: _("نخست سال را بنویسید: ۱۴۰۴/۰۲/۰۱."),
    Code.DATE_TWO_DIGIT_YEAR: _("سال را چهاررقمی بنویسید: ۱۴۰۴/۰۲/۰۱."),
    Code.DATE_OUT_OF_RANGE: _("سال را وارسی کنید."),
    Code.DATE_FUTURE: _("امروز یا روزی پیش از آن را بنویسید."),
    Code.ENDS_BEFORE_START: _("روز پایان خود بیرون از بازه است و پس از آغاز می‌آید."),
    Code.BOOL_INVALID: _("باید ۱ یا ۰، یا بله یا خیر باشد."),
    Code.NUMBER_INVALID: _("تنها رقم و ممیز بنویسید."),
    Code.NUMBER_RANGE: _("دامنهٔ پذیرفته %(about)s است."),
    Code.NUMBER_PRECISION: _("با دو رقم پس از ممیز بنویسید."),
    Code.WORD_UNKNOWN: _("یکی از این‌ها پذیرفته است: %(about)s."),
    Code.CODE_INVALID: _("نشانهٔ | تنها میان چند کد می‌آید."),
    Code.RANK_UNKNOWN: _("یکی از این‌ها پذیرفته است: %(about)s."),
    Code.INSTRUMENT_MISMATCH: _(
        "برای ارزشیابی سالانه APPRAISAL و برای رتبه RANK بنویسید و نه جز این‌ها."
    ),
    Code.PERSON_UNKNOWN: _("نخست خود فرد را در پروندهٔ افراد بارگذاری کنید."),
    Code.POST_UNKNOWN: _("کد پست را در فهرست پست‌ها ببینید."),
    Code.UNIT_UNKNOWN: _("نخست خود واحد را بارگذاری کنید."),
    Code.PROVIDER_UNKNOWN: _("نخست خود مجری را بارگذاری کنید."),
    Code.COURSE_UNKNOWN: _("کد دوره را در فهرست دوره‌ها ببینید."),
    Code.PROFILE_UNKNOWN: _("نخست خود نمایه را بارگذاری کنید."),
    Code.CRITERION_UNKNOWN: _("شناسهٔ شرط را در نمایه ببینید."),
    Code.OUT_OF_SCOPE: _("شما ردیف‌های واحد خود و زیر آن را بارگذاری می‌کنید."),
    Code.NOT_ALLOWED: _("این کدها کشوری‌اند و دفتر مرکزی آن‌ها را نگه می‌دارد."),
    Code.DUPLICATE_IN_FILE: _("ردیف نخست پذیرفته شد؛ از این دو یکی را نگه دارید."),
    Code.REFERS_TO_ITSELF: _("کد دیگری بنویسید یا خانه را خالی بگذارید."),
    Code.BELOW_ITSELF: _("بالادست این واحد، خود زیر همین واحد است."),
    Code.PROFILE_INVALID: "%(about)s",
}

# The same, where something near is known.
NEARER: Words = {
    Code.DATE_INVALID: _("آن ماه تا %(about)s بیشتر نمی‌رود."),
    Code.DATE_FUTURE: _("این روز هنوز نرسیده است؛ شاید %(about)s باشد."),
    Code.COURSE_UNKNOWN: _("نزدیک‌ترین کد %(about)s است."),
    Code.POST_UNKNOWN: _("نزدیک‌ترین کد %(about)s است."),
    Code.UNIT_UNKNOWN: _("نزدیک‌ترین کد %(about)s است."),
    Code.PROVIDER_UNKNOWN: _("نزدیک‌ترین کد %(about)s است."),
    Code.PROFILE_UNKNOWN: _("نزدیک‌ترین کد %(about)s است."),
}

FIGURES = frozenset(
    {
        Code.DATE_INVALID,
        Code.DATE_FUTURE,
        Code.DATE_SERIAL,
        Code.NUMBER_RANGE,
        Code.TEXT_TOO_LONG,
        Code.TOO_MANY_CELLS,
    }
)
CODES = NEARER.keys() - FIGURES

FILES: Words = {
    FileCode.EMPTY: _("پرونده خالی است."),
    FileCode.NOT_A_TABLE: _("این پرونده جدول نیست؛ CSV یا XLSX بدهید."),
    FileCode.NOT_TEXT: _("این پرونده متن نیست؛ نمایه را به صورت YAML بدهید."),
    FileCode.TOO_LARGE: _("پرونده از %(about)s بزرگ‌تر است."),
    FileCode.ZIP_BOMB: _(
        "این پرونده پس از باز شدن بسیار بزرگ می‌شود (%(about)s) و باز نشد."
    ),
    FileCode.PROTECTED: _("پرونده گذرواژه دارد یا XLS قدیمی است؛ آن را XLSX کنید."),
    FileCode.BROKEN: _("پرونده از جایی خوانا نیست: %(about)s"),
    FileCode.TOO_MANY_COLUMNS: _("پرونده بیش از %(about)s ستون دارد."),
    FileCode.LINE_TOO_LONG: _("پرونده خطی دارد که پایان آن پیدا نیست."),
    FileCode.STOPPED: _(
        "خواندن پرونده نیمه‌کاره ماند (%(about)s)؛ دوباره بارگذاری کنید."
    ),
    FileCode.COLUMN_MISSING: _("این ستون‌های بایسته در پرونده نیستند: %(about)s"),
    FileCode.COLUMN_TWICE: _("این ستون دو بار آمده است: %(about)s"),
    FileCode.NOT_ALLOWED: _("بارگذاری این پرونده با نقش شما نیست."),
}

COLUMN_FAULTS = frozenset({FileCode.COLUMN_MISSING, FileCode.COLUMN_TWICE})

TITLES: Words = {
    "units": _("واحدها"),
    "posts": _("پست‌ها"),
    "people": _("افراد"),
    "assignments": _("حکم‌ها"),
    "courses": _("دوره‌ها"),
    "providers": _("مجریان"),
    "completions": _("دوره‌های گذرانده"),
    "results": _("نتیجه‌ها"),
    "credentials": _("گواهینامه‌ها"),
    "exemptions": _("معافیت‌ها"),
    "profiles": _("نمایه‌ها"),
}


def reason(code: str) -> str:
    """Return why, in a few words and the reader's language."""
    return str(REASONS[code])


def advice(code: str, about: str = "") -> str:
    """Return what to do about it, with what helps where something does."""
    sentence = NEARER.get(code) if about else None
    sentence = sentence or ADVICE.get(code) or REASONS[code]
    return str(sentence) % {"about": _written(code, about)}


def _written(code: str, about: str) -> str:
    """Return what helps as the page writes it: a day and a range in its digits.

    A code keeps its digits. One that begins with them takes a mark, so that its parts
    stay in their order among Persian words.
    """
    if code in CODES:
        return f"\u200e{about}" if about[:1].isdigit() else about
    if code not in FIGURES or not is_persian():
        return about
    return plain_digits(about.replace("–", " تا ").replace("-", "/"))


def of_file(code: str, about: str = "", kind: str = "") -> str:
    """Return why a whole file is refused.

    kind: of a load, whose columns the reader knows by their names in his language.
    """
    if kind in KINDS and code in COLUMN_FAULTS:
        about = _comma().join(_named(name, KINDS[kind]) for name in about.split(", "))
    return str(FILES[code]) % {"about": about}


def _comma() -> str:
    return "، " if is_persian() else ", "


def _named(name: str, kind: Kind) -> str:
    if not is_persian() or name not in kind.by_name:
        return name
    return f"{kind.by_name[name].persian} ({name})"


def of_cell(column: str, code: str) -> str:
    """Return what stands in the error column of a file of refused rows."""
    return said("%(column)s: %(reason)s [%(code)s]") % {
        "column": column,
        "reason": reason(code),
        "code": code,
    }
