"""Acts in the reader's words: `people:person:correct` is «اصلاح شخص»."""

from __future__ import annotations

import re
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karamad.web.display import jalali

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

VERBS = {
    "accept": gettext_lazy("پذیرفتن"),
    "accredit": gettext_lazy("تأیید صلاحیت"),
    "add": gettext_lazy("افزودن"),
    "agree": gettext_lazy("موافقت با"),
    "amend": gettext_lazy("آغاز اصلاح"),
    "answer": gettext_lazy("پاسخ به"),
    "approve": gettext_lazy("تصویب"),
    "ask": gettext_lazy("پرسیدن"),
    "call-off": gettext_lazy("لغو"),
    "cancel": gettext_lazy("لغو"),
    "change": gettext_lazy("دگرگون کردن"),
    "close": gettext_lazy("بستن"),
    "come-back": gettext_lazy("بازگشت به"),
    "compute": gettext_lazy("محاسبهٔ"),
    "copy": gettext_lazy("آوردن ردیف‌های سال پیش به"),
    "correct": gettext_lazy("تصحیح"),
    "cover": gettext_lazy("پوشاندن"),
    "create": gettext_lazy("ثبت"),
    "decline": gettext_lazy("نپذیرفتن"),
    "delete": gettext_lazy("حذف"),
    "derive": gettext_lazy("یافتن"),
    "die": gettext_lazy("ثبت درگذشت"),
    "draft": gettext_lazy("پیش‌نویس"),
    "end": gettext_lazy("پایان"),
    "equate": gettext_lazy("هم‌ارز کردن"),
    "export": gettext_lazy("خروجی از"),
    "finish": gettext_lazy("پایان"),
    "give": gettext_lazy("دادن"),
    "issue": gettext_lazy("صادر کردن"),
    "let-in": gettext_lazy("جا دادن پیش از نوبت به"),
    "link": gettext_lazy("پیوند"),
    "load": gettext_lazy("بارگذاری"),
    "make": gettext_lazy("ساختن"),
    "merge": gettext_lazy("یکی کردن"),
    "move": gettext_lazy("جابه‌جایی"),
    "open": gettext_lazy("گشودن"),
    "order": gettext_lazy("دستور"),
    "postpone": gettext_lazy("به روزهای دیگر بردن"),
    "price": gettext_lazy("بهای تازهٔ"),
    "promote": gettext_lazy("جا دادن به"),
    "publish": gettext_lazy("اعلام"),
    "put-back": gettext_lazy("برگزاری دوبارهٔ"),
    "put-up": gettext_lazy("روی دیوار آوردن"),
    "raise": gettext_lazy("طرح"),
    "read": gettext_lazy("خواندن"),
    "record": gettext_lazy("ثبت"),
    "register": gettext_lazy("ثبت"),
    "reject": gettext_lazy("رد کردن"),
    "release": gettext_lazy("آزاد کردن"),
    "renew": gettext_lazy("تازه کردن"),
    "replace-instructor": gettext_lazy("مدرس دیگر برای"),
    "request": gettext_lazy("درخواست"),
    "resume": gettext_lazy("ادامهٔ"),
    "retire": gettext_lazy("ثبت بازنشستگی"),
    "return": gettext_lazy("بازگرداندن"),
    "revoke": gettext_lazy("پس گرفتن"),
    "run": gettext_lazy("اجرای"),
    "save": gettext_lazy("ذخیرهٔ"),
    "seed": gettext_lazy("کاشتن"),
    "send-again": gettext_lazy("فرستادن دوبارهٔ"),
    "set": gettext_lazy("گذاشتن"),
    "share": gettext_lazy("اشتراک"),
    "split": gettext_lazy("دو بخش کردن"),
    "stop": gettext_lazy("ایستاندن"),
    "submit": gettext_lazy("فرستادن"),
    "take": gettext_lazy("گرفتن"),
    "take-apart": gettext_lazy("از هم جدا کردن"),
    "take-back": gettext_lazy("برگرداندن"),
    "take-down": gettext_lazy("از دیوار برداشتن"),
    "taken-back": gettext_lazy("برگرداندن"),
    "withdraw": gettext_lazy("پس گرفتن"),
    "write": gettext_lazy("نوشتن"),
}
THINGS = {
    "account": gettext_lazy("حساب"),
    "assignment": gettext_lazy("حکم"),
    "attendance": gettext_lazy("حضور و غیاب"),
    "budget": gettext_lazy("ردیف بودجه"),
    "candidacy": gettext_lazy("نامزدی"),
    "comment": gettext_lazy("یادداشت"),
    "costing": gettext_lazy("حساب هزینه"),
    "course": gettext_lazy("دوره"),
    "decision": gettext_lazy("تصمیم"),
    "demo": gettext_lazy("کشور نمونه"),
    "document": gettext_lazy("سند"),
    "draft": gettext_lazy("پیش‌نویس"),
    "edition": gettext_lazy("ویرایش"),
    "enrolment": gettext_lazy("ثبت‌نام"),
    "export": gettext_lazy("خروجی"),
    "fact": gettext_lazy("عدد"),
    "factor": gettext_lazy("ضریب تعرفه"),
    "grant": gettext_lazy("نقش"),
    "feed": gettext_lazy("نشانی تقویم"),
    "holiday": gettext_lazy("تعطیل رسمی"),
    "instructor": gettext_lazy("مدرس"),
    "invoice": gettext_lazy("صورت‌حساب"),
    "inquiry": gettext_lazy("استعلام واجدان"),
    "leave": gettext_lazy("نبودن"),
    "line": gettext_lazy("ردیفی از برنامه"),
    "link": gettext_lazy("پیوند"),
    "list": gettext_lazy("فهرست"),
    "load": gettext_lazy("بارگذاری"),
    "material": gettext_lazy("محتوا"),
    "message": gettext_lazy("پیام"),
    "national-id": gettext_lazy("کد ملی"),
    "need": gettext_lazy("نیاز"),
    "nomination": gettext_lazy("معرفی"),
    "objection": gettext_lazy("اعتراض"),
    "outcome": gettext_lazy("نتیجهٔ دوره"),
    "passport": gettext_lazy("شناسنامهٔ آموزشی"),
    "password": gettext_lazy("گذرواژه"),
    "person": gettext_lazy("فرد"),
    "place": gettext_lazy("جایگاه"),
    "plan": gettext_lazy("برنامهٔ سال"),
    "post": gettext_lazy("پست"),
    "preference": gettext_lazy("شیوهٔ رسیدن پیام"),
    "priority": gettext_lazy("اولویت"),
    "profile": gettext_lazy("نمایه"),
    "programme": gettext_lazy("برنامهٔ سراسری"),
    "provider": gettext_lazy("مجری"),
    "provision": gettext_lazy("مقدار سند"),
    "room": gettext_lazy("کلاس"),
    "rule": gettext_lazy("قاعدهٔ گذراندن"),
    "run": gettext_lazy("اجرای دوره"),
    "scenario": gettext_lazy("سناریو"),
    "score": gettext_lazy("نمره"),
    "seeds": gettext_lazy("داده‌های پایه"),
    "session": gettext_lazy("جلسه"),
    "subject": gettext_lazy("موضوع تدریس"),
    "target": gettext_lazy("هدف"),
    "tariff": gettext_lazy("تعرفه"),
    "template": gettext_lazy("متن آماده"),
    "token": gettext_lazy("نشانه"),
    "unit": gettext_lazy("واحد"),
    "user": gettext_lazy("حساب"),
    "wall": gettext_lazy("رمز حضور"),
    "wording": gettext_lazy("متن پیام"),
}


def act_words(act: str) -> str:
    """Return an act in words, or its code where we have none."""
    _app, _sep, rest = act.partition(":")
    thing, _sep, verb = rest.partition(":")
    if thing not in THINGS or verb not in VERBS:
        return act
    words = str(THINGS[thing])
    # Said alone it begins with a capital in English, after a verb it does not.
    named = {"verb": VERBS[verb], "thing": words[:1].lower() + words[1:]}
    return _("%(verb)s %(thing)s") % named


def kind_words(kind: str) -> str:
    return str(THINGS.get(kind, kind))


def value_words(value: object) -> str:
    """Return what an entry holds of one fact as it is read, not as it is kept."""
    if isinstance(value, list):
        return _("، ").join(value_words(each) for each in value)
    if isinstance(value, bool):
        return _("بله") if value else _("خیر")
    text = "" if value is None else str(value)
    return jalali(date.fromisoformat(text)) if _is_day(text) else text


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False
