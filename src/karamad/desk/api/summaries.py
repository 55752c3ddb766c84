"""What each operation does: a Persian sentence and an English one (ADR 165).

In the document `summary` is Persian and `description` English. English stands here only
where the function says nothing of its own.
"""

from __future__ import annotations

from typing import Any

PERSIAN = {
    "GET /units": "واحدهای دامنه، هر یک با کد بالادست امروزش",
    "GET /units/{code}": "یک واحد",
    "GET /posts": "پست‌ها، با کدی که در همهٔ کشور یکی است",
    "GET /posts/{code}": "یک پست",
    "GET /courses": "فهرست دوره‌ها",
    "GET /courses/{code}": "یک دوره",
    "GET /profiles": "تازه‌ترین ویرایش همهٔ نمایه‌ها",
    "GET /profiles/{code}": "یک نمایه با همهٔ شرط‌هایش، در ویرایشی که بخواهید",
    "GET /regulations": "سندها؛ شمارهٔ سند به هر دو ترتیب یافته می‌شود",
    "GET /regulations/{document_id}": "یک سند با آنچه جایگزین یا باطل کرده است",
    "GET /people": "افراد دامنه، به واحد (یا زیر آن) و به پست",
    "POST /people/find": "افراد دامنه که یکی از این کدهای ملی را دارند",
    "GET /people/{person_id}": "یک فرد با آنچه امروز از او ثبت است؛ خواندنش ثبت می‌شود",
    "GET /people/{person_id}/verdicts": "فرد در یک روز واجد شرایط چیست و چرا",
    "GET /loads": "بارگذاری‌های همین سامانه و واحدهای دامنه‌اش",
    "POST /loads": "فرستادن پروندهٔ CSV یا XLSX، تا آزموده و سپس تأیید شود",
    "POST /loads/rows": "فرستادن ردیف‌ها به صورت JSON؛ دنبالهٔ کار همان پرونده است",
    "GET /loads/{load_id}": "پیشرفت یک بارگذاری و سرنوشت ردیف‌هایش",
    "GET /loads/{load_id}/refused": "نخستین خانه‌های نپذیرفته، با کد دلیل هر یک",
    "POST /loads/{load_id}/check": "درخواست آزمایش؛ چیزی ثبت نمی‌شود",
    "POST /loads/{load_id}/confirm": "ثبت ردیف‌های درست؛ بارگذاری ایستاده ادامه می‌یابد",
    "POST /loads/{load_id}/cancel": "ایستادن پس از دستهٔ جاری؛ آنچه ثبت شده می‌ماند",
}
ENGLISH = {
    "GET /units/{code}": "A unit.",
    "GET /posts/{code}": "A post.",
    "GET /courses": "The catalogue of courses.",
    "GET /courses/{code}": "A course.",
    "GET /regulations/{document_id}": "A document with what it replaces or annuls.",
}


def name_operation(key: str, operation: dict[str, Any]) -> None:
    """Let an operation of the document say in both languages what it does.

    key: method and path below the root, as in `PERSIAN`.
    """
    operation["summary"] = PERSIAN[key]
    operation.setdefault("description", ENGLISH.get(key, ""))
