"""Specimens of evidence for the gallery: all invented, in Persian and in English."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from karamad.web import display, provinces
from karamad.web.components import (
    Bar,
    DiffRow,
    Evidence,
    Fan,
    Finding,
    Foreseen,
    Group,
    Moment,
    Multiple,
    RefusedRow,
    Remedy,
    Span,
    Tile,
)


def two(persian: str, english: str) -> str:
    """Return the specimen in the language of the page."""
    return persian if display.is_persian() else english


def people() -> list[dict[str, Any]]:
    long_name = "سیدمحمدحسین موسوی‌زادهٔ خوانساری"
    return [
        {
            "pk": 1,
            "name": two("الهام رستگارنیا", "Elham Rastegarnia"),
            "unit": two("بخش چشمه‌سار، مهرآباد", "Cheshmehsar district, Mehrabad"),
            "hours": 60,
            "last": date(2026, 1, 7),
            "state": "unmet",
            "words": two("دو شرط مانده", "two criteria left"),
        },
        {
            "pk": 2,
            "name": two(long_name, "Seyyed Mohammad-Hossein Mousavizadeh Khansari"),
            "unit": two("بخش مرکزی، سپیدرود بالا", "Central district, Upper Sepidrud"),
            "hours": 1248,
            "last": date(2024, 4, 28),
            "state": "met",
            "words": two("واجد شرایط", "eligible"),
        },
        {
            "pk": 3,
            "name": two("یاور کیا", "Yavar Kia"),
            "unit": two("بخش کوهپایه، نیک‌شهر نو", "Kuhpayeh district, New Nikshahr"),
            "hours": 8,
            "last": None,
            "state": "unknown",
            "words": two("یک مدرک کم است", "one record is missing"),
        },
    ]


def findings() -> list[Finding | Group]:
    circular = two("بخشنامهٔ 226725", "circular 226725")
    return [
        Finding(
            state="unmet",
            what=two(
                "دورهٔ «مدیریت انتخابات برای فرمانداران»، در دو سال گذشته",
                "Course “Managing elections, for county governors”, "
                "within the last two years",
            ),
            document=circular,
            gap=two(
                "نوبت بعدی ۴ تا ۶ اسفند ۱۴۰۴ است؛ ۱۷ جای خالی دارد.",
                "The next run is on 4–6 Esfand 1404 and has 17 places left.",
            ),
            reached=two("گذرانده نشده", "not taken"),
            until_text=two("ثبت دوره", "the course is recorded"),
        ),
        Finding(
            state="unmet",
            what=two(
                "دست‌کم ۶۰ ساعت آموزش شغلی و مدیران، در سال جاری",
                "At least 60 hours of job and management training, this year",
            ),
            document=two("بخشنامهٔ 200/90/31146", "circular 200/90/31146"),
            gap=two(
                "۱۴ ساعت دیگر تا ۲۹ اسفند ۱۴۰۴ کم است.",
                "14 hours are missing until 29 Esfand 1404.",
            ),
            reached=two("۴۶ ساعت،", "46 hours,"),
            asked=two("دست‌کم ۶۰", "at least 60"),
            share=46 / 72,
            mark=60 / 72,
            evidence=[
                Evidence(
                    two("بودجه‌ریزی عملکردمحور", "Performance budgeting"),
                    date(2026, 1, 7),
                    "completion:FIN-118@1404-10-17",
                ),
                Evidence(
                    two("مدیریت بحران سیل و زلزله", "Floods and earthquakes"),
                    date(2025, 11, 13),
                    "completion:CRS-204@1404-08-22",
                ),
            ],
            until_text=two("رسیدن به ۶۰", "60 are reached"),
        ),
        Finding(
            state="met",
            what=two(
                "ارزیابی عمومی شایستگی، در سه سال گذشته",
                "General competence assessment, within three years",
            ),
            document=two("دستورالعمل 42570", "instruction 42570"),
            status=two("تأییدنشده", "unconfirmed"),
            reached="۷۱،" if display.is_persian() else "71,",
            asked=two("دست‌کم ۶۰", "at least 60"),
            share=0.71,
            mark=0.6,
            evidence=[
                Evidence(
                    two("کانون ارزیابی", "Assessment centre"),
                    date(2024, 9, 4),
                    "result:GENERAL-COMPETENCE@1403-06-14",
                )
            ],
            until=date(2027, 9, 5),
        ),
        Finding(
            state="waived",
            what=two("رتبهٔ ارشد یا بالاتر", "Senior rank or higher"),
            document=two("معافیت به نامهٔ 1404/3/5512", "exempt by letter 1404/3/5512"),
            reached=two("پایه،", "base,"),
            asked=two("دست‌کم ارشد", "at least senior"),
            until=date(2026, 6, 22),
        ),
        Group(
            two("دست‌کم یکی از شرط زیر:", "At least one of the following:"),
            two("نامعلوم است", "unknown"),
        ),
        Finding(
            state="unknown",
            what=two("میانگین ارزشیابی سه سال گذشته", "Mean appraisal of three years"),
            document=circular,
            gap=two(
                "نمرهٔ سال ۱۴۰۲ ثبت نشده است.", "The score of 1402 is not recorded."
            ),
            reached=two("دو سال از سه سال،", "two of three years,"),
            asked=two("دست‌کم ۸۰", "at least 80"),
            until_text=two("ثبت نمره", "the score is recorded"),
        ),
    ]


def remedies() -> list[Remedy]:
    return [
        Remedy(
            two(
                "گذراندن دورهٔ «مدیریت انتخابات برای فرمانداران»",
                "Take “Managing elections, for county governors”",
            ),
            two("۴ تا ۶ اسفند، اراک، ۱۷ جای خالی.", "4–6 Esfand, Arak, 17 places."),
            "#enrol",
            two("نام‌نویسی", "Enrol"),
        ),
        Remedy(
            two(
                "۱۴ ساعت دیگر آموزش شغلی یا مدیران",
                "14 more hours of job or management training",
            ),
            two("۹ دوره پیش از پایان سال برگزار می‌شود.", "9 courses this year."),
        ),
    ]


def spans() -> list[Span]:
    district = two("بخش چشمه‌سار، استان مرکزی", "Cheshmehsar district, Markazi")
    return [
        Span(
            date(2023, 8, 1),
            None,
            two("بخشدار", "District governor"),
            two(f"{district} (انتصاب)", f"{district} (appointed)"),
            two("۲ سال و ۶ ماه", "2 years 6 months"),
            current=True,
        ),
        Span(
            date(2023, 1, 21),
            date(2023, 8, 1),
            two("سرپرست بخشداری", "Acting district governor"),
            two(f"{district} (سرپرستی)", f"{district} (acting)"),
            two("۶ ماه", "6 months"),
        ),
        Span(
            date(2011, 9, 23),
            date(2023, 1, 21),
            two("کارشناس امور اجتماعی", "Social affairs expert"),
            two("فرمانداری مهرآباد", "Mehrabad county"),
            two("۱۱ سال و ۴ ماه", "11 years 4 months"),
        ),
    ]


def multiples() -> list[Multiple]:
    years = range(1400, 1405)
    hours = {
        two("شغلی", "Job"): (12, 30, 40, 30, 28),
        two("مدیران", "Management"): (0, 0, 16, 24, 18),
        two("عمومی", "General"): (10, 6, 12, 8, 8),
        two("توجیهی", "Induction"): (30, 0, 0, 0, 0),
    }
    unit = two("ساعت", "hours")
    return [
        Multiple(
            name,
            f"{display.number(sum(values))} {unit}",
            [
                Bar(display.plain_digits(year), value, current=year == years[-1])
                for year, value in zip(years, values, strict=True)
            ],
        )
        for name, values in hours.items()
    ]


def tiles() -> list[Tile]:
    left = [9, 8, 10, 7, 9, 16, 27, 24, 23, 16, 6, 41, 12, 4, 7, 18, 14, 10, 6, 3, 2]
    left += [2, 9, 3, 8, 0, 2, 9, 6, 9, 1]
    steps = (3, 9, 15, 20)
    words = two("نفر مانده", "people left")
    return [
        Tile(
            code,
            value,
            1 + sum(value >= step for step in steps),
            f"{display.number(value)} {words}",
            f"?province={code}",
        )
        for code, value in zip(sorted(provinces.NAMES), left, strict=True)
    ]


def refused() -> list[RefusedRow]:
    national_id, course = two("کد ملی", "National id"), two("کد دوره", "Course code")
    return [
        RefusedRow(
            217,
            national_id,
            "0499370898",
            two(
                "رقم آخر این کد ملی با بقیه نمی‌خواند؛ احتمالاً رقمی جابه‌جا شده است.",
                "The last digit does not agree with the others; "
                "two digits may have been swapped.",
            ),
            "nid-checksum",
        ),
        RefusedRow(
            1158,
            course,
            "EL-24",
            two(
                "دوره‌ای با این کد نیست؛ نزدیک‌ترین کد EL-204 است.",
                "No course has this code; the nearest is EL-204.",
            ),
            "course-unknown",
        ),
        RefusedRow(
            5330,
            national_id,
            "",
            two("این خانه خالی است.", "This cell is empty."),
            "required",
        ),
    ]


def editions() -> list[DiffRow]:
    hours, degree = two("ساعت در سال", "Hours a year"), two("مدرک", "Degree")
    return [
        DiffRow(hours, display.number(40), display.number(60), "changed"),
        DiffRow(
            degree, two("کارشناسی", "bachelor"), two("کارشناسی", "bachelor"), "same"
        ),
        DiffRow(
            two("سن", "Age"),
            two("دست‌بالا ۴۵", "at most 45"),
            "",
            "removed",
        ),
        DiffRow(
            two("ارزیابی شایستگی", "Assessment"),
            "",
            two("دست‌کم ۶۰", "at least 60"),
            "added",
        ),
    ]


def fan(today: date) -> Fan:
    """Return a campaign of 1,200 people at its 51st day, and four weeks to come."""
    first, last = today - timedelta(days=50), today + timedelta(days=28)
    seen = [
        (first + timedelta(days=day), 7 * day + day * day // 9) for day in range(51)
    ]
    now = seen[-1][1]
    return Fan(
        title=two("۱٬۲۰۰ بخشدار، روز به روز", "1,200 district governors, day by day"),
        since=first,
        until=last,
        seen=seen,
        ahead=[
            Foreseen(
                today + timedelta(days=day),
                now + 9 * day,
                now + 12 * day,
                now + 14 * day,
                now + 16 * day,
                now + 19 * day,
            )
            for day in range(2, 29, 2)
        ],
        asked=1140,
        all=1200,
        unit=two("گذرانده تا آن روز", "done by that day"),
        closed=[(today - timedelta(days=16), today - timedelta(days=13))],
    )


def moments() -> list[Moment]:
    """Return the share of the eligible at the ends of twelve months."""
    shares = (58.2, 58.9, 60.1, 59.4, 61.0, 63.7, 64.1, 63.2, 66.8, 68.0, 70.3, 71.9)
    return [
        Moment(two(f"ماه {display.number(month)}", f"month {month}"), share / 100)
        for month, share in enumerate(shares, 1)
    ]
