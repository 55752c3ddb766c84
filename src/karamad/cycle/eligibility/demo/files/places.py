"""The files of units, posts and courses: three delimiters, two languages of headers."""

from __future__ import annotations

from pathlib import Path

from karamad.cycle.eligibility.demo import catalogue
from karamad.cycle.eligibility.demo.files.sheets import (
    Bad,
    Commas,
    Expected,
    Sheet,
    dirty,
    persian_word,
    spelt,
)
from karamad.cycle.eligibility.demo.nation import Nation
from karamad.kernel.text import persian_digits
from karamad.registers.exchange.rules import words


def write_places(nation: Nation, folder: Path) -> list[Expected]:
    units = Sheet(
        Commas(folder / "01-units.csv", ",", "utf-8-sig"),
        Expected("01-units.csv", "units"),
        (
            "کد واحد",
            "نام",
            "نوع",
            "کد بالادست",
            "کد استان",
            "جمعیت",
            "طبقه درآمدی",
            "درجه",
        ),
        (
            Bad(("S-X1", "واحد بی‌نوع", "ستاد", "29", "29"), "kind", "word-unknown"),
            Bad(
                ("S-X2", "واحد گم", "اداره", "S-NOWHERE", "29"),
                "parent",
                "unit-unknown",
            ),
            Bad(
                ("S-X3", "شهرداری", "شهرداری", "29", "29", "", "", "13"),
                "grade",
                "number-range",
            ),
        ),
    )
    for number, unit in enumerate(nation.land.units):
        population = "" if unit.population is None else f"{unit.population}"
        units.good(
            (
                unit.code,
                dirty(unit.name, number),
                persian_word(words.UNIT_KINDS, unit.kind),
                unit.parent,
                persian_digits(unit.province) if number % 2 else unit.province,
                population,
                unit.income_class,
                unit.grade,
            )
        )
    posts = Sheet(
        Commas(folder / "02-posts.csv", ";", "utf-8"),
        Expected("02-posts.csv", "posts"),
        ("code", "title", "family", "level", "managerial", "unit_kind"),
        (Bad(("X-1", "", "", "", "0", ""), "title", "required"),),
    )
    for post in catalogue.POSTS:
        posts.good(
            (
                post.code,
                post.title,
                post.family,
                post.level,
                "بله" if post.managerial else "خیر",
                post.unit_kind,
            )
        )
    courses = Sheet(
        Commas(folder / "03-courses.csv", "\t", "utf-8"),
        Expected("03-courses.csv", "courses"),
        (
            "code",
            "عنوان دوره",
            "class",
            "دامنه",
            "ساعت",
            "mode",
            "provider",
            "creditable_from",
            "degree_programme",
            "equivalent_to",
        ),
        (
            Bad(
                ("X-1", "دورهٔ بی‌مجری", "job", "", "8", "", "NOBODY"),
                "provider",
                "provider-unknown",
            ),
            Bad(("X-2", "دورهٔ پرسش", "job", "", "هشت"), "hours", "number-invalid"),
        ),
    )
    for course in catalogue.COURSES:
        courses.good(
            (
                course.code,
                course.title,
                course.course_class,
                persian_word(words.SCOPES, course.scope),
                persian_digits(course.hours or "-"),
                course.mode,
                course.provider,
                spelt(course.creditable_from, 0),
                int(course.degree_programme),
                course.equivalent_to,
            )
        )
    sheets = (units, posts, courses)
    for sheet in sheets:
        sheet.close()
    return [sheet.expected for sheet in sheets]
