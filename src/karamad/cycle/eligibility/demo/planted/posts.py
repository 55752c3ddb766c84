"""Stories of posts: managers, mayors, village administrators, election officials."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from karamad.cycle.eligibility.demo.planted.gardener import (
    DAY,
    Answer,
    Gardener,
    Planted,
)
from karamad.cycle.eligibility.demo.rows import (
    AssignmentRow,
    Dossier,
    ResultRow,
)
from karamad.kernel.jalali import add_years, jalali_day


def managers(g: Gardener) -> Iterator[Planted]:
    since = g.on - 500 * DAY
    for expires, key in ((g.on, "expired-today"), (g.on + DAY, "expires-tomorrow")):
        holder = g.at("MGR-BASE-01", g.home.office, since)
        g.certified(holder, "COMPETENCY-CERTIFICATE", g.on - 400 * DAY, expires)
        g.trained(holder, g.last_year(), "60")
        expired = expires == g.on
        yield Planted(
            f"certificate-{key}",
            "گواهینامهٔ شایستگی‌اش امروز به پایان رسید."
            if expired
            else "گواهینامهٔ شایستگی‌اش فردا تمام می‌شود؛ نصاب ارزیابی تعیین نشده است.",
            "The competency certificate expired today."
            if expired
            else "The competency certificate expires tomorrow; the quorum is not set.",
            holder,
            (
                g.answer(
                    "manager-base",
                    "not_eligible" if expired else "undetermined",
                    certificate="unmet" if expired else "met",
                ),
                g.answer("hours-managers", "eligible", hours_last_year="met"),
            ),
        )
    annulled = jalali_day(1399, 7, 29)
    aged = g.at(
        "MGR-MIDDLE-01",
        g.home.governor_office,
        jalali_day(1399, 1, 1),
        birth_date=jalali_day(1351, 2, 1),
        service_start=jalali_day(1377, 2, 1),
    )
    g.certified(aged, "COMPETENCY-CERTIFICATE", jalali_day(1397, 5, 1))
    yield Planted(
        "age-ceiling-annulled",
        "۴۸ سال داشت که دیوان سقف سن ۴۷ سال را باطل کرد.",
        "Was 48 when the court annulled the ceiling of 47.",
        aged,
        (
            Answer(
                "manager-middle",
                annulled - DAY,
                "not_eligible",
                {"certificate": "met", "age-ceiling": "unmet"},
            ),
            Answer("manager-middle", annulled, "eligible", {"certificate": "met"}),
        ),
    )
    for tomorrow in (True, False):
        born = add_years(g.on + DAY if tomorrow else g.on, -46)
        answer = g.answer(
            "ports-base",
            "eligible" if tomorrow else "not_eligible",
            age="met" if tomorrow else "unmet",
            degree="met",
        )
        yield Planted(
            "forty-six-tomorrow" if tomorrow else "forty-six-today",
            "فردا ۴۶ساله می‌شود." if tomorrow else "امروز ۴۶ساله شد.",
            "Turns 46 tomorrow." if tomorrow else "Turned 46 today.",
            g.at("PMO-BASE-01", "S-PMO", since, birth_date=born),
            g.turns_tomorrow(answer, "not_eligible", "unmet", "met")
            if tomorrow
            else (answer,),
        )


def mayor_profile(grade: int) -> str:
    """Return the code of the mayor's profile for a municipality's grade."""
    return "mayor-1-6" if grade <= 6 else "mayor-7-10" if grade <= 10 else "mayor-11-12"


def mayors(g: Gardener) -> Iterator[Planted]:
    town = g.home.municipality
    profile = mayor_profile(town.grade or 1)
    yield Planted(
        "mayor-eligible",
        "شهرداری که همهٔ شرط‌ها را دارد.",
        "A mayor who meets every condition.",
        g.at("MAYOR", town.code, g.on - 700 * DAY, degree="master"),
        (g.answer(profile, "eligible", age="met", experience="met", degree="met"),),
    )
    yield Planted(
        "mayor-degree-not-stated",
        "مدرک سرپرست شهرداری در پرونده نیامده است.",
        "The file does not state the acting mayor’s degree.",
        g.at("MAYOR", town.code, g.on - 20 * DAY, "acting", degree=""),
        (g.answer(profile, "undetermined", degree="unknown", age="met"),),
    )


def villages(g: Gardener) -> Iterator[Planted]:
    def dehyar(born: date | None) -> Dossier:
        since = g.on - 200 * DAY
        return g.at(
            "DEHYAR",
            g.home.village,
            since,
            birth_date=born,
            degree="diploma",
            employment="fixed_term",
            service_start=since,
        )

    met = g.answer("dehyar", "eligible", age="met", degree="met")
    unmet = g.answer("dehyar", "not_eligible", age="unmet", degree="met")
    twenty, sixty_six = add_years(g.on, -20), add_years(g.on, -66)
    yield Planted(
        "twenty-today", "امروز ۲۰ساله شد.", "Turned 20 today.", dehyar(twenty), (met,)
    )
    yield Planted(
        "twenty-tomorrow",
        "فردا ۲۰ساله می‌شود.",
        "Turns 20 tomorrow.",
        dehyar(add_years(g.on + DAY, -20)),
        g.turns_tomorrow(unmet, "eligible", "met", "met"),
    )
    yield Planted(
        "sixty-six-tomorrow",
        "فردا ۶۶ساله می‌شود.",
        "Turns 66 tomorrow.",
        dehyar(add_years(g.on + DAY, -66)),
        g.turns_tomorrow(met, "not_eligible", "unmet", "met"),
    )
    yield Planted(
        "sixty-six-today",
        "امروز ۶۶ساله شد.",
        "Turned 66 today.",
        dehyar(sixty_six),
        (unmet,),
    )
    yield Planted(
        "no-birth-date",
        "تاریخ تولدش در پرونده نیامده است.",
        "The file has no birth date.",
        dehyar(None),
        (g.answer("dehyar", "undetermined", age="unknown", degree="met"),),
    )


def elections(g: Gardener) -> Iterator[Planted]:
    appointed = g.on - 60 * DAY
    for course, day, key, story, story_en in (
        (
            "KRM-33",
            appointed - DAY,
            "trained-before-appointment",
            "دورهٔ انتخابات را یک روز پیش از انتصاب گذراند.",
            "Took the election course the day before the appointment.",
        ),
        (
            "KRM-33",
            appointed,
            "trained-on-appointment-day",
            "دورهٔ انتخابات را روز انتصاب گذراند.",
            "Took the election course on the day of the appointment.",
        ),
        (
            "SMP-91",
            appointed + DAY,
            "trained-by-an-equivalent",
            "دورهٔ هم‌ارز انتخابات را گذراند.",
            "Took a course that counts as the election course.",
        ),
    ):
        met = day >= appointed
        holder = g.at("DISTRICT-GOVERNOR", g.home.district, appointed, "acting")
        yield Planted(
            key,
            story,
            story_en,
            g.trained(holder, day, "8", course=course),
            (
                g.answer(
                    "election-role",
                    "eligible" if met else "not_eligible",
                    role_course="met" if met else "unmet",
                ),
            ),
        )


def others(g: Gardener) -> Iterator[Planted]:
    for capped in (False, True):
        old = g.staff(
            degree="associate",
            birth_date=jalali_day(1352, 1, 1),
            service_start=jalali_day(1375, 1, 1),
        )
        years = range(1379, 1387 - int(capped))
        for year in years:
            day = jalali_day(year, 3, 10)
            g.trained(old, day, "125" if capped else "95", course="SMP-08")
            g.trained(old, day + 9 * DAY, "30", course="SMP-02")
        old.results.append(
            ResultRow("TYPE2-SPECIALISED", "exam", jalali_day(1387, 2, 1), "60")
        )
        hours = "unmet" if capped else "met"
        yield Planted(
            "type2-over-the-yearly-cap" if capped else "type2-eligible",
            "در هفت سال ۱٬۰۸۵ ساعت گذراند، ولی سالی بیش از ۱۲۵ ساعت به شمار نمی‌آید."
            if capped
            else "در هشت سال درست ۱٬۰۰۰ ساعت گذراند.",
            "1,085 hours in seven years, but no more than 125 of a year count."
            if capped
            else "Exactly 1,000 hours in eight years.",
            old,
            (
                g.answer(
                    "type2-specialised",
                    "not_eligible" if capped else "eligible",
                    hours=hours,
                    job_hours="met",
                    exam="met",
                ),
            ),
        )
    moved = g.staff()
    moved.assignments.insert(
        0,
        AssignmentRow(
            "CLERK", "S09-GO", moved.assignments[0].from_day, g.on - 30 * DAY
        ),
    )
    moved.assignments[1] = moved.assignments[1]._replace(from_day=g.on - 30 * DAY)
    yield Planted(
        "transferred",
        "یک ماه پیش از خراسان رضوی به اینجا منتقل شد.",
        "Transferred here from Razavi Khorasan a month ago.",
        moved,
    )
    for key, story, story_en, left in (
        (
            "retired-today",
            "امروز بازنشسته شد.",
            "Retired today.",
            g.staff(retired_on=g.on),
        ),
        ("died-today", "امروز درگذشت.", "Died today.", g.staff(died_on=g.on)),
    ):
        left.assignments[0] = left.assignments[0]._replace(until_day=g.on)
        yield Planted(key, story, story_en, left)
