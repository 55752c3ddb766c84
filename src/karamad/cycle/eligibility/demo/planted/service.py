"""Stories of service: ranks and the yearly hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from karamad.cycle.eligibility.demo.planted.gardener import (
    DAY,
    Answer,
    Gardener,
    Planted,
)
from karamad.cycle.eligibility.demo.rows import Dossier, ExemptionRow
from karamad.kernel.jalali import add_years


def ranks(g: Gardener) -> Iterator[Planted]:
    def newcomer(start: date, *hours: str) -> Dossier:
        dossier = g.staff(service_start=start)
        return g.trained(dossier, g.on - 60 * DAY, *hours)

    six = add_years(g.on, -6)
    full = ("30",) * 10
    yield Planted(
        "rank-base-today",
        "امروز شش سال سابقه‌اش کامل می‌شود و درست ۳۰۰ ساعت دوره دارد.",
        "Completes six years today, with exactly 300 hours.",
        g.appraised(newcomer(six, *full), *["60"] * 6),
        (g.answer("rank-base", "eligible", experience="met", hours="met"),),
    )
    short = g.answer("rank-base", "not_eligible", experience="unmet", hours="met")
    yield Planted(
        "rank-base-one-day-short",
        "یک روز تا شش سال سابقه کم دارد.",
        "One day short of six years.",
        g.appraised(newcomer(add_years(g.on + DAY, -6), *full), *["60"] * 6),
        g.turns_tomorrow(short, "eligible", "met", "met"),
    )
    yield Planted(
        "rank-base-one-hour-short",
        "یک ساعت تا ۳۰۰ ساعت کم دارد.",
        "One hour short of 300.",
        g.appraised(newcomer(six, *full[1:], "29"), *["60"] * 6),
        (g.answer("rank-base", "not_eligible", hours="unmet", appraisal="met"),),
    )
    yield Planted(
        "rank-base-year-without-score",
        "نمرهٔ ارزشیابی یکی از شش سال ثبت نشده است.",
        "The appraisal of one of the six years has no score.",
        g.appraised(newcomer(six, *full), "90", "90", None, "90", "90", "90"),
        (g.answer("rank-base", "undetermined", appraisal="unknown", hours="met"),),
    )
    thirteen = g.staff(service_start=add_years(g.on, -13))
    g.trained(thirteen, g.on - 400 * DAY, *["40"] * 10)
    yield Planted(
        "rank-senior-just-promoted",
        "دیروز به رتبهٔ پایه رسید؛ ساعت‌های پیش از آن دیگر به شمار نمی‌آید.",
        "Promoted to base rank yesterday: earlier hours no longer count.",
        g.appraised(g.ranked(thirteen, "base", g.on - DAY), *["75"] * 6),
        (g.answer("rank-senior", "not_eligible", hours="unmet", rank_below="met"),),
    )
    twelve = g.staff(service_start=add_years(g.on, -12))
    g.trained(twelve, g.on - 300 * DAY, *["50"] * 5)
    yield Planted(
        "rank-senior-eligible",
        "همهٔ شرط‌های رتبهٔ ارشد را درست به اندازه دارد.",
        "Meets every condition of the senior rank, none to spare.",
        g.appraised(g.ranked(twelve, "base", g.on - 1000 * DAY), *["70"] * 6),
        (g.answer("rank-senior", "eligible", experience="met", hours="met"),),
    )
    for documented in (False, True):
        veteran = g.staff(
            service_start=add_years(g.on, -25),
            birth_date=add_years(g.on, -50),
            degree="master",
        )
        g.ranked(veteran, "expert", g.on - 1000 * DAY)
        g.trained(veteran, g.on - 200 * DAY, *["30"] * 5)
        if documented:
            g.certified(veteran, "EXPERIENCE-DOCUMENT", g.on)
        yield Planted(
            f"rank-distinguished-{'eligible' if documented else 'one-short'}",
            "سند تجربه را امروز گرفت." if documented else "تنها سند تجربه را ندارد.",
            "Got the experience document today."
            if documented
            else "Lacks only the experience document.",
            g.appraised(veteran, *["85"] * 6),
            (
                g.answer(
                    "rank-distinguished",
                    "eligible" if documented else "not_eligible",
                    experience_document="met" if documented else "unmet",
                    hours="met",
                    rank_below="met",
                ),
            ),
        )


def yearly_hours(g: Gardener) -> Iterator[Planted]:
    def asked(verdict: str, finding: str) -> Answer:
        return g.answer("hours-others", verdict, hours_last_year=finding)

    yield Planted(
        "hours-exactly-forty",
        "پارسال درست ۴۰ ساعت گذراند.",
        "Exactly 40 hours last year.",
        g.trained(g.staff(), g.last_year(), "16", "24"),
        (asked("eligible", "met"),),
    )
    yield Planted(
        "hours-half-an-hour-short",
        "پارسال ۳۹ ساعت و نیم گذراند.",
        "39 and a half hours last year.",
        g.trained(g.staff(), g.last_year(), "16", "23.5"),
        (asked("not_eligible", "unmet"),),
    )
    unknown = g.trained(g.staff(), g.last_year(), "30")
    yield Planted(
        "hours-nobody-fixed",
        "ساعت یکی از دوره‌هایش را کسی تعیین نکرده است.",
        "Nobody fixed the hours of one of the courses.",
        g.trained(unknown, g.last_year(150), None, course="SMP-90"),
        (asked("undetermined", "unknown"),),
    )
    revoked = g.trained(g.staff(), g.last_year(), "24", "16")
    revoked.completions[1] = revoked.completions[1]._replace(revoked_on=g.on)
    yield Planted(
        "hours-revoked-today",
        "یکی از گواهینامه‌هایش امروز باطل شد.",
        "One of the certificates was revoked today.",
        revoked,
        g.also(asked("not_eligible", "unmet"), g.on - DAY, "eligible", "met"),
    )
    for ended in (False, True):
        freed = g.trained(g.staff(), g.last_year(), "10")
        until = g.on if ended else g.on + DAY
        freed.exemptions.append(
            ExemptionRow(
                "hours-others",
                "hours-last-year",
                "200/90/31146",
                g.on - 100 * DAY,
                until,
            )
        )
        answer = (
            asked("not_eligible", "unmet") if ended else asked("eligible", "waived")
        )
        yield Planted(
            "exemption-ended-today" if ended else "exempt-until-tomorrow",
            "معافیتش امروز تمام شد." if ended else "امروز هنوز معاف است و فردا نه.",
            "The exemption ended today."
            if ended
            else "Still exempt today, not tomorrow.",
            freed,
            (answer,) if ended else g.turns_tomorrow(answer, "not_eligible", "unmet"),
        )
    yield Planted(
        "hours-of-a-degree",
        "دورهٔ منجر به مدرک تحصیلی ساعت آموزشی نمی‌آورد.",
        "A degree programme earns no training hours.",
        g.trained(g.staff(), g.last_year(), "900", course="SMP-92"),
        (asked("not_eligible", "unmet"),),
    )
    yield Planted(
        "foreigner",
        "شناسهٔ دوازده‌رقمی اتباع دارد.",
        "Has a foreigner’s twelve-digit id.",
        g.trained(g.staff(foreign=True), g.last_year(), "44"),
        (asked("eligible", "met"),),
    )
