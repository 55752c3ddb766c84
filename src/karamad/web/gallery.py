"""What the gallery shows: invented people, counts and documents, in both languages.

These are specimens, not wording: each stands in Persian and in English.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from karamad.kernel.jalali import BadDay, parse_day
from karamad.web import display, fields, provinces
from karamad.web.components import Chip, Choice, Count, Crumb, Fact, Progress
from karamad.web.specimens import (
    editions,
    fan,
    findings,
    moments,
    multiples,
    people,
    refused,
    remedies,
    spans,
    tiles,
    two,
)
from karamad.web.templatetags.words import code, digits
from karamad.web.widgets import TextBox

TODAY = date(2026, 2, 9)  # 1404/11/20, the day of every specimen
ELECTION = date(2026, 5, 1)
ROWS = 312
JOB = 12
ICONS = [
    "met",
    "unmet",
    "unknown",
    "waived",
    "doing",
    "todo",
    "calendar",
    "x",
    "up",
    "down",
    "sort",
    "next",
    "prev",
    "first",
    "last",
    "open",
    "info",
    "warn",
    "download",
    "upload",
    "undo",
    "search",
    "object",
    "print",
    "plus",
    "edit",
    "lock",
    "person",
    "clock",
]


class Specimen(forms.Form):
    """Every kind of field."""

    family = fields.TextField(
        label=_("نام خانوادگی"), help_text=_("همان که در شناسنامه است")
    )
    national_id = fields.NationalIdField(
        label=_("کد ملی"), help_text=_("ده رقم، با هر رقمی که می‌نویسید")
    )
    start = fields.JalaliDateField(
        label=_("تاریخ آغاز"), help_text=_("مانند ۱۴۰۴/۰۲/۱۱")
    )
    end = fields.JalaliDateField(
        label=_("تاریخ پایان"), required=False, latest=ELECTION
    )
    places = fields.NumberField(label=_("گنجایش"), min_value=1, max_value=2_000)
    score = fields.AmountField(label=_("نمره"), max_digits=5, decimal_places=2)
    degree = fields.ChoiceField(
        label=_("مدرک"),
        choices=[("bachelor", _("کارشناسی")), ("master", _("کارشناسی ارشد"))],
    )
    post = fields.CodeField(
        label=_("کد پست"), disabled=True, initial="BAKHSHDAR-02", required=False
    )
    passed = fields.ChoiceField(
        label=_("نتیجه"),
        choices=[("1", _("قبول")), ("0", _("مردود"))],
        widget=forms.RadioSelect,
    )
    tell = fields.ChoicesField(
        label=_("خبر بده"),
        choices=[
            ("expiry", _("پیش از پایان اعتبار گواهینامه")),
            ("run", _("هنگام باز شدن نوبت تازه")),
        ],
        required=False,
    )
    note = fields.TextField(label=_("یادداشت"), required=False, widget=TextBox)


def as_of(request: HttpRequest) -> dict[str, Any]:
    typed = request.GET.get("as_of", "")
    try:
        return {"day": parse_day(typed) if typed else TODAY, "day_error": ""}
    except BadDay as bad:
        return {"day": typed, "day_error": fields.day_fault(bad)}


def form_specimens() -> dict[str, Any]:
    sent = {
        "sent-family": "موسوی‌زادهٔ خوانساری",
        "sent-national_id": "۰۴۹۹۳۷۰۸۹۸",
        "sent-start": "1/2/1404",
        "sent-end": "۱۴۰۴/۱۲/۳۰",
        "sent-places": "بیست",
        "sent-score": "۱۷/۵",
        "sent-degree": "master",
    }
    fresh = {"start": date(2025, 11, 3), "places": 1200, "score": Decimal("17.5")}
    return {
        "fresh": Specimen(prefix="fresh", initial={**fresh, "passed": "1"}),
        "refused": Specimen(sent, prefix="sent"),
    }


def job(done: int) -> Progress:
    """Return a specimen job that takes twelve steps."""
    running = done < JOB
    words = (
        two("در حال ثبت: دستهٔ {} از {}", "Recording: batch {} of {}")
        if running
        else two("هر {1} دسته ثبت شد.", "All {1} batches are recorded.")
    )
    url = f"{reverse('web:gallery-progress')}?done={done + 1}"
    shown = words.format(display.number(done), display.number(JOB))
    return Progress(done, JOB, shown, url, running)


def everything(request: HttpRequest) -> dict[str, Any]:
    """Return everything the gallery's page draws."""
    pages = Paginator(range(ROWS), 3)
    return {
        **as_of(request),
        **form_specimens(),
        "shortcuts": [
            Choice(two("امروز", "Today"), "?", current=True),
            Choice(display.jalali_long(ELECTION), "?as_of=1405-02-11"),
        ],
        "crumbs": [
            Crumb(two("زبان دیداری", "Visual language"), reverse("web:gallery")),
            Crumb(two("نمونه‌ها", "Specimens")),
        ],
        "chips": [
            Chip(
                "province",
                "17",
                two("استان", "Province"),
                provinces.name("17", persian=display.is_persian()),
            ),
            Chip(
                "role",
                "governor",
                two("نقش", "Role"),
                two("بخشدار", "District governor"),
            ),
        ],
        "facts": [
            Fact(two("کد ملی", "National id"), code(digits("432•••••17"))),
            Fact(two("پست کنونی", "Post"), two("بخشدار", "District governor")),
            Fact(two("استخدام", "Employment"), two("رسمی", "Official")),
            Fact(two("همراه", "Mobile"), ""),
        ],
        "counts": [
            Count(two("تازه", "New"), 11206, two("نخستین بار", "first time")),
            Count(two("دگرگون", "Changed"), 318, two("به جای پیشین", "replace")),
            Count(two("یکسان", "Same"), 913, two("پیش‌تر ثبت شده", "known")),
            Count(
                two("نپذیرفته", "Refused"), 43, two("با دلیل", "with reasons"), "bad"
            ),
            Count(
                two("همه", "All"),
                12480,
                two("جمع چهار شمار", "sum of the four"),
                is_sum=True,
            ),
        ],
        "steps": [
            two("پرونده", "File"),
            two("ستون‌ها", "Columns"),
            two("آزمایش", "Dry run"),
            two("ثبت", "Record"),
        ],
        "people": people(),
        "total_hours": sum(person["hours"] for person in people()),
        "page": pages.get_page(request.GET.get("page", 52)),
        "findings": findings(),
        "remedies": remedies(),
        "spans": spans(),
        "multiples": multiples(),
        "tiles": tiles(),
        "fan": fan(TODAY),
        "moments": moments(),
        "scale": [
            two(fa, en)
            for fa, en in (
                ("زیر ۳", "under 3"),
                ("۳ تا ۸", "3–8"),
                ("۹ تا ۱۴", "9–14"),
                ("۱۵ تا ۱۹", "15–19"),
                ("۲۰ و بیشتر", "20 or more"),
            )
        ],
        "job": job(4),
        "done_job": job(JOB),
        "editions": editions(),
        "refused_rows": refused(),
        "today": TODAY,
        "icons": ICONS,
    }
