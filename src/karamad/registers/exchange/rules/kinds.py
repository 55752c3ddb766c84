"""The kinds of files, column by column, as docs/formats.md has them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from karamad.registers.exchange.rules import words
from karamad.registers.exchange.rules.cells import (
    Value,
    code,
    day,
    digits,
    flag,
    mail,
    national_id,
    number,
    past_day,
    province,
    several,
    text,
    whole,
    word,
)
from karamad.registers.exchange.rules.columns import Column, Kind, Said
from karamad.registers.exchange.rules.faults import Code, Fault

_SCORE = number(Decimal(0), Decimal(100))
_HOURS = number(Decimal(0), Decimal("99999.99"))
_VALUE = _HOURS

PERSON = Column(
    "national_id",
    ("کد ملی", "شماره ملی"),
    national_id,
    required=True,
    refers="person",
)

UNITS = Kind(
    "units",
    "واحدها",
    ("code",),
    (
        Column("code", ("کد واحد",), code(), required=True),
        Column("name", ("نام", "نام واحد"), text(200), required=True),
        Column("kind", ("نوع", "نوع واحد"), word(words.UNIT_KINDS), required=True),
        Column("parent", ("کد بالادست",), code(), refers="unit"),
        Column("province", ("کد استان",), province),
        Column("population", ("جمعیت",), whole(0, 2_000_000_000)),
        Column("income_class", ("طبقه درآمدی",), whole(1, 10)),
        Column("grade", ("درجه",), whole(1, 12)),
        Column("parent_from", ("تاریخ انتقال",), day),
        Column("opened_on", ("تاریخ تأسیس",), day),
        Column("closed_on", ("تاریخ انحلال",), day),
    ),
    spans=(("opened_on", "closed_on"),),
    itself="parent",
)

POSTS = Kind(
    "posts",
    "پست‌ها",
    ("code",),
    (
        Column("code", ("کد پست",), code(), required=True),
        Column("title", ("عنوان پست", "عنوان"), text(200), required=True),
        Column("family", ("رسته",), text(100)),
        Column("level", ("سطح",), word(words.LEVELS)),
        Column("managerial", ("مدیریتی",), flag),
        Column("unit_kind", ("نوع واحد",), word(words.UNIT_KINDS)),
    ),
    national=True,
)

PEOPLE = Kind(
    "people",
    "افراد",
    ("national_id",),
    (
        Column("national_id", PERSON.names, national_id, required=True),
        Column("first_name", ("نام",), text(80), required=True),
        Column("last_name", ("نام خانوادگی",), text(80), required=True),
        Column("father_name", ("نام پدر",), text(80)),
        Column("birth_date", ("تاریخ تولد",), past_day),
        Column("gender", ("جنسیت",), word(words.GENDERS)),
        Column("degree", ("مدرک", "مدرک تحصیلی"), word(words.DEGREES)),
        Column("service_start", ("شروع خدمت", "تاریخ شروع خدمت"), day),
        Column("employment", ("نوع استخدام",), word(words.EMPLOYMENTS)),
        Column("mobile", ("همراه", "تلفن همراه"), digits(20)),
        Column("email", ("رایانامه", "ایمیل"), mail(120)),
    ),
)

ASSIGNMENTS = Kind(
    "assignments",
    "حکم‌ها",
    ("national_id", "post", "unit", "from"),
    (
        PERSON,
        Column("post", ("کد پست",), code(), required=True, refers="post"),
        Column("unit", ("کد واحد",), code(), required=True, refers="unit"),
        Column("from", ("از تاریخ",), day, required=True),
        Column("until", ("تا تاریخ",), day),
        Column("kind", ("نوع حکم",), word(words.ASSIGNMENT_KINDS)),
    ),
    spans=(("from", "until"),),
)

COURSES = Kind(
    "courses",
    "دوره‌ها",
    ("code",),
    (
        Column("code", ("کد دوره",), code(), required=True),
        Column("title", ("عنوان دوره", "عنوان"), text(300), required=True),
        Column("class", ("طبقه",), word(words.COURSE_CLASSES)),
        Column("scope", ("دامنه",), word(words.SCOPES)),
        Column("hours", ("ساعت",), _HOURS),
        Column("mode", ("شیوه",), word(words.MODES)),
        Column("provider", ("کد مجری",), code(), refers="provider"),
        Column("valid_years", ("اعتبار به سال",), whole(0, 100)),
        Column("creditable_from", ("قابل احتساب از",), day),
        Column("creditable_until", ("قابل احتساب تا",), day),
        Column("degree_programme", ("دوره مدرک‌گرا",), flag),
        Column("equivalent_to", ("هم‌ارز با",), several(code())),
    ),
    spans=(("creditable_from", "creditable_until"),),
    national=True,
    itself="equivalent_to",
)

PROVIDERS = Kind(
    "providers",
    "مجریان",
    ("code",),
    (
        Column("code", ("کد مجری", "کد"), code(), required=True),
        Column("name", ("نام مجری", "نام"), text(200), required=True),
        Column("kind", ("نوع مجری", "نوع"), word(words.PROVIDER_KINDS)),
        Column("domains", ("حیطه",), several(text(100))),
        Column("accredited_from", ("اعتبار از",), day),
        Column("accredited_until", ("اعتبار تا",), day),
    ),
    spans=(("accredited_from", "accredited_until"),),
    national=True,
)

COMPLETIONS = Kind(
    "completions",
    "دوره‌های گذرانده",
    ("national_id", "course", "completed_on"),
    (
        PERSON,
        Column("course", ("کد دوره",), code(), required=True, refers="course"),
        Column("completed_on", ("تاریخ پایان",), past_day, required=True),
        Column("hours", ("ساعت",), _HOURS),
        Column("score", ("نمره",), _SCORE),
        Column("passed", ("قبول",), flag, required=True),
        Column("mode", ("شیوه",), word(words.MODES)),
        Column("provider", ("کد مجری",), code(), refers="provider"),
        Column("certificate_no", ("شماره گواهینامه",), text(60)),
        Column("revoked_on", ("تاریخ ابطال",), day),
    ),
)

_FIXED_INSTRUMENTS = {"appraisal": "APPRAISAL", "rank": "RANK"}


def read_result(said: Said) -> Iterator[tuple[str, Fault]]:
    """Make a number of a result's value; a rank may be given by its name.

    A cell of None is a fault of its own and is not looked at here.
    Yields: each fault with its column.
    Source: docs/formats.md, results; docs/judgement.md, rank.
    """
    if said["kind"] is None:
        return
    for column, read in (("instrument", _instrument), ("value", _value)):
        if said[column] is None:
            continue
        try:
            said[column] = read(str(said["kind"]), str(said[column]))
        except Fault as fault:
            yield column, fault


def _instrument(kind: str, instrument: str) -> str:
    fixed = _FIXED_INSTRUMENTS.get(kind)
    if fixed is not None:
        if instrument.upper() != fixed:
            raise Fault(Code.INSTRUMENT_MISMATCH, fixed)
        return fixed
    if instrument.upper() in _FIXED_INSTRUMENTS.values():
        raise Fault(Code.INSTRUMENT_MISMATCH)
    return instrument


def _value(kind: str, value: str) -> Value:
    return Decimal(_rank(value)) if kind == "rank" else _VALUE(value, date.min)


def _rank(value: str) -> int:
    try:
        name = word(words.RANKS)(value, date.min)
    except Fault as fault:
        raise Fault(Code.RANK_UNKNOWN, fault.about) from None
    return list(words.RANKS).index(str(name))


RESULTS = Kind(
    "results",
    "نتیجه‌ها",
    ("national_id", "instrument", "taken_on"),
    (
        PERSON,
        Column("instrument", ("ابزار سنجش", "کد آزمون"), code(60), required=True),
        Column("kind", ("نوع", "نوع نتیجه"), word(words.RESULT_KINDS), required=True),
        Column("taken_on", ("تاریخ", "تاریخ سنجش"), past_day, required=True),
        Column("value", ("نتیجه", "مقدار"), text(40), required=True),
    ),
    finish=read_result,
)

CREDENTIALS = Kind(
    "credentials",
    "گواهینامه‌ها",
    ("national_id", "type", "issued_on"),
    (
        PERSON,
        Column("type", ("نوع گواهینامه",), code(60), required=True),
        Column("issued_on", ("تاریخ صدور",), past_day, required=True),
        Column("expires_on", ("تاریخ انقضا",), day),
        Column("revoked_on", ("تاریخ ابطال",), day),
        Column("number", ("شماره گواهینامه", "شماره"), text(60)),
        Column("issuer", ("صادرکننده",), text(200)),
    ),
)

EXEMPTIONS = Kind(
    "exemptions",
    "معافیت‌ها",
    ("national_id", "profile", "criterion", "from"),
    (
        PERSON,
        Column(
            "profile", ("کد نمایه", "نمایه"), code(60), required=True, refers="profile"
        ),
        Column("criterion", ("شرط", "شناسه شرط"), code(60), required=True),
        Column("document", ("شماره سند",), text(60), required=True),
        Column("from", ("از تاریخ",), day, required=True),
        Column("until", ("تا تاریخ",), day),
    ),
    spans=(("from", "until"),),
)

# Profiles come as YAML; the kind has a name and no columns.
PROFILES: Final = "profiles"

KINDS: Final[dict[str, Kind]] = {
    kind.name: kind
    for kind in (
        UNITS,
        POSTS,
        PEOPLE,
        ASSIGNMENTS,
        COURSES,
        PROVIDERS,
        COMPLETIONS,
        RESULTS,
        CREDENTIALS,
        EXEMPTIONS,
    )
}
